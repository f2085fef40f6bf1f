import type { Points } from '../kernels.ts';
import { centeredCopy, distancesTo } from '../math/centered.ts';
import { columnMean, gather } from '../math/matrix.ts';
import { type KMeansOptions, kmeans } from './kmeans.ts';
import { nearestToCenters } from './representatives.ts';

/** In larger clusters the medoid is sought among so many members nearest to the mean. */
const candidatesPerCluster = 256;
/** Candidates measured at a time against all members of a cluster. */
const candidatesPerPass = 32;

export interface Medoids {
  /** The medoid of each cluster, a row of X. Fewer than k where X has fewer distinct rows. */
  readonly rows: Int32Array;
  /** Members of each cluster, the medoid among them. */
  readonly sizes: Int32Array;
  /** Sum of the distances of the members to their medoids. */
  readonly cost: number;
}

/**
 * k-medoids by alternation (Park and Jun 2009) from the rows nearest to the centers of k-means: each row belongs to its
 * nearest medoid (ties to the lowest cluster), each cluster takes as medoid the member with the smallest sum of Euclidean
 * distances to all members, at most `iterations` times or until nothing changes. Rows of X that are anchors stay medoids,
 * and what lies no farther from them than from all others belongs to no cluster. In clusters of more than 256 members the
 * 256 nearest to the mean are compared, which is where the medoid lies.
 */
export async function kmedoids(
  X: Points,
  { iterations, ...options }: KMeansOptions & { readonly iterations: number },
): Promise<Medoids> {
  const { kernels, signal, pause, progress, anchors = new Int32Array(0) } = options;
  const means = await kmeans(X, { ...options, progress: (share) => progress?.(share / 2) });
  let rows = await nearestToCenters(X, means, pause);
  for (let iteration = 0; ; iteration++) {
    const all = gather(X, [...anchors, ...rows]);
    const { indices, distances } = await kernels.nearest(X, all, 1, { ...(signal && { signal }) });
    const members = membersOf(indices, anchors.length, rows.length);
    const found = Int32Array.from(rows);
    if (iteration < iterations)
      for (const [cluster, own] of members.entries()) {
        if (own.length > 0) found[cluster] = await medoid(X, own, options);
        await pause();
      }
    if (found.every((row, cluster) => row === rows[cluster])) {
      const cost = members.flat().reduce((sum, row) => sum + Math.sqrt(distances[row]), 0);
      return { rows, sizes: Int32Array.from(members, (own) => own.length), cost };
    }
    rows = found;
    progress?.(1 - 0.5 * 0.8 ** (iteration + 1));
  }
}

/** The rows of each cluster, ascending; the first `skipped` rows of what is nearest are no clusters. */
function membersOf(nearest: Int32Array, skipped: number, count: number): readonly number[][] {
  const members = Array.from({ length: count }, (): number[] => []);
  for (const [row, index] of nearest.entries()) if (index >= skipped) members[index - skipped].push(row);
  return members;
}

/** The member with the smallest sum of distances to all members, ties to the lowest row. */
async function medoid(X: Points, members: readonly number[], options: KMeansOptions): Promise<number> {
  const { kernels, signal, pause } = options;
  const own = centeredCopy(X, members);
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  const candidates = await nearMean(X, members, options);
  for (let from = 0; from < candidates.length; from += candidatesPerPass) {
    const some = candidates.subarray(from, from + candidatesPerPass);
    const squared = await distancesTo(own, some, kernels, signal);
    const sums = new Float64Array(some.length);
    for (let at = 0; at < squared.length; at++) sums[at % some.length] += Math.sqrt(squared[at]);
    for (const [c, sum] of sums.entries())
      if (sum < least) {
        least = sum;
        best = members[some[c]];
      }
    await pause();
  }
  return best;
}

/** Numbers of the members nearest to the mean of all, ascending. */
async function nearMean(
  X: Points,
  members: readonly number[],
  { kernels, signal, pause }: KMeansOptions,
): Promise<Int32Array> {
  if (members.length <= candidatesPerCluster) return Int32Array.from(members.keys());
  const own = gather(X, members);
  const mean = { data: await columnMean(own, pause), rows: 1, cols: X.cols };
  const { indices } = await kernels.nearest(mean, own, candidatesPerCluster, { ...(signal && { signal }) });
  return indices.sort();
}
