import { estimate } from '../math/estimate.ts';
import { row } from '../math/matrix.ts';
import type { Rng } from '../rng.ts';
import type { Matrix } from '../types.ts';
import type { Fitted } from './fitted.ts';
import { type MixtureWeights, mixed, type Opinions } from './mixture.ts';
import type { Estimate } from './predictions.ts';

/** Labels are dealt into so many folds, or one each where there are fewer. */
const maxFolds = 5;

/** A split of the labels for stratified cross-validation. */
export interface Folds {
  readonly count: number;
  /** Fold per label in which it is held out; -1 = in none: its class has no other label. */
  readonly of: Int32Array;
}

/**
 * Deals the labels of each class evenly over up to five folds, so that every class keeps a label outside each fold.
 * Undefined where fewer than two labels could be held out.
 */
export function stratifiedFolds(targets: Int32Array, classCount: number, rng: Rng): Folds | undefined {
  const sizes = new Int32Array(classCount);
  for (const target of targets) sizes[target]++;
  const held = sizes.reduce((sum, size) => sum + (size > 1 ? size : 0), 0);
  if (held < 2) return undefined;
  const count = Math.min(maxFolds, held);
  const of = new Int32Array(targets.length).fill(-1);
  const order = Array.from(rng.permutation(targets.length)).sort((a, b) => targets[a] - targets[b]);
  let dealt = 0;
  for (const i of order) if (sizes[targets[i]] > 1) of[i] = dealt++ % count;
  return { count, of };
}

/** Per held-out label 1 where the largest probability (ties to the lowest class) is that of its class, else 0. */
export function hits(outOfSample: Matrix, targets: Int32Array, { of }: Folds): readonly number[] {
  return [...targets.keys()]
    .filter((i) => of[i] >= 0)
    .map((i) => {
      const values = row(outOfSample, i);
      return values.indexOf(Math.max(...values)) === targets[i] ? 1 : 0;
    });
}

/** What the models say of the labels when they have not seen them. */
export interface Trial {
  /** Labels x K. */
  readonly opinions: Opinions;
  readonly targets: Int32Array;
  readonly folds: Folds;
}

/** Held-out labels that a share of them says anything of. */
export const labelsToTell = 10;

/** The out-of-sample probabilities of models that were fitted with folds. */
export function heldOut(softmax: Fitted, spreading: Fitted | undefined): Opinions {
  if (softmax.outOfSample === undefined) throw new RangeError('The model was fitted without folds.');
  return { softmax: softmax.outOfSample, spreading: spreading?.outOfSample };
}

/** Cross-validated accuracy of a mixture; undefined where fewer than ten labels were held out. */
export async function accuracyUnder(
  weights: MixtureWeights,
  { opinions, targets, folds }: Trial,
  pause: () => Promise<void>,
): Promise<Estimate | undefined> {
  const answers = hits(await mixed(opinions, weights, pause), targets, folds);
  return answers.length < labelsToTell ? undefined : estimate(answers);
}
