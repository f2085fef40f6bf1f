import type { Kernels, Points } from '../kernels.ts';
import { gather, squaredDistance } from '../math/matrix.ts';
import { TopK } from '../math/topK.ts';
import type { Clustering } from './kmeans.ts';

/** In larger clusters only so many members, those nearest to the center, may be chosen. */
const mostCandidates = 2500;
/** In larger clusters the similarities are summed over so many members, evenly spread. */
const mostReferences = 10_000;

/**
 * Of each cluster the member that represents the others best: the largest sum of exp(-(|a - b| / width)^2) over the members
 * b, ties to the lowest row. Unlike the member nearest to the center it lies where members are, also in a cluster that is
 * made of two groups.
 */
export async function densestMembers(
  X: Points,
  clustering: Clustering,
  width: number,
  {
    kernels,
    signal,
    pause,
  }: { readonly kernels: Kernels; readonly signal: AbortSignal; readonly pause: () => Promise<void> },
): Promise<Int32Array> {
  const clusters = membersOf(clustering);
  const densest = new Int32Array(clusters.length);
  for (const [c, members] of clusters.entries()) {
    const candidates = nearestMembers(X, clustering, c, members);
    const step = Math.ceil(members.length / mostReferences);
    const references = gather(
      X,
      members.filter((_, i) => i % step === 0),
    );
    const weight = new Float32Array(references.rows).fill(1);
    const best = new Float32Array(references.rows);
    const sums = await kernels.gain(
      references,
      gather(X, candidates),
      { weight, best, sigma: width },
      { signal },
    );
    densest[c] = candidates[sums.indexOf(Math.max(...sums))];
    await pause();
  }
  return densest;
}

function membersOf({ assignments, sizes }: Clustering): readonly Int32Array[] {
  const clusters = Array.from(sizes, (size) => new Int32Array(size));
  const filled = new Int32Array(sizes.length);
  for (const [row, cluster] of assignments.entries())
    if (cluster >= 0) clusters[cluster][filled[cluster]++] = row;
  return clusters;
}

/** The members that may be chosen, ascending. */
function nearestMembers(
  X: Points,
  { centers }: Clustering,
  cluster: number,
  members: Int32Array,
): Int32Array {
  if (members.length <= mostCandidates) return members;
  const nearest = new TopK(mostCandidates);
  for (const row of members) nearest.offer(-squaredDistance(X, row, centers, cluster), row);
  return nearest.ranked().sort();
}
