import type { Points } from '../kernels.ts';
import { overRows, squaredDistance } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';
import { type KMeansOptions, kmeans } from './kmeans.ts';

export interface Difficulty {
  /** One per row; small is near a border between clusters. */
  readonly values: Float64Array;
  /** Clusters made: fewer than asked for where there are fewer different rows. */
  readonly clusters: number;
}

/**
 * Cluster distance difference (arXiv 2312.15944, equation 2): of each row the distance to the second nearest k-means center
 * less that to the nearest, Euclidean, in float64. `nearest`: the distance to the nearest center, the paper's baseline, which
 * is also all that one center allows. Where there are fewer different rows than centers, centers coincide: all are 0.
 */
export async function clusterDifficulty(
  X: Points,
  indicator: 'cdd' | 'nearest',
  options: KMeansOptions,
): Promise<Difficulty> {
  const { centers } = await kmeans(X, options);
  const values = new Float64Array(X.rows);
  const { kernels, pause, signal } = options;
  if (centers.rows < options.k && indicator === 'cdd') return { values, clusters: centers.rows };
  const two = await kernels.nearest(X, centers, Math.min(2, centers.rows), signal && { signal });
  await overRows(X, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      const [first, second] = distances(X, i, centers, two.indices.subarray(i * two.k, (i + 1) * two.k));
      values[i] = indicator === 'nearest' || second === undefined ? first : second - first;
    }
  });
  return { values, clusters: centers.rows };
}

/** Distances of row i to these centers, ascending. */
function distances(X: Points, i: number, centers: Matrix, nearest: Int32Array): readonly number[] {
  const all = Array.from(nearest, (center) => Math.sqrt(squaredDistance(X, i, centers, center)));
  return all.sort((a, b) => a - b);
}
