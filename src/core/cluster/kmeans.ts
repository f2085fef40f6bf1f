import type { Kernels, Points } from '../kernels.ts';
import { lowerDistances } from '../math/lowerDistances.ts';
import { gather } from '../math/matrix.ts';
import { measurePoints } from '../math/points.ts';
import type { Rng } from '../rng.ts';
import type { Matrix } from '../types.ts';
import { lloyd } from './lloyd.ts';
import { seedCenters } from './seeding.ts';

export interface Clustering {
  /** Cluster of each of the N rows, 0 to centers.rows - 1; -1 = an anchor is at least as near. */
  readonly assignments: Int32Array;
  /** k x D means; fewer than asked for if X has fewer distinct rows. No cluster is empty. */
  readonly centers: Matrix;
  readonly sizes: Int32Array;
  /** Sum of squared distances of the rows to their centers, or anchors. */
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
  /** Rows of X that are centers already and stay so: the k clusters are made of what lies nearer to no anchor. */
  readonly anchors?: Int32Array;
  readonly maxIterations?: number;
  /** Stop when the centers together move by no more than this times the mean variance of the columns (squared). */
  readonly tolerance?: number;
}

/** Rows that k-means++ and the first Lloyd iterations look at: enough for every cluster to be met. */
const sampleRows = 10_000;
const sampleRowsPerCenter = 20;
/** Starts tried on the sample, where they cost little. One start alone is now and then 2 to 3 % worse than the best. */
const sampleStarts = 4;
/** Share of the time of a start that the search for its first centers takes. */
const startShare = 0.4;

/**
 * Lloyd's k-means with a greedy k-means++ start. On large N the start is sought on a sample: k-means++ and Lloyd on the
 * sample, the best of four; then Lloyd on everything. Deterministic for equal X, options and seed. Anchors cost the same
 * however many there are: each row's distance to the nearest is measured once.
 */
export async function kmeans(X: Points, options: KMeansOptions): Promise<Clustering> {
  if (X.rows === 0) throw new RangeError('k-means needs one row at least.');
  const { restarts = 1, progress } = options;
  const reach = await anchorDistances(X, options);
  return bestOf(restarts, async (restart) => {
    const tell = within(progress, restart / restarts, (restart + 1) / restarts);
    if (options.start !== undefined) return lloyd(X, options.start, reach, { ...options, progress: tell });
    const start = await findStart(X, reach, { ...options, progress: within(tell, 0, startShare) });
    return lloyd(X, start, reach, { ...options, progress: within(tell, startShare, 1) });
  });
}

/** Tells of a part of the job that takes it from one share to another. */
function within(
  progress: KMeansOptions['progress'],
  from: number,
  to: number,
): NonNullable<KMeansOptions['progress']> {
  return (share) => progress?.(from + (to - from) * share);
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

/** Squared distance of each row to its nearest anchor; undefined where there is none. */
async function anchorDistances(
  X: Points,
  { anchors, kernels, signal }: KMeansOptions,
): Promise<Float32Array | undefined> {
  if (anchors === undefined || anchors.length === 0) return undefined;
  const distances = new Float32Array(X.rows).fill(Number.POSITIVE_INFINITY);
  await lowerDistances(distances, X, anchors, { kernels, signal });
  return distances;
}

async function findStart(
  X: Points,
  reach: Float32Array | undefined,
  options: KMeansOptions,
): Promise<Matrix> {
  const k = Math.min(options.k, X.rows);
  const rows = Math.max(sampleRows, sampleRowsPerCenter * k);
  if (X.rows <= rows) return seedCenters(X, { ...options, k, ...(reach && { reach }) });
  const drawn = options.rng.permutation(X.rows).subarray(0, rows).sort();
  const sample = await measurePoints(gather(X, drawn), options.pause);
  const drawnReach = reach && Float32Array.from(drawn, (row) => reach[row]);
  const { centers } = await bestOf(sampleStarts, async (attempt) => {
    const tell = within(options.progress, attempt / sampleStarts, (attempt + 1) / sampleStarts);
    const seeding = {
      ...options,
      k,
      progress: within(tell, 0, 0.5),
      ...(drawnReach && { reach: drawnReach }),
    };
    const start = await seedCenters(sample, seeding);
    return lloyd(sample, start, drawnReach, { ...options, progress: within(tell, 0.5, 1) });
  });
  return centers;
}
