import type { Points } from '../kernels.ts';
import { overRows, squaredDistance } from '../math/matrix.ts';
import { type Clustering, type KMeansOptions, kmeans } from './kmeans.ts';

/** A row that stands for its cluster. */
export interface Representative {
  readonly row: number;
  /** Members of the cluster, the row among them. */
  readonly size: number;
}

/** k-means, and of each cluster the row nearest to the center. Fewer than k where X has fewer distinct rows. */
export async function representatives(X: Points, options: KMeansOptions): Promise<readonly Representative[]> {
  const clustering = await kmeans(X, options);
  const rows = await nearestToCenters(X, clustering, options.pause);
  return Array.from(rows, (row, cluster) => ({ row, size: clustering.sizes[cluster] }));
}

/** Of each cluster the member nearest to its center, ties to the lowest row. */
export async function nearestToCenters(
  X: Points,
  { assignments, centers }: Clustering,
  pause: () => Promise<void>,
): Promise<Int32Array> {
  const nearest = new Int32Array(centers.rows).fill(-1);
  const least = new Float64Array(centers.rows).fill(Number.POSITIVE_INFINITY);
  await overRows(X, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      const cluster = assignments[i];
      if (cluster < 0) continue;
      const distance = squaredDistance(X, i, centers, cluster);
      if (distance >= least[cluster]) continue;
      least[cluster] = distance;
      nearest[cluster] = i;
    }
  });
  return nearest;
}
