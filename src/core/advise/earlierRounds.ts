import { estimate } from '../math/estimate.ts';
import { stratifiedFolds } from '../model/crossValidation.ts';
import { fitHead, type HeadChoice, type HeadContext, labeledClasses } from '../model/head.ts';
import { mostProbable } from '../model/mostProbable.ts';
import type { Estimate, Predictions } from '../model/predictions.ts';
import type { Pool } from '../selectors/selector.ts';
import { type AdviceContext, predictLabels, sampleLabels } from './labelSample.ts';

/**
 * The labels there were before each of the last `count` batches, the oldest first. `rounds`: rows that were labeled when each
 * batch was chosen, the oldest first; labels taken away since are left out. A batch of which less than half of `budget` was
 * labeled counts with the one after it; one before which fewer than two classes had a label does not count.
 */
export function labeledBefore(
  pool: Pool,
  rounds: readonly Int32Array[],
  { budget, count }: { readonly budget: number; readonly count: number },
): readonly Int32Array[] {
  const before: Int32Array[] = [];
  let known = pool.labeled.length;
  for (const rows of rounds.toReversed()) {
    if (before.length === count) break;
    const then = new Set(rows);
    const labeled = pool.labeled.filter((row) => then.has(row));
    if (labeledClasses({ ...pool, labeled }) < 2) break;
    if (known - labeled.length < budget / 2) continue;
    before.unshift(labeled);
    known = labeled.length;
  }
  return before;
}

/**
 * How accurate logistic regression was with the labels before each batch, and is with all: each measured on the same
 * labels, those of now, every one held out in turn. Cross-validation on the labels of then would not compare: what a good
 * strategy asks for later is harder. Empty where too few labels can be held out.
 */
export async function accuracyCurve(
  pool: Pool,
  before: readonly Int32Array[],
  ctx: AdviceContext,
): Promise<readonly Estimate[]> {
  const sample = await sampleLabels(pool, ctx);
  const { targets, classes, poolRows } = sample;
  const folds = stratifiedFolds(targets, classes.length, ctx.rng.fork('folds'));
  if (folds === undefined) return [];
  const labels = Int32Array.from(targets.keys());
  const curve: Estimate[] = [];
  for (const known of [...before, pool.labeled]) {
    const isKnown = new Set(known);
    const hits: number[] = [];
    for (let fold = 0; fold < folds.count; fold++) {
      const told = labels.filter((i) => folds.of[i] !== fold && isKnown.has(poolRows[i]));
      const asked = labels.filter((i) => folds.of[i] === fold);
      const said = mostProbable(await predictLabels(sample, told, asked, ctx)).classes;
      hits.push(...Array.from(asked, (i, at) => (said[at] === targets[i] ? 1 : 0)));
    }
    curve.push(estimate(hits));
  }
  return curve;
}

/**
 * Share of the images without a label whose predicted class is another than that of a head fitted to the rows labeled
 * `before`. It is fitted as `predictor` fits the one of now with the same rng, so that nothing but the labels differs.
 * Undefined where it cannot be, or no image is left.
 */
export async function changedShare(
  pool: Pool,
  before: Int32Array,
  { head, predictions }: { readonly head: HeadChoice; readonly predictions: Predictions },
  ctx: HeadContext,
): Promise<number | undefined> {
  const then = withLabels(pool, before);
  if (pool.candidates.length === 0 || labeledClasses(then) < 2) return undefined;
  const earlier = await fitHead(then, { choice: head }, { ...ctx, rng: ctx.rng.fork('head') });
  const was = mostProbable(earlier.probabilities).classes;
  const is = mostProbable(predictions.probabilities).classes;
  return pool.candidates.filter((row) => was[row] !== is[row]).length / pool.candidates.length;
}

/** The pool as it is where only some of its labels are known. */
function withLabels(pool: Pool, labeled: Int32Array): Pool {
  const labels = new Int32Array(pool.size).fill(-1);
  for (const row of labeled) labels[row] = pool.labels[row];
  const open = pool.labeled.filter((row) => labels[row] < 0);
  return { ...pool, labels, labeled, candidates: Int32Array.from([...open, ...pool.candidates]).sort() };
}
