import { kmeans } from '../cluster/kmeans.ts';
import { type CenteredRows, centeredCopy, distancesTo } from '../math/centered.ts';
import { type ActiveRows, activeRows } from './activeRows.ts';
import { type Choice, copiesFill, filledBatch } from './filledBatch.ts';
import { mostCompared, onSample } from './onSample.ts';
import type { ParameterValues, Selector, SelectorContext } from './selector.ts';

/** USL: a dense image of each cluster, kept apart from the picks of the other clusters. */
export const usl: Selector = {
  id: 'usl',
  title: 'USL',
  summary: 'Makes one group for each pick and takes a typical image of each, away from the other picks.',
  when: 'Use it like TypiClust, for the first batches; it weighs being typical against being near another pick.',
  cost: 'N² D for the neighbors of every image, then N b D for each round.',
  source: 'Wang, Lian and Yu 2022 (2110.03006), unsupervised selective labeling without training',
  needs: ['embeddings'],
  parameters: {
    normalize: { kind: 'boolean', default: true, title: 'Scale embeddings to length 1 first' },
    neighbors: {
      kind: 'integer',
      default: 20,
      min: 1,
      title: 'Neighbors that density is measured by, the image itself among them',
    },
    weight: {
      kind: 'number',
      default: 0.5,
      min: 0,
      title: 'How much nearness to other picks counts against density',
    },
    momentum: {
      kind: 'number',
      default: 0.9,
      min: 0,
      max: 1,
      title: 'Share of that nearness that stays from round to round',
    },
    alpha: {
      kind: 'number',
      default: 0.5,
      min: 0,
      title: 'Power of the squared distance by which nearness falls',
    },
    rounds: { kind: 'integer', default: 10, min: 1, max: 1000, title: 'Rounds of choosing anew' },
  },
  select: onSample(mostCompared, async (pool, budget, parameters, ctx) => {
    const active = await activeRows(pool, parameters.normalize === true, ctx);
    const count = Math.min(budget, active.candidates.length);
    const clusters = await clustersOf(active, count, ctx);
    const densities = await density(active, Number(parameters.neighbors), ctx);
    const chosen = await settle(active, clusters, densities, parameters, ctx);
    const sizes = new Map<number, number>();
    for (const cluster of clusters) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
    const choices = chosen.map(
      ({ position, score }): Choice => ({
        position,
        score,
        reason: { text: sentence(sizes.get(clusters[position]) ?? 1) },
      }),
    );
    return filledBatch(active, budget, choices, copiesFill, ctx);
  }),
};

/** Squared distances below this count as this, so that copies have a finite density. */
const floor = 1e-6;
/** Picks at this squared distance or farther do not count against an image: the published code's value. */
const horizon = 4;
/** Rows of labeled images and picks measured at a time against all. */
const rowsPerPass = 16;

/** k-means with a cluster for each pick; what is nearer to a labeled image belongs to none (-1). */
async function clustersOf(
  { points, labeled }: ActiveRows,
  count: number,
  { kernels, rng, signal, pause, progress }: SelectorContext,
): Promise<Int32Array> {
  const { assignments } = await kmeans(points, {
    k: count,
    anchors: labeled,
    maxIterations: 200,
    kernels,
    rng: rng.fork('k-means'),
    signal,
    pause,
    progress: (share) => progress({ phase: 'cluster', done: Math.round(share * 100), total: 100 }),
  });
  return assignments;
}

/** 1 / mean squared distance to the nearest rows, each row among its own. */
async function density(
  { points }: ActiveRows,
  neighbors: number,
  { kernels, signal, progress }: SelectorContext,
): Promise<Float64Array> {
  const k = Math.min(neighbors, points.rows);
  const { distances } = await kernels.nearest(points, points, k, {
    signal,
    progress: (share) => progress({ phase: 'select', done: Math.round(share * 100), total: 100 }),
  });
  return Float64Array.from({ length: points.rows }, (_, i) => {
    let sum = 0;
    for (let slot = i * k; slot < (i + 1) * k; slot++) sum += distances[slot];
    return 1 / Math.max(floor, sum / k);
  });
}

/** The row of each cluster with the highest utility, chosen anew in each round; highest utility first. */
async function settle(
  active: ActiveRows,
  clusters: Int32Array,
  densities: Float64Array,
  { weight, momentum, alpha, rounds }: ParameterValues,
  ctx: SelectorContext,
): Promise<readonly { readonly position: number; readonly score: number }[]> {
  const rows = centeredCopy(active.points);
  const toLabeled = await nearnessTo(rows, active.labeled, clusters, Number(alpha), ctx);
  const nearness = new Float64Array(clusters.length);
  const utility = (position: number): number => densities[position] - Number(weight) * nearness[position];
  let chosen = bestOfEach(clusters, utility);
  for (let round = 1; round < Number(rounds); round++) {
    const toPicks = await nearnessTo(rows, [...chosen.values()], clusters, Number(alpha), ctx);
    for (const [position, sum] of toPicks.entries())
      nearness[position] =
        Number(momentum) * nearness[position] + (1 - Number(momentum)) * (sum + toLabeled[position]);
    chosen = bestOfEach(clusters, utility);
    ctx.progress({ phase: 'select', done: round, total: Number(rounds) });
    await ctx.pause();
  }
  const picks = [...chosen.values()].map((position) => ({ position, score: utility(position) }));
  return picks.sort((a, b) => b.score - a.score || a.position - b.position);
}

function bestOfEach(clusters: Int32Array, utility: (position: number) => number): Map<number, number> {
  const best = new Map<number, number>();
  for (const [position, cluster] of clusters.entries()) {
    const rival = best.get(cluster);
    if (cluster >= 0 && (rival === undefined || utility(position) > utility(rival)))
      best.set(cluster, position);
  }
  return best;
}

/** For each row sum_j 1 / |x - x_j|^(2 alpha) over those of `others` that are of no or another cluster, within the horizon. */
async function nearnessTo(
  rows: CenteredRows,
  others: ArrayLike<number>,
  clusters: Int32Array,
  alpha: number,
  { kernels, signal, pause }: SelectorContext,
): Promise<Float64Array> {
  const sums = new Float64Array(rows.rows);
  for (let from = 0; from < others.length; from += rowsPerPass) {
    const some: number[] = Array.prototype.slice.call(others, from, from + rowsPerPass);
    const squared = await distancesTo(rows, some, kernels, signal);
    for (let i = 0, at = 0; i < sums.length; i++)
      for (let j = 0; j < some.length; j++, at++) {
        const isOwn = clusters[i] >= 0 && clusters[i] === clusters[some[j]];
        if (!isOwn && squared[at] < horizon) sums[i] += falloff(Math.max(floor, squared[at]), alpha);
      }
    await pause();
  }
  return sums;
}

/** 1 / squared^alpha; a power takes ten times as long as a root. */
function falloff(squared: number, alpha: number): number {
  return alpha === 0.5 ? 1 / Math.sqrt(squared) : squared ** -alpha;
}

function sentence(size: number): string {
  if (size === 1) return 'Alone in its group: no other image is near it, and none with a label.';
  return `Typical of a group of ${size} images that no labeled image stands for, and apart from the other picks.`;
}
