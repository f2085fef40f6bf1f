import { gather, row, squaredNorm } from '../math/matrix.ts';
import { type Folds, stratifiedFolds } from '../model/crossValidation.ts';
import { fitHead, labeledClasses } from '../model/head.ts';
import { mostProbable } from '../model/mostProbable.ts';
import { createPool } from '../pool.ts';
import type { Matrix } from '../types.ts';
import type { Plan } from './cycles.ts';
import type { Pool, SelectorContext } from './selector.ts';
import { leastBeta, membersOf, subPool } from './subPools.ts';

/** Balance factors that are tried, nearest to 1 first: of equals the first is taken. */
const tried = [1, 1.2, 0.5, 1.5, 2, 2.5];

/** A balance factor, and the sentence that says where it comes from. */
export interface Balance {
  readonly beta: number;
  readonly why: string;
}

/** The balance factor by the share of the images that will be labeled in the end: few labels narrow, many wide sub-pools. */
export function tableBalance(share: number): Balance {
  const beta = share <= 0.1 ? 1 : share <= 0.4 ? 1.2 : 2;
  return { beta, why: `The balance factor is ${beta}, as usual for the labels planned.` };
}

/** How the least confident are told from a model's probabilities; larger is less sure. */
export type Doubt = (P: Matrix, rows: Int32Array) => Promise<Float64Array>;

/**
 * The balance factor whose first adaptive cycle teaches the most (arXiv 2312.15944, equation 9), found without new labels:
 * the labeled images are taken for the whole world, with the same share to be labeled. In each fold the first two cycles are
 * replayed with each factor on the others, a head is fitted to what they picked, and its accuracy on the fold counts.
 * `ranked`: labeled rows of the pool, by difficulty. Undefined where there are too few labels for two cycles of one label per
 * class each, or the first cycle never meets two classes.
 */
export async function replayBalance(
  pool: Pool,
  ranked: Int32Array,
  plan: Plan & { readonly share: number },
  doubt: Doubt,
  ctx: SelectorContext,
): Promise<Balance | undefined> {
  const { embeddings, classCount } = pool;
  if (embeddings === undefined) return undefined;
  // A model learns nothing from a row of zeros.
  const rows = ranked.filter((index) => squaredNorm(row(embeddings, index)) > 0);
  const labels = Int32Array.from(rows, (index) => pool.labels[index]);
  const folds = stratifiedFolds(labels, classCount, ctx.rng.fork('folds'));
  if (folds === undefined) return undefined;
  const size = rows.length - Math.ceil(rows.length / folds.count);
  const cycles = Math.min(plan.cycles, Math.floor((plan.share * size) / labeledClasses(pool)));
  if (cycles < 2) return undefined;
  const world: World = {
    embeddings: gather(embeddings, rows),
    labels,
    classCount,
    folds,
    cycles,
    budget: Math.floor((plan.share * size) / cycles),
  };
  const hits = new Map(tried.map((beta) => [beta, 0]));
  let measured = 0;
  for (let fold = 0; fold < folds.count; fold++) {
    const correct = await replayFold(world, fold, doubt, ctx);
    if (correct === undefined) continue;
    for (const [beta, count] of correct) hits.set(beta, (hits.get(beta) ?? 0) + count);
    measured += folds.of.filter((f) => f === fold).length;
    ctx.progress({ phase: 'simulate', done: fold + 1, total: folds.count });
    await ctx.pause();
  }
  if (measured === 0) return undefined;
  const beta = tried.reduce((best, one) => ((hits.get(one) ?? 0) > (hits.get(best) ?? 0) ? one : best));
  const accuracy = Math.round((100 * (hits.get(beta) ?? 0)) / measured);
  return {
    beta,
    why: `The balance factor is ${beta}, the best of ${tried.length} in a replay on the ${rows.length} labels (accuracy ${accuracy} %).`,
  };
}

/** The labeled images as a world of their own; its rows are in order of difficulty. */
interface World {
  readonly embeddings: Matrix;
  readonly labels: Int32Array;
  readonly classCount: number;
  readonly folds: Folds;
  readonly cycles: number;
  readonly budget: number;
}

/** Correct guesses on the rows of one fold after two cycles on the others, for each factor. */
async function replayFold(
  world: World,
  fold: number,
  doubt: Doubt,
  ctx: SelectorContext,
): Promise<ReadonlyMap<number, number> | undefined> {
  const { of } = world.folds;
  const rows = Int32Array.from(of.keys());
  const order = rows.filter((i) => of[i] !== fold);
  const heldOut = rows.filter((i) => of[i] === fold);
  const first = order.slice(0, world.budget);
  const afterFirst = await probabilitiesAfter(world, first, ctx);
  if (afterFirst === undefined) return undefined;
  const doubts = await doubt(afterFirst, rows);
  const isFirst = new Set(first);
  const known = new Map<string, number>();
  const correct = new Map<number, number>();
  for (const beta of tried) {
    const wide = Math.max(beta, leastBeta(order.length, world.budget, world));
    const range = subPool(order.length, { cycle: 2, cycles: world.cycles }, wide);
    const members = membersOf(range, order, (i) => !isFirst.has(i), world.budget);
    const doubtful = members.inside.toSorted((a, b) => doubts[b] - doubts[a] || a - b);
    const second = [...doubtful, ...members.beyond].slice(0, world.budget);
    const key = second.toSorted((a, b) => a - b).join();
    const count = known.get(key) ?? (await hitsAfter(world, [...first, ...second], heldOut, ctx));
    known.set(key, count);
    correct.set(beta, count);
  }
  return correct;
}

async function hitsAfter(
  world: World,
  picked: readonly number[],
  heldOut: Int32Array,
  ctx: SelectorContext,
): Promise<number> {
  const P = await probabilitiesAfter(world, Int32Array.from(picked), ctx);
  if (P === undefined) return 0;
  const { classes } = mostProbable(gather(P, heldOut));
  return heldOut.filter((held, i) => classes[i] === world.labels[held]).length;
}

/** What a head says that saw only these labels; undefined where they are of one class. */
async function probabilitiesAfter(
  { embeddings, labels, classCount }: World,
  picked: Int32Array,
  ctx: SelectorContext,
): Promise<Matrix | undefined> {
  const seen = new Int32Array(labels.length).fill(-1);
  for (const i of picked) seen[i] = labels[i];
  const pool = createPool({ labels: seen, classCount, embeddings });
  if (labeledClasses(pool) < 2) return undefined;
  const quiet = { ...ctx, progress: () => {} };
  return (await fitHead(pool, { choice: 'softmax', calibrate: false }, quiet)).probabilities;
}
