import { estimate } from '../math/estimate.ts';
import { gather } from '../math/matrix.ts';
import { mostProbable } from '../model/mostProbable.ts';
import { createPool } from '../pool.ts';
import { maxHerding } from '../selectors/maxHerding.ts';
import { defaultParameters } from '../selectors/parameters.ts';
import type { Pool } from '../selectors/selector.ts';
import { uncertainties } from '../selectors/uncertainty.ts';
import { stratifiedSplit } from '../simulate/split.ts';
import type { AdviceFacts, Removal } from './advice.ts';
import { type AdviceContext, type LabelSample, predictLabels, sampleLabels } from './labelSample.ts';

/** Random splits of the labels, and of each the part that measures. */
const repeats = 10;
const heldOut = 0.25;
/** Share of the labels to learn from that is taken away. */
const removedShare = 0.2;
/** Standard errors of a difference from which it counts. */
const significant = 2;

type Removed = 'max-herding' | 'margin' | 'random';

export interface RemovalTest {
  /** Accuracies without the labels that each strategy would have asked for first; `none` keeps them all. */
  readonly removals: readonly Removal[];
  /** The one whose labels are missed significantly more than those of the other; undefined: neither. */
  readonly favors: 'max-herding' | 'margin' | undefined;
}

/** Whether there are labels enough to take some away: three per class, and 20. */
export function isTestable({ labeled, classes }: AdviceFacts): boolean {
  return classes >= 2 && labeled >= Math.max(3 * classes, 20);
}

/**
 * The removal test (Hacohen and Weinshall 2023, arXiv 2306.03543): from a random part of the labels, takes away those that
 * a strategy would have asked for first, fits a head to the others and measures it on the rest; the strategy whose labels
 * are missed most is the one to use. MaxHerding stands for the strategies of low budgets, the margin for those of high ones.
 * Throws `needs-labels` where fewer than two classes have a label.
 */
export async function removalTest(pool: Pool, ctx: AdviceContext): Promise<RemovalTest> {
  const sample = await sampleLabels(pool, ctx);
  const accuracies: Record<Removed | 'none', number[]> = {
    none: [],
    'max-herding': [],
    margin: [],
    random: [],
  };
  for (let repeat = 0; repeat < repeats; repeat++) {
    const own = { ...ctx, rng: ctx.rng.fork(`removal ${repeat}`), progress: () => {} };
    const split = stratifiedSplit(sample.targets, { heldOut, poolSize: 0, heldOutSize: 0 }, own.rng);
    const removed = await askedFirst(sample, split.pool, own);
    for (const [name, values] of Object.entries(accuracies)) {
      const without = new Set(name === 'none' ? [] : removed[name as Removed]);
      const kept = split.pool.filter((i) => !without.has(i));
      values.push(await accuracyOn(sample, kept, split.heldOut, own));
    }
    ctx.progress({ phase: 'train', done: repeat + 1, total: repeats });
    await ctx.pause();
  }
  const removals = Object.entries(accuracies).map(([strategy, values]) => ({
    strategy,
    accuracy: estimate(values),
  }));
  return { removals, favors: favored(accuracies) };
}

/** The labels that each strategy would have asked for first. */
async function askedFirst(
  sample: LabelSample,
  labels: Int32Array,
  ctx: AdviceContext,
): Promise<Readonly<Record<Removed, Int32Array>>> {
  const count = Math.max(1, Math.round(removedShare * labels.length));
  const first = (order: Int32Array): Int32Array => order.subarray(0, count).map((i) => labels[i]);
  return {
    'max-herding': first(await byHerding(sample, labels, count, ctx)),
    margin: first(await byDoubt(sample, labels, ctx)),
    random: first(ctx.rng.fork('random').permutation(labels.length)),
  };
}

/** Positions among the labels of those that stand for most of them, best first. */
async function byHerding(
  { embeddings }: LabelSample,
  labels: Int32Array,
  count: number,
  ctx: AdviceContext,
): Promise<Int32Array> {
  const unlabeled = createPool({
    labels: new Int32Array(labels.length).fill(-1),
    classCount: 0,
    embeddings: gather(embeddings, labels),
  });
  const parameters = { ...defaultParameters(maxHerding), sigma: 'half-median' };
  const { picks } = await maxHerding.select(unlabeled, count, parameters, { ...ctx, totalBudget: 0 });
  return Int32Array.from(picks, ({ index }) => index);
}

/** Positions among the labels, those first that a head fitted to the other half of them is least sure of, by the margin. */
async function byDoubt(sample: LabelSample, labels: Int32Array, ctx: AdviceContext): Promise<Int32Array> {
  const order = ctx.rng.fork('halves').permutation(labels.length);
  const doubt = new Float64Array(labels.length);
  for (const half of [0, 1]) {
    const asked = order.filter((_, rank) => rank % 2 === half).sort();
    const told = order.filter((_, rank) => rank % 2 !== half).sort();
    const probabilities = await predictLabels(
      sample,
      told.map((i) => labels[i]),
      asked.map((i) => labels[i]),
      ctx,
    );
    const values = await uncertainties(probabilities, Int32Array.from(asked.keys()), 'margin', ctx.pause);
    for (const [position, i] of asked.entries()) doubt[i] = values[position];
  }
  return Int32Array.from(labels.keys()).sort((a, b) => doubt[b] - doubt[a] || a - b);
}

async function accuracyOn(
  sample: LabelSample,
  told: Int32Array,
  asked: Int32Array,
  ctx: AdviceContext,
): Promise<number> {
  const { classes } = mostProbable(await predictLabels(sample, told, asked, ctx));
  return asked.reduce((hits, i, at) => hits + (classes[at] === sample.targets[i] ? 1 : 0), 0) / asked.length;
}

/** The one without whose labels accuracy is significantly lower, split by split; each list has an accuracy per split. */
export function favored(accuracies: {
  readonly 'max-herding': readonly number[];
  readonly margin: readonly number[];
}): RemovalTest['favors'] {
  const herding = accuracies['max-herding'];
  const { mean, standardError } = estimate(accuracies.margin.map((value, i) => value - herding[i]));
  if (Math.abs(mean) <= significant * standardError) return undefined;
  return mean > 0 ? 'max-herding' : 'margin';
}
