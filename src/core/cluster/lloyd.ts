import type { Neighbors, Points } from '../kernels.ts';
import { gather, matrix, overRows } from '../math/matrix.ts';
import { TopK } from '../math/topK.ts';
import type { Matrix } from '../types.ts';
import type { Clustering, KMeansOptions } from './kmeans.ts';

/**
 * Lloyd's iterations from the given centers: assign each row to its nearest center (ties to the lowest), move each center
 * to the mean of its rows, until no row moves or the centers hardly do. Only rows that changed cluster touch the sums, so
 * that late iterations cost the assignment alone. A cluster that loses its last row starts again at the row farthest
 * from its center. `reach`: squared distance of each row to the nearest center that stays where it is, if there are such; a
 * row no farther from that than from all others belongs to no cluster (-1).
 */
export async function lloyd(
  X: Points,
  start: Matrix,
  reach: Float32Array | undefined,
  options: Omit<KMeansOptions, 'k' | 'rng' | 'start' | 'restarts'>,
): Promise<Clustering> {
  const { kernels, pause, signal, progress, maxIterations = 300, tolerance = 1e-4 } = options;
  const stopAt = tolerance * meanVariance(X);
  const clusters = new RunningMeans(X, start.rows);
  const nearestTo = async (centers: Matrix): Promise<Neighbors> => {
    const found = await kernels.nearest(X, centers, 1, signal === undefined ? {} : { signal });
    return reach === undefined ? found : withinReach(found, reach);
  };
  let centers = start;
  let found = await nearestTo(centers);
  let iterations = 0;
  while (iterations < maxIterations) {
    iterations++;
    progress?.(1 - 0.9 ** iterations);
    const changed = await clusters.assign(found.indices, pause);
    clusters.refill(found.distances);
    const means = clusters.means(centers);
    const shift = squaredShift(centers, means);
    centers = means;
    if (changed === 0) break;
    found = await nearestTo(centers);
    if (shift <= stopAt) break;
  }
  return withoutEmpty(centers, found.indices, found.distances, iterations);
}

/** The nearest center of each row, or -1 where the nearest of those that stay is no farther; in place. */
function withinReach(found: Neighbors, reach: Float32Array): Neighbors {
  const { indices, distances } = found;
  for (let i = 0; i < reach.length; i++)
    if (reach[i] <= distances[i]) {
      indices[i] = -1;
      distances[i] = reach[i];
    }
  return found;
}

/** Sums and sizes of clusters, kept up to date as rows change cluster. Float64, so that moving rows leaves no trace. */
class RunningMeans {
  private readonly X: Points;
  private readonly assignments: Int32Array;
  private readonly sums: Float64Array;
  private readonly sizes: Int32Array;

  constructor(X: Points, k: number) {
    this.X = X;
    this.assignments = new Int32Array(X.rows).fill(-1);
    this.sums = new Float64Array(k * X.cols);
    this.sizes = new Int32Array(k);
  }

  /** Takes over new assignments. Returns how many rows changed cluster. */
  async assign(assignments: Int32Array, pause: () => Promise<void>): Promise<number> {
    let changed = 0;
    await overRows(this.X, pause, (from, to) => {
      for (let i = from; i < to; i++)
        if (assignments[i] !== this.assignments[i]) {
          this.move(i, assignments[i]);
          changed++;
        }
    });
    return changed;
  }

  /** Gives each empty cluster the row farthest from its center that is not at its center. */
  refill(distances: Float32Array): void {
    const empty = [...this.sizes.keys()].filter((c) => this.sizes[c] === 0);
    if (empty.length === 0) return;
    const farthest = new TopK(empty.length);
    for (let i = 0; i < distances.length; i++) if (distances[i] > 0) farthest.offer(distances[i], i);
    for (const [e, i] of farthest.ranked().entries()) this.move(i, empty[e]);
  }

  /** k x D means; an empty cluster keeps its center. */
  means(centers: Matrix): Matrix {
    const result = matrix(centers.rows, centers.cols);
    for (let at = 0; at < result.data.length; at++) {
      const size = this.sizes[Math.floor(at / centers.cols)];
      result.data[at] = size === 0 ? centers.data[at] : this.sums[at] / size;
    }
    return result;
  }

  private move(i: number, to: number): void {
    const from = this.assignments[i];
    if (from >= 0) this.add(i, from, -1);
    if (to >= 0) this.add(i, to, 1);
    this.assignments[i] = to;
  }

  private add(i: number, cluster: number, sign: 1 | -1): void {
    const { data, cols } = this.X;
    this.sizes[cluster] += sign;
    for (let j = 0, at = i * cols, to = cluster * cols; j < cols; j++, at++, to++)
      this.sums[to] += sign * data[at];
  }
}

function meanVariance(X: Points): number {
  return X.squaredNorms.reduce((sum, norm) => sum + norm, 0) / Math.max(1, X.rows * X.cols);
}

function squaredShift(before: Matrix, after: Matrix): number {
  let sum = 0;
  for (let at = 0; at < before.data.length; at++) sum += (after.data[at] - before.data[at]) ** 2;
  return sum;
}

/** The result, with the clusters that stayed empty (fewer distinct rows than k) left out. */
function withoutEmpty(
  centers: Matrix,
  assignments: Int32Array,
  distances: Float32Array,
  iterations: number,
): Clustering {
  const counts = new Int32Array(centers.rows);
  for (const cluster of assignments) if (cluster >= 0) counts[cluster]++;
  const kept = [...counts.keys()].filter((c) => counts[c] > 0);
  const number = new Int32Array(centers.rows);
  for (const [position, c] of kept.entries()) number[c] = position;
  return {
    assignments: assignments.map((c) => (c < 0 ? -1 : number[c])),
    centers: gather(centers, kept),
    sizes: Int32Array.from(kept, (c) => counts[c]),
    inertia: distances.reduce((sum, distance) => sum + distance, 0),
    iterations,
  };
}
