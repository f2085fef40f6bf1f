import type { Kernels, Points } from '../kernels.ts';
import { centeredCopy, distancesTo } from '../math/centered.ts';

/** Columns of distances worked out between two pauses. */
const columnsPerBlock = 256;
/** Rows summed between two pauses. */
const rowsPerPause = 500;

export interface SilhouetteContext {
  readonly kernels: Kernels;
  readonly signal: AbortSignal;
  readonly pause: () => Promise<void>;
}

/** Euclidean distances of all pairs of rows, N x N: measured once for many groupings. For N up to some thousands. */
export async function pairDistances(
  X: Points,
  { kernels, signal, pause }: SilhouetteContext,
): Promise<Float32Array> {
  const n = X.rows;
  const centered = centeredCopy(X);
  const distances = new Float32Array(n * n);
  for (let from = 0; from < n; from += columnsPerBlock) {
    const count = Math.min(columnsPerBlock, n - from);
    const chosen = Int32Array.from({ length: count }, (_, c) => from + c);
    const squared = await distancesTo(centered, chosen, kernels, signal);
    for (let i = 0, at = 0; i < n; i++)
      for (let c = 0; c < count; c++) distances[i * n + from + c] = Math.sqrt(Math.max(0, squared[at++]));
    await pause();
  }
  return distances;
}

/**
 * Mean silhouette of N rows (Rousseeuw 1987), -1 to 1: of each row (b - a) / max(a, b), where a is its mean distance to the
 * others of its cluster and b the mean distance to the nearest other cluster; 0 for a row that is alone in its cluster, or
 * lies on all of both. NaN where there are fewer than two clusters. `assignments`: a number from 0 per row.
 */
export async function meanSilhouette(
  distances: Float32Array,
  assignments: Int32Array,
  pause: () => Promise<void>,
): Promise<number> {
  const n = assignments.length;
  const sizes = new Int32Array(assignments.reduce((most, cluster) => Math.max(most, cluster), -1) + 1);
  for (const cluster of assignments) sizes[cluster]++;
  if (sizes.filter((size) => size > 0).length < 2) return Number.NaN;
  const sums = new Float64Array(sizes.length);
  let total = 0;
  for (let i = 0; i < n; i++) {
    sums.fill(0);
    for (let j = 0, at = i * n; j < n; j++, at++) sums[assignments[j]] += distances[at];
    total += silhouette(sums, sizes, assignments[i]);
    if (i % rowsPerPause === 0) await pause();
  }
  return total / n;
}

function silhouette(sums: Float64Array, sizes: Int32Array, own: number): number {
  if (sizes[own] < 2) return 0;
  const a = sums[own] / (sizes[own] - 1);
  let b = Number.POSITIVE_INFINITY;
  for (const [cluster, size] of sizes.entries())
    if (cluster !== own && size > 0) b = Math.min(b, sums[cluster] / size);
  const larger = Math.max(a, b);
  return larger === 0 ? 0 : (b - a) / larger;
}
