import type { ClusterFacts } from './clusterFacts.ts';
import type { Clustering } from './clusterStore.ts';
import type { MapLabel } from './scatter.ts';

/**
 * A name for each cluster in the middle of its points, the largest first: the class most of its labels have, else the
 * picture of its medoid.
 */
export function clusterLabels(
  points: Float32Array,
  { assignments, clusters }: Clustering,
  facts: readonly ClusterFacts[],
  pictureOf: (row: number) => string | undefined,
): readonly MapLabel[] {
  const sums = new Float64Array(3 * clusters.length);
  for (const [row, cluster] of assignments.entries()) {
    const x = points[2 * row];
    if (cluster < 0 || Number.isNaN(x)) continue;
    sums[3 * cluster] += x;
    sums[3 * cluster + 1] += points[2 * row + 1];
    sums[3 * cluster + 2]++;
  }
  return clusters.flatMap(({ medoid }, cluster): MapLabel[] => {
    const count = sums[3 * cluster + 2];
    if (count === 0) return [];
    const [x, y] = [sums[3 * cluster] / count, sums[3 * cluster + 1] / count];
    const text = facts[cluster]?.majority ?? '';
    const picture = text === '' && medoid >= 0 ? pictureOf(medoid) : undefined;
    return text === '' && picture === undefined
      ? []
      : [{ x, y, text, ...(picture !== undefined && { picture }) }];
  });
}
