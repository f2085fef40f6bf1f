import { describe, expect, it } from 'vitest';
import { matrix } from '../../../src/core/math/matrix.ts';
import type { Components } from '../../../src/core/relations/components.ts';
import {
  crossProjected,
  firstFold,
  heldOutRows,
  rightRows,
  trialOf,
} from '../../../src/core/relations/heldOut.ts';
import type { Projection } from '../../../src/core/relations/projection.ts';
import { against, chosen, type Learner } from '../../../src/core/relations/projectorChoice.ts';
import { createRng } from '../../../src/core/rng.ts';
import { headContext } from '../../support/heads.ts';

/** Forty images, even and odd ones; the first is known to differ from the odd ones too. */
const even = Int32Array.from({ length: 20 }, (_, i) => 2 * i);
const odd = Int32Array.from({ length: 20 }, (_, i) => 2 * i + 1);
const components: Components = {
  classes: Int32Array.of(0, 1),
  members: [even, odd],
  different: [],
  outsiders: [Int32Array.of(), Int32Array.of(50)],
  isAnythingKnown: true,
};

/** Puts even rows to one side and odd ones to the other, except those for which it is wrong. */
function sides(isWrong: (row: number) => boolean = () => false): Projection {
  return {
    dimensions: 2,
    async project(rows) {
      const Z = matrix(rows.length, 2);
      for (const [i, row] of rows.entries()) Z.data[2 * i + (isWrong(row) ? 1 - (row % 2) : row % 2)] = 1;
      return Z;
    },
  };
}

function trial() {
  const found = trialOf(components.members, createRng('trial'));
  if (found === undefined) throw new Error('no trial');
  return found;
}

function learner(kind: Learner['kind'], projection: Projection): Learner {
  return { kind, learn: async () => projection };
}

/** A head that is right on the named share of the images. */
function headRightBelow(row: number) {
  const rows = heldOutRows(trial());
  const probabilities = matrix(rows.length, 2);
  for (const [i, own] of rows.entries())
    probabilities.data[2 * i + (own < row ? own % 2 : 1 - (own % 2))] = 1;
  return { rows, probabilities, labels: Int32Array.from({ length: 40 }, (_, i) => i % 2) };
}

describe('held-out relations', () => {
  it('hold an image out with all that is known of it', async () => {
    const seen: Components[] = [];
    const all = trial();
    await crossProjected(
      all,
      components,
      async (known) => {
        seen.push(known);
        return sides();
      },
      headContext(),
    );
    expect(seen).toHaveLength(5);
    for (const [fold, { members }] of seen.entries()) {
      const held = all.rows.filter((_, i) => all.folds.of[i] === fold);
      expect(held.length).toBe(8);
      for (const row of held) expect(members.some((rows) => rows.includes(row))).toBe(false);
      expect(members.reduce((sum, rows) => sum + rows.length, 0)).toBe(32);
    }
  });

  it('say who is right', async () => {
    const all = trial();
    const { image, center } = await crossProjected(all, components, async () => sides(), headContext());
    expect([rightRows(image, all).length, rightRows(center, all).length]).toEqual([40, 40]);
    const nothing = await crossProjected(all, components, async () => undefined, headContext());
    expect(nothing.image.data.every((value) => value === 0)).toBe(true);
  });

  it('are none where they would tell nothing', () => {
    const few = [Int32Array.of(0, 1, 2), Int32Array.of(3, 4)];
    expect(trialOf(few, createRng('few'))).toBeUndefined();
    expect(trialOf([even], createRng('one'))).toBeDefined();
    expect(trialOf([], createRng('none'))).toBeUndefined();
  });

  it('can be a part of the first fold', () => {
    const all = trial();
    expect(heldOutRows(firstFold(all))).toHaveLength(8);
    expect(heldOutRows(firstFold(all, 0.5))).toHaveLength(4);
    expect(firstFold(all).folds.count).toBe(1);
  });
});

describe('the choice of a projection', () => {
  const bad = learner(
    'linear',
    sides((row) => row % 3 === 0),
  );
  const good = learner('linear', sides());

  it('is the learner that is right most often, the first of equals', async () => {
    const choice = await chosen({ quick: [bad, good] }, trial(), components, undefined, headContext());
    expect(choice?.learner).toBe(good);
    const equal = await chosen(
      { quick: [good, learner('linear', sides())] },
      trial(),
      components,
      undefined,
      headContext(),
    );
    expect(equal?.learner).toBe(good);
  });

  it('is the slow one only if it beats the others and the head on the same images', async () => {
    const slow = learner('mlp', sides());
    const kindOf = async (quick: Learner, head?: ReturnType<typeof headRightBelow>) =>
      (await chosen({ quick: [quick], slow }, trial(), components, head, headContext()))?.learner.kind;
    expect(await kindOf(bad)).toBe('mlp');
    expect(await kindOf(good)).toBe('linear');
    expect(await kindOf(bad, headRightBelow(20))).toBe('mlp');
    expect(await kindOf(bad, headRightBelow(40))).toBe('linear');
  });

  it('is held against the head, with both shares in a sentence', async () => {
    const choice = await chosen({ quick: [good] }, trial(), components, undefined, headContext());
    if (choice === undefined) throw new Error('no choice');
    const worse = against(headRightBelow(30), choice);
    expect(worse.isBetter).toBe(true);
    expect(worse.shares).toContain('40 images');
    expect(worse.shares).toContain('right on 100 %, the head on 75 %');
    expect(against(headRightBelow(40), choice).isBetter).toBe(false);
    // Three images more of forty may be chance.
    const close = against(headRightBelow(37), choice);
    expect([close.isBetter, close.shares.includes('too close to tell')]).toEqual([false, true]);
  });
});
