import { gather, matrix, row } from '../math/matrix.ts';
import { type Folds, labelsToTell, stratifiedFolds } from '../model/crossValidation.ts';
import type { HeadContext } from '../model/head.ts';
import type { Rng } from '../rng.ts';
import type { Matrix } from '../types.ts';
import { type Components, without } from './components.ts';
import { nearestComponent, type Standing, standingFor, standings } from './nearestComponent.ts';
import type { Projection } from './projection.ts';

/** Images whose component is known, and the folds in which all that is known of them is held out. */
export interface Trial {
  readonly rows: Int32Array;
  /** Component per row. */
  readonly targets: Int32Array;
  /** Components that images are put to: the first ones. */
  readonly count: number;
  readonly folds: Folds;
}

/**
 * Folds of the images of some components, given by their rows; undefined where too few could be held out to tell anything:
 * fewer than ten, or than there are components.
 */
export function trialOf(members: readonly Int32Array[], rng: Rng): Trial | undefined {
  const known = members.flatMap((rows, c) => Array.from(rows, (row) => ({ row, c })));
  known.sort((a, b) => a.row - b.row);
  const targets = Int32Array.from(known, ({ c }) => c);
  const folds = stratifiedFolds(targets, members.length, rng);
  if (folds === undefined) return undefined;
  const trial = { rows: Int32Array.from(known, ({ row }) => row), targets, count: members.length, folds };
  return heldOutRows(trial).length < Math.max(labelsToTell, members.length) ? undefined : trial;
}

/** The trial with its first fold alone, or with a share of it. */
export function firstFold(trial: Trial, share = 1): Trial {
  let held = 0;
  const isKept = (): boolean => Math.floor(++held * share) > Math.floor((held - 1) * share);
  const of = trial.folds.of.map((fold) => (fold === 0 && isKept() ? 0 : -1));
  return { ...trial, folds: { count: 1, of } };
}

/** The rows that are in a fold. */
export function heldOutRows({ rows, folds }: Trial): Int32Array {
  return rows.filter((_, position) => folds.of[position] >= 0);
}

/** Held-out rows that these opinions (rows x components) put to their component. */
export function rightRows(opinions: Matrix, { rows, targets, folds }: Trial): Int32Array {
  return rows.filter((_, position) => {
    const values = row(opinions, position);
    const most = Math.max(...values);
    return folds.of[position] >= 0 && most > 0 && values.indexOf(most) === targets[position];
  });
}

/** What a projector says of images when it has not seen what is known of them: rows x components, by standing. */
export type Opinions = Readonly<Record<Standing, Matrix>>;

/**
 * What projectors, learned without the images of each fold and all their relations, say of these. An image is held out as
 * a whole: what follows for it from others that are left must not be learned through it.
 */
export async function crossProjected(
  { rows, targets, count, folds }: Trial,
  components: Components,
  learn: (components: Components) => Promise<Projection | undefined>,
  ctx: HeadContext,
): Promise<Opinions> {
  const opinions = { image: matrix(rows.length, count), center: matrix(rows.length, count) };
  for (let fold = 0; fold < folds.count; fold++) {
    const isHeld = (position: number): boolean => folds.of[position] === fold;
    const positions = Int32Array.from(rows.keys());
    const held = positions.filter(isHeld);
    const projection = await learn(without(components, new Set(held.map((position) => rows[position]))));
    if (projection === undefined) continue;
    const Z = await projection.project(rows);
    const left = Array.from({ length: count }, (_, c) =>
      positions.filter((position) => !isHeld(position) && targets[position] === c),
    );
    for (const standing of standings) {
      const standIns = left.map((own) => standingFor(standing, Z, own));
      const found = await nearestComponent(gather(Z, held), standIns, ctx);
      for (const [h, position] of held.entries()) row(opinions[standing], position).set(row(found, h));
    }
  }
  return opinions;
}
