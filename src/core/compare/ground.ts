import { kmeans } from '../cluster/kmeans.ts';
import type { Points } from '../kernels.ts';
import { lowerDistances } from '../math/lowerDistances.ts';
import type { Predictions } from '../model/predictions.ts';
import { createRng } from '../rng.ts';
import { checkShapes, withoutNonFinite } from '../round.ts';
import { type ActiveRows, activeRows } from '../selectors/activeRows.ts';
import type { Pool, SelectorContext } from '../selectors/selector.ts';
import type { ReportProgress } from '../types.ts';
import { classMix } from './classMix.ts';
import type { BatchMeasures, Coverage, GroundMeasures } from './measures.ts';
import { nearnessOf } from './nearness.ts';

/** What measuring needs: numbers, a way to stop, and what says of each image which class it may be. */
export interface MeasureContext extends Pick<SelectorContext, 'kernels' | 'signal' | 'pause'> {
  readonly progress?: ReportProgress;
  /** Absent: there is no model. */
  readonly predict?: (() => Promise<Predictions>) | undefined;
}

/** The pool that batches are measured in: looked at once, then any number of batches. */
export interface Ground {
  readonly measures: GroundMeasures;
  measure(picks: ArrayLike<number>): Promise<BatchMeasures>;
}

/** Iterations of k-means after which a cluster hardly changes. */
const iterations = 10;
/** More clusters than this take longer than choosing does. */
const mostClusters = 1000;

/**
 * Measures a pool for the comparison of batches of `budget`. Rows with NaN or infinities take no part. Clusters are the
 * person's own, else 2 x budget of k-means on rows of length 1 (1000 at most): twice as many as a batch could touch, so that
 * batches differ.
 * Deterministic for equal pool, budget and seed.
 */
export async function createGround(
  pool: Pool,
  { budget, seed }: { readonly budget: number; readonly seed: number | string },
  ctx: MeasureContext,
): Promise<Ground> {
  checkShapes(pool);
  const { pool: usable } = await withoutNonFinite(pool, ctx.pause);
  const active = await activeRows(usable, true, ctx);
  const { points, rows, labeled, candidates } = active;
  const own = pool.clusters && Int32Array.from(rows, (row) => pool.clusters?.[row] ?? -1);
  const clusters = own ?? (await clustersOf(points, Math.min(2 * budget, mostClusters), seed, ctx));
  const reached = new Float32Array(rows.length).fill(Number.POSITIVE_INFINITY);
  await lowerDistances(reached, points, labeled, ctx);
  const positions = new Map(Array.from(rows, (row, position) => [row, position]));
  const labeledClusters = clustersWith(clusters, labeled);
  const count = clustersWith(clusters, Int32Array.from(rows.keys())).size;

  return {
    measures: {
      labeled: labeled.length,
      candidates: candidates.length,
      ...(labeled.length > 0 && { coverage: coverageOf(reached, candidates) }),
      clusters: { by: own === undefined ? 'k-means' : 'own', count, labeled: labeledClusters.size },
    },
    async measure(picks) {
      // A strategy that looks at no embeddings may pick an image that has none.
      const picked = Array.from(picks).flatMap((row) => positions.get(row) ?? []);
      const after = reached.slice();
      await lowerDistances(after, points, picked, ctx);
      const isPicked = new Set(picked);
      const rest = candidates.filter((position) => !isPicked.has(position));
      const touched = clustersWith(clusters, picked);
      const fresh = [...touched].filter((cluster) => !labeledClusters.has(cluster)).length;
      const nearness = await nearnessOf(points, picked, ctx);
      const predictions = await ctx.predict?.();
      return {
        coverage: coverageOf(after, rest),
        clusters: { touched: touched.size, fresh },
        ...(nearness && { nearness }),
        ...(predictions ? classMix(predictions, Array.from(picks)) : { mix: [] }),
      };
    },
  };
}

async function clustersOf(
  points: Points,
  k: number,
  seed: number | string,
  { kernels, signal, pause, progress }: MeasureContext,
): Promise<Int32Array> {
  if (points.rows === 0) return new Int32Array(0);
  const { assignments } = await kmeans(points, {
    k: Math.min(k, points.rows),
    maxIterations: iterations,
    kernels,
    rng: createRng(seed).fork('compare'),
    signal,
    pause,
    progress: (share) => progress?.({ phase: 'cluster', done: Math.round(100 * share), total: 100 }),
  });
  return assignments;
}

function coverageOf(squared: Float32Array, rest: ActiveRows['candidates']): Coverage {
  let radius = 0;
  let sum = 0;
  for (const position of rest) {
    const distance = Math.sqrt(squared[position]);
    radius = Math.max(radius, distance);
    sum += distance;
  }
  return { radius, mean: rest.length === 0 ? 0 : sum / rest.length };
}

function clustersWith(clusters: Int32Array, rows: ArrayLike<number>): ReadonlySet<number> {
  const found = new Set(Array.from(rows, (row) => clusters[row]));
  // What a person's clusters say nothing of.
  found.delete(-1);
  return found;
}
