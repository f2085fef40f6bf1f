import { describe, expect, test } from 'vitest';
import { noisyOracle } from '../../../src/core/relations/oracles/noisy.ts';
import { replayOracle } from '../../../src/core/relations/oracles/replay.ts';
import { truthOracle } from '../../../src/core/relations/oracles/truth.ts';
import type { Query } from '../../../src/core/relations/query.ts';
import { createRng } from '../../../src/core/rng.ts';

const truth = [0, 0, 1, 1, -1, 0];
const about = { purpose: 'label', expected: 1, why: '' } as const;
const grid = (anchor: number, ...candidates: number[]): Query => ({
  kind: 'grid',
  anchor,
  candidates,
  ...about,
});
const pair = (a: number, b: number): Query => ({ kind: 'pair', a, b, ...about });
const label = (row: number): Query => ({ kind: 'label', row, ...about });

test('the truth is told of grids, pairs and labels, and not where it is not known', async () => {
  const oracle = truthOracle(truth);
  expect(await oracle.ask(grid(0, 1, 2, 4, 5))).toEqual({
    kind: 'grid',
    same: [1, 5],
    different: [2],
    unsure: [4],
  });
  expect(await oracle.ask(pair(2, 3))).toEqual({ kind: 'pair', relation: 'same' });
  expect(await oracle.ask(pair(0, 3))).toEqual({ kind: 'pair', relation: 'different' });
  expect(await oracle.ask(pair(4, 3))).toEqual({ kind: 'pair', relation: 'unsure' });
  expect(await oracle.ask(label(3))).toEqual({ kind: 'label', label: 1 });
  expect(await oracle.ask(label(4))).toEqual({ kind: 'label', label: null });
});

describe('noise', () => {
  const noisy = (share: number, seed = 0): ReturnType<typeof noisyOracle> =>
    noisyOracle(truthOracle(truth), { share, classCount: 3, rng: createRng(seed) });

  test('of none changes nothing, and of all turns everything round but doubt', async () => {
    expect(await noisy(0).ask(grid(0, 1, 2, 4))).toEqual(await truthOracle(truth).ask(grid(0, 1, 2, 4)));
    expect(await noisy(1).ask(grid(0, 1, 2, 4))).toEqual({
      kind: 'grid',
      same: [2],
      different: [1],
      unsure: [4],
    });
    expect(await noisy(1).ask(pair(0, 1))).toEqual({ kind: 'pair', relation: 'different' });
    expect(await noisy(1).ask(pair(0, 4))).toEqual({ kind: 'pair', relation: 'unsure' });
    const wrong = await noisy(1).ask(label(2));
    expect(wrong.kind === 'label' && [0, 2].includes(wrong.label ?? -1)).toBe(true);
  });

  test('is as often as asked for, each time anew, and the same for the same seed', async () => {
    const answers = async (seed: number): Promise<readonly boolean[]> => {
      const oracle = noisy(0.1, seed);
      const wrong: boolean[] = [];
      for (let i = 0; i < 2000; i++) {
        const answer = await oracle.ask(pair(0, 1));
        wrong.push(answer.kind === 'pair' && answer.relation !== 'same');
      }
      return wrong;
    };
    const first = await answers(1);
    const share = first.filter((isWrong) => isWrong).length / first.length;
    expect(share).toBeGreaterThan(0.07);
    expect(share).toBeLessThan(0.13);
    expect(await answers(1)).toEqual(first);
    expect(await answers(2)).not.toEqual(first);
  });
});

test('a log that is replayed says of each pair what was said last, either way round, and nothing of others', async () => {
  const oracle = replayOracle({
    a: Int32Array.of(0, 1, 0, 3, 0),
    b: Int32Array.of(1, 0, 2, 0, 5),
    relation: Int8Array.of(1, -1, 1, 1, 0),
    source: new Uint8Array(5),
  });
  expect(await oracle.ask(grid(0, 1, 2, 3, 4, 5))).toEqual({
    kind: 'grid',
    same: [2, 3],
    different: [1],
    unsure: [5],
  });
  expect(await oracle.ask(pair(2, 0))).toEqual({ kind: 'pair', relation: 'same' });
  expect(await oracle.ask(pair(2, 3))).toEqual({ kind: 'pair', relation: 'unsure' });
  expect(await oracle.ask(label(0))).toEqual({ kind: 'label', label: null });
});
