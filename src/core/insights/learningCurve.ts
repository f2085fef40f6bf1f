import { estimate } from '../math/estimate.ts';
import { type Folds, labelsToTell, stratifiedFolds } from '../model/crossValidation.ts';
import type { HeadContext } from '../model/head.ts';
import type { Estimate } from '../model/predictions.ts';
import { accuracyOf, type LabelSet, rightOf } from './labelSet.ts';

/** Accuracies of random selections of the same size. With six of them, a further one lies within two deviations of the mean 9 times of 10. */
export interface RandomRange {
  readonly mean: number;
  /** Standard deviation of one selection. */
  readonly deviation: number;
  readonly selections: number;
}

export interface LearningPoint {
  /** Labels there were. */
  readonly labels: number;
  readonly accuracy: Estimate;
  /** Absent until two selections are measured. */
  readonly random?: RandomRange;
}

export interface LearningCurve {
  /** By labels, ascending; the last one is today. */
  readonly points: readonly LearningPoint[];
  /** Labels that all points are measured on, and those that take part at all. */
  readonly heldOut: number;
  readonly labels: number;
  /** How often the labels were dealt into folds. */
  readonly repeats: number;
}

/** Times the labels are dealt into folds, and random selections, where there is time for all. */
const most = { repeats: 3, selections: 6 } as const;
/** As few as say anything of a spread. */
const least = { repeats: 1, selections: 4 } as const;
/** Multiply-adds of an iteration of one fit, summed over all fits: about half a minute on two cores. */
const work = 1e10;

/**
 * How accurate a head was with the labels before each batch, and is now: logistic regression on the embeddings, measured on
 * today's labels alone, the same for all points, so that points compare.
 *
 * The protocol. All labels of today are dealt into five folds, class by class, three times over (fewer times where there are
 * thousands). For a point, each fold is predicted by a head fitted to the labels of that point that lie outside the fold.
 * Labels of classes that have no second label are never asked for. The accuracy is the mean over the labels asked for; its
 * error is the standard error of that mean, the dealings of a label averaged first.
 *
 * Beside it, random selection replayed: today's labels in random orders; the first n of an order, with the same folds, for
 * each n of the curve. What that shows: whether the labels came in a better order than chance. What it does not show: what
 * random images of the whole folder would have brought, for today's labels were all chosen by the strategies, so that this
 * chance is a better one than that; the last point is the same for both by definition; and accuracy on images that
 * strategies ask for is not accuracy on all images, which are mostly easier.
 *
 * `points`: rows of the pool, ascending, each point a part of the next, the last one all labels. Tells of each pass that is
 * done. Undefined where fewer than ten labels can be asked for. Deterministic for equal labels, points and rng.
 */
export async function learningCurve(
  labels: LabelSet,
  points: readonly Int32Array[],
  ctx: HeadContext,
  onPart: (curve: LearningCurve) => void = () => {},
): Promise<LearningCurve | undefined> {
  const { targets, classCount, rows } = labels;
  const plan = planFor(labels, points);
  const dealings = Array.from({ length: plan.repeats }, (_, i) =>
    stratifiedFolds(targets, classCount, ctx.rng.fork(`folds ${i}`)),
  ).filter((folds) => folds !== undefined);
  const asked = Int32Array.from(rows.keys()).filter((i) => (dealings[0]?.of[i] ?? -1) >= 0);
  if (asked.length < labelsToTell) return undefined;

  const known = points.map((point) => positionsIn(rows, point));
  const sums = points.map(() => new Float64Array(rows.length));
  const chance: number[][] = points.map(() => []);
  const passes = plan.repeats + plan.selections;
  let repeats = 0;
  const tell = (): LearningCurve => ({
    points: points.map((point, p) => ({
      labels: point.length,
      accuracy: accuracyOf(Array.from(asked, (i) => sums[p][i] / repeats)),
      ...(chance[p].length > 1 && { random: rangeOf(chance[p]) }),
    })),
    heldOut: asked.length,
    labels: rows.length,
    repeats,
  });
  const pass = async (
    done: number,
    told: readonly Int32Array[],
    folds: Folds,
  ): Promise<readonly Uint8Array[]> => {
    const right: Uint8Array[] = [];
    for (const [p, some] of told.entries()) {
      right.push(await crossValidated(labels, some, folds, ctx));
      ctx.progress({ phase: 'train', done: done * points.length + p + 1, total: passes * points.length });
    }
    return right;
  };
  let done = 0;
  const deal = async (folds: Folds): Promise<void> => {
    for (const [p, right] of (await pass(done++, known, folds)).entries())
      for (const label of asked) sums[p][label] += right[label];
    repeats++;
    onPart(tell());
  };
  const [firstDealing, ...others] = dealings;
  await deal(firstDealing);
  // Before the other dealings: a range that is rough says more than an error that is less.
  for (let s = 0; s < plan.selections; s++) {
    const order = ctx.rng.fork(`selection ${s}`).permutation(rows.length);
    const told = known.map(({ length }) => order.slice(0, length).sort());
    for (const [p, right] of (await pass(done++, told, dealings[s % dealings.length])).entries())
      chance[p].push(asked.reduce((sum, label) => sum + right[label], 0) / asked.length);
    onPart(tell());
  }
  for (const folds of others) await deal(folds);
  return tell();
}

/** 1 for each label that is said rightly by a head fitted to those `told` outside its fold; 0 for those in no fold. */
async function crossValidated(
  labels: LabelSet,
  told: Int32Array,
  folds: Folds,
  ctx: HeadContext,
): Promise<Uint8Array> {
  const right = new Uint8Array(labels.rows.length);
  for (let fold = 0; fold < folds.count; fold++) {
    const asked = Int32Array.from(labels.rows.keys()).filter((i) => folds.of[i] === fold);
    const outside = told.filter((i) => folds.of[i] !== fold);
    const said = await rightOf(labels, outside, asked, { ...ctx, progress: () => {} });
    for (const [at, i] of asked.entries()) right[i] = said[at];
    await ctx.pause();
  }
  return right;
}

/** How often to measure, by what it costs. */
function planFor(
  { embeddings, classCount, rows }: LabelSet,
  points: readonly Int32Array[],
): { readonly repeats: number; readonly selections: number } {
  const share = rows.length / Math.max(1, points.at(-1)?.length ?? 0);
  const fits = points.reduce((sum, { length }) => sum + share * length, 0);
  const passes = Math.floor(work / Math.max(1, 5 * fits * classCount * embeddings.cols));
  const within = (count: number, from: number, to: number): number => Math.max(from, Math.min(to, count));
  return {
    repeats: within(Math.floor(passes / 3), least.repeats, most.repeats),
    selections: within(Math.floor((2 * passes) / 3), least.selections, most.selections),
  };
}

/** Positions in the ascending `rows` of those of `some` that are among them. */
function positionsIn(rows: Int32Array, some: Int32Array): Int32Array {
  const wanted = new Set(some);
  return Int32Array.from(rows.keys()).filter((i) => wanted.has(rows[i]));
}

function rangeOf(accuracies: readonly number[]): RandomRange {
  const { mean, standardError } = estimate(accuracies);
  const selections = accuracies.length;
  return { mean, deviation: standardError * Math.sqrt(selections), selections };
}
