import type { Kernels, Points } from '../kernels.ts';
import { gather } from '../math/matrix.ts';
import { measurePoints } from '../math/points.ts';
import type { Rng } from '../rng.ts';
import type { Matrix } from '../types.ts';
import { lloyd } from './lloyd.ts';
import { seedCenters } from './seeding.ts';

export interface Clustering {
  /** Cluster of each of the N rows, 0 to centers.rows - 1. */
  readonly assignments: Int32Array;
  /** k x D means; fewer than asked for if X has fewer distinct rows. No cluster is empty. */
  readonly centers: Matrix;
  readonly sizes: Int32Array;
  /** Sum of squared distances of the rows to their centers. */
  readonly inertia: number;
  readonly iterations: number;
}

export interface KMeansOptions {
  readonly k: number;
  readonly kernels: Kernels;
  readonly rng: Rng;
  readonly pause: () => Promise<void>;
  readonly signal?: AbortSignal;
  /** Share done, by iterations: an estimate. */
  readonly progress?: (share: number) => void;
  /** How many starts; the result with the lowest inertia is returned. */
  readonly restarts?: number;
  /** k x D centers to start from, instead of k-means++. */
  readonly start?: Matrix;
  readonly maxIterations?: number;
  /** Stop when the centers together move by no more than this times the mean variance of the columns (squared). */
  readonly tolerance?: number;
}

/** Rows that k-means++ and the first Lloyd iterations look at: enough for every cluster to be met. */
const sampleRows = 10_000;
const sampleRowsPerCenter = 20;
/** Starts tried on the sample, where they cost little. One start alone is now and then 2 to 3 % worse than the best. */
const sampleStarts = 4;

/**
 * Lloyd's k-means with a greedy k-means++ start. On large N the start is sought on a sample: k-means++ and Lloyd on the
 * sample, the best of four; then Lloyd on everything. Deterministic for equal X, options and seed.
 */
export async function kmeans(X: Points, options: KMeansOptions): Promise<Clustering> {
  if (X.rows === 0) throw new RangeError('k-means needs one row at least.');
  const { restarts = 1, progress } = options;
  return bestOf(restarts, async (restart) => {
    const share = (part: number): void => progress?.((restart + part) / restarts);
    const start = options.start ?? (await findStart(X, options));
    return lloyd(X, start, { ...options, progress: share });
  });
}

/** The clustering with the lowest inertia of so many attempts; the first of equals. */
async function bestOf(
  attempts: number,
  attempt: (number: number) => Promise<Clustering>,
): Promise<Clustering> {
  let best = await attempt(0);
  for (let number = 1; number < attempts; number++) {
    const result = await attempt(number);
    if (result.inertia < best.inertia) best = result;
  }
  return best;
}

async function findStart(X: Points, options: KMeansOptions): Promise<Matrix> {
  const k = Math.min(options.k, X.rows);
  const rows = Math.max(sampleRows, sampleRowsPerCenter * k);
  if (X.rows <= rows) return seedCenters(X, { ...options, k });
  const drawn = options.rng.permutation(X.rows).subarray(0, rows).sort();
  const sample = await measurePoints(gather(X, drawn), options.pause);
  const { progress: _, ...quiet } = options;
  const { centers } = await bestOf(sampleStarts, async () =>
    lloyd(sample, await seedCenters(sample, { ...options, k }), quiet),
  );
  return centers;
}
