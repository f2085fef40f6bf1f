import { overRows } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';

export interface ClusterDescription {
  readonly size: number;
  /** The row nearest to the mean, ties to the lowest; the lowest row where none has an embedding. */
  readonly medoid: number;
  /** Root of the mean squared distance of its rows to their mean. */
  readonly spread: number;
}

/**
 * Size, medoid and spread of each of `count` clusters, none of them empty, of rows seen at length 1. `lengths` of the rows of
 * `m`, 0 for a row that says nothing: it counts for the size alone.
 */
export async function describeClusters(
  m: Matrix,
  lengths: Float64Array,
  assignments: Int32Array,
  count: number,
  pause: () => Promise<void>,
): Promise<readonly ClusterDescription[]> {
  const { cols, data } = m;
  const means = new Float64Array(count * cols);
  const sizes = new Int32Array(count);
  const seen = new Int32Array(count);
  const medoids = new Int32Array(count).fill(-1);
  await overRows(m, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      const cluster = assignments[i];
      if (cluster < 0) continue;
      sizes[cluster]++;
      if (medoids[cluster] < 0) medoids[cluster] = i;
      if (lengths[i] === 0) continue;
      seen[cluster]++;
      for (let j = 0, at = i * cols, mean = cluster * cols; j < cols; j++)
        means[mean++] += data[at++] / lengths[i];
    }
  });
  for (let at = 0; at < means.length; at++) means[at] /= Math.max(1, seen[Math.floor(at / cols)]);

  const least = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const sums = new Float64Array(count);
  await overRows(m, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      const cluster = assignments[i];
      if (cluster < 0 || lengths[i] === 0) continue;
      let distance = 0;
      for (let j = 0, at = i * cols, mean = cluster * cols; j < cols; j++)
        distance += (data[at++] / lengths[i] - means[mean++]) ** 2;
      sums[cluster] += distance;
      if (distance >= least[cluster]) continue;
      least[cluster] = distance;
      medoids[cluster] = i;
    }
  });
  return Array.from(sizes, (size, cluster) => ({
    size,
    medoid: medoids[cluster],
    spread: Math.sqrt(sums[cluster] / Math.max(1, seen[cluster])),
  }));
}
