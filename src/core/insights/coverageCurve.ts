import { kmeans } from '../cluster/kmeans.ts';
import { lowerDistances } from '../math/lowerDistances.ts';
import { activeRows } from '../selectors/activeRows.ts';
import { kernelWidth } from '../selectors/kernelWidth.ts';
import type { Pool, SelectorContext } from '../selectors/selector.ts';

/** How well some labels stand for the images of a pool. Distances are between rows scaled to length 1, so 0 to 2. */
export interface CoveragePoint {
  readonly labels: number;
  /** Distance of the image that is farthest from any label. */
  readonly radius: number;
  /** Mean distance of an image to the nearest label. */
  readonly mean: number;
  /** Share of the groups that have a label, 0 to 1. */
  readonly groups: number;
  /** Share of the images that lie in such a group, 0 to 1. */
  readonly covered: number;
  /** Share of the images with a label nearer than `reach`, 0 to 1. */
  readonly near: number;
}

export interface CoverageCurve {
  readonly points: readonly CoveragePoint[];
  readonly images: number;
  /** sqrt(images) groups by k-means. */
  readonly groups: number;
  /** Half the median distance between two images. */
  readonly reach: number;
}

/** Iterations of k-means after which a group hardly changes. */
const iterations = 10;

/**
 * How far the labels at each point are from the images of the pool (labeled ones and candidates). The distance of each image
 * to its nearest label is kept from point to point, so that a label costs one look at every image. `points`: rows of the
 * pool, each point a part of the next, the first with a label.
 */
export async function coverageCurve(
  pool: Pool,
  points: readonly Int32Array[],
  ctx: Pick<SelectorContext, 'kernels' | 'rng' | 'signal' | 'pause' | 'progress'>,
): Promise<CoverageCurve> {
  const active = await activeRows(pool, true, ctx);
  const { kernels, rng, signal, pause, progress } = ctx;
  const { assignments, sizes } = await kmeans(active.points, {
    k: Math.max(1, Math.round(Math.sqrt(active.points.rows))),
    maxIterations: iterations,
    kernels,
    rng: rng.fork('coverage'),
    signal,
    pause,
    progress: (share) => progress({ phase: 'cluster', done: Math.round(100 * share), total: 100 }),
  });
  const reach = kernelWidth('half-median', active);
  const positionOf = new Map(Array.from(active.rows, (row, position) => [row, position]));
  const distances = new Float32Array(active.points.rows).fill(Number.POSITIVE_INFINITY);
  const isLabeled = new Set<number>();
  const groups = new Set<number>();
  const curve: CoveragePoint[] = [];
  for (const point of points) {
    const fresh = Array.from(point, (row) => positionOf.get(row) ?? -1).filter(
      (position) => position >= 0 && !isLabeled.has(position),
    );
    for (const position of fresh) {
      isLabeled.add(position);
      groups.add(assignments[position]);
    }
    await lowerDistances(distances, active.points, fresh, { kernels, signal });
    await pause();
    const covered = [...groups].reduce((sum, group) => sum + sizes[group], 0) / active.points.rows;
    curve.push({
      labels: point.length,
      groups: groups.size / sizes.length,
      covered,
      ...summed(distances, reach),
    });
  }
  return { points: curve, images: active.points.rows, groups: sizes.length, reach };
}

/** `squared`: distances to the nearest label. */
function summed(squared: Float32Array, reach: number): Pick<CoveragePoint, 'radius' | 'mean' | 'near'> {
  let radius = 0;
  let sum = 0;
  let near = 0;
  for (const value of squared) {
    const distance = Math.sqrt(value);
    radius = Math.max(radius, distance);
    sum += distance;
    if (distance < reach) near++;
  }
  return { radius, mean: sum / squared.length, near: near / squared.length };
}
