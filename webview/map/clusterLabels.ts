import type { ClusterFacts } from './clusterFacts.ts';
import type { Clustering } from './clusterStore.ts';
import type { MapLabel } from './scatter.ts';

/** How near to the middle of a cluster its nearest point must lie, as a share of its spread. */
const among = 0.3;

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
  const middles = middlesOf(points, assignments, clusters.length);
  return clusters.flatMap(({ medoid }, cluster): MapLabel[] => {
    const middle = middles[cluster];
    if (middle === undefined) return [];
    // In two parts, the middle lies in neither; the medoid always lies among its own.
    const isAmong = middle.nearest <= among * middle.spread || !Number.isFinite(points[2 * medoid]);
    const [x, y] = isAmong ? [middle.x, middle.y] : [points[2 * medoid], points[2 * medoid + 1]];
    const text = facts[cluster]?.majority ?? '';
    const picture = text === '' && medoid >= 0 ? pictureOf(medoid) : undefined;
    return text === '' && picture === undefined
      ? []
      : [{ x, y, text, ...(picture !== undefined && { picture }) }];
  });
}

interface Middle {
  readonly x: number;
  readonly y: number;
  /** Root of the mean squared distance of its points. */
  readonly spread: number;
  /** Distance of the nearest of them. */
  readonly nearest: number;
}

/** The mean of the points of each cluster; undefined = none of them has a place. */
function middlesOf(
  points: Float32Array,
  assignments: Int32Array,
  count: number,
): readonly (Middle | undefined)[] {
  const sums = new Float64Array(3 * count);
  const each = (work: (cluster: number, x: number, y: number) => void): void => {
    for (const [row, cluster] of assignments.entries())
      if (cluster >= 0 && !Number.isNaN(points[2 * row])) work(cluster, points[2 * row], points[2 * row + 1]);
  };
  each((cluster, x, y) => {
    sums[3 * cluster] += x;
    sums[3 * cluster + 1] += y;
    sums[3 * cluster + 2]++;
  });
  const squares = new Float64Array(count);
  const nearest = new Float64Array(count).fill(Infinity);
  each((cluster, x, y) => {
    const size = sums[3 * cluster + 2];
    const distance = Math.hypot(x - sums[3 * cluster] / size, y - sums[3 * cluster + 1] / size);
    squares[cluster] += distance * distance;
    nearest[cluster] = Math.min(nearest[cluster], distance);
  });
  return Array.from(squares, (square, cluster) => {
    const size = sums[3 * cluster + 2];
    if (size === 0) return undefined;
    return {
      x: sums[3 * cluster] / size,
      y: sums[3 * cluster + 1] / size,
      spread: Math.sqrt(square / size),
      nearest: nearest[cluster],
    };
  });
}
