import type { Kernels } from '../kernels.ts';
import { gather, matrix, row, squaredDistance } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';

export interface LinkageContext {
  readonly kernels: Kernels;
  readonly pause: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** Two clusters became one, each named by a row of it. */
interface Merge {
  readonly a: number;
  readonly b: number;
  /** Mean squared distance between their rows. */
  readonly height: number;
}

/**
 * Hierarchical clustering with average linkage over squared Euclidean distances (on rows of length 1 these are cosine
 * distances), cut where `count` clusters are left; identical rows stay together even if that leaves fewer. Returns a cluster
 * number per row.
 *
 * No distance matrix: the mean squared distance between clusters A and B is |m_A - m_B|^2 + v_A + v_B, with m the means and v
 * the mean squared distances to them. Pairs that are each other's nearest merge together, which gives the same hierarchy
 * as one by one since a merger brings no cluster nearer (Müllner 2011, reducibility). It ends once the merges below the
 * cut are known.
 */
export async function averageLinkage(X: Matrix, count: number, ctx: LinkageContext): Promise<Int32Array> {
  const clusters = new Clusters(X);
  const merges: Merge[] = [];
  const needed = X.rows - count;
  while (clusters.alive.length > 1) {
    await clusters.findNearest(ctx);
    const lowest = clusters.lowest();
    const settled = merges.filter(({ height }) => height <= lowest).length;
    if (settled >= needed && lowest > 0) break;
    merges.push(...clusters.mergeNearest());
    await ctx.pause();
  }
  merges.sort((first, second) => first.height - second.height);
  return cut(
    X.rows,
    merges.filter(({ height }, order) => order < needed || height === 0),
  );
}

/** The clusters as they are so far. Each bears the number of one of its rows. */
class Clusters {
  /** Numbers of the clusters there are. */
  alive: readonly number[];
  /** N x (D + 1): mean, and the root of the mean squared distance to it. */
  private readonly means: Matrix;
  private readonly spread: Float64Array;
  private readonly sizes: Int32Array;
  /** Nearest other cluster, -1 where it must be sought. */
  private readonly nearest: Int32Array;
  private readonly heights: Float64Array;

  constructor(X: Matrix) {
    this.alive = Array.from({ length: X.rows }, (_, i) => i);
    this.means = matrix(X.rows, X.cols + 1);
    for (const i of this.alive) row(this.means, i).set(row(X, i));
    this.spread = new Float64Array(X.rows);
    this.sizes = new Int32Array(X.rows).fill(1);
    this.nearest = new Int32Array(X.rows).fill(-1);
    this.heights = new Float64Array(X.rows);
  }

  /** Seeks the nearest cluster of each that does not know it. */
  async findNearest({ kernels, signal }: LinkageContext): Promise<void> {
    const { alive, means } = this;
    const seekers = alive.filter((cluster) => this.nearest[cluster] < 0);
    const queries = gather(means, seekers);
    // The spread of the other lies in its last column, and counts in full against a 0.
    for (let s = 0; s < seekers.length; s++) row(queries, s)[means.cols - 1] = 0;
    const { indices } = await kernels.nearest(queries, gather(means, alive), 2, { signal });
    for (const [s, cluster] of seekers.entries()) {
      const first = alive[indices[2 * s]];
      const other = first === cluster ? alive[indices[2 * s + 1]] : first;
      this.nearest[cluster] = other;
      this.heights[cluster] = this.between(cluster, other);
    }
  }

  /** The least height at which two clusters can merge. */
  lowest(): number {
    return this.alive.reduce((least, cluster) => Math.min(least, this.heights[cluster]), Infinity);
  }

  /** Merges all pairs that are each other's nearest, and all that are no distance apart. */
  mergeNearest(): readonly Merge[] {
    const merges: Merge[] = [];
    const into = new Map<number, number>();
    const current = (cluster: number): number => {
      let at = cluster;
      for (let next = into.get(at); next !== undefined; next = into.get(at)) at = next;
      return at;
    };
    for (const cluster of this.ready()) {
      const [a, b] = [current(cluster), current(this.nearest[cluster])];
      if (a === b) continue;
      merges.push({ a, b, height: this.heights[cluster] });
      into.set(b, a);
      this.join(a, b);
    }
    const changed = new Set(merges.flatMap(({ a, b }) => [a, b]));
    this.alive = this.alive.filter((cluster) => !into.has(cluster));
    for (const cluster of this.alive)
      if (changed.has(cluster) || changed.has(this.nearest[cluster])) this.nearest[cluster] = -1;
    return merges;
  }

  /** Clusters that can merge with their nearest now. */
  private ready(): readonly number[] {
    const { alive, nearest, heights } = this;
    const ready = alive.filter(
      (cluster) =>
        heights[cluster] === 0 || (nearest[nearest[cluster]] === cluster && cluster < nearest[cluster]),
    );
    if (ready.length > 0) return ready;
    // Rounding can turn a tie into a ring of three; its lowest pair breaks it.
    const lowest = this.lowest();
    return alive.filter((cluster) => heights[cluster] === lowest).slice(0, 1);
  }

  private between(a: number, b: number): number {
    const D = this.means.cols - 1;
    const [first, second] = [row(this.means, a).subarray(0, D), row(this.means, b).subarray(0, D)];
    const apart = squaredDistance(matrix(1, D, first), 0, matrix(1, D, second), 0);
    return apart + this.spread[a] + this.spread[b];
  }

  /** Cluster b becomes part of a. */
  private join(a: number, b: number): void {
    const apart = this.between(a, b) - this.spread[a] - this.spread[b];
    const size = this.sizes[a] + this.sizes[b];
    const share = this.sizes[b] / size;
    const [mean, other] = [row(this.means, a), row(this.means, b)];
    if (apart > 0) for (let j = 0; j < mean.length - 1; j++) mean[j] += share * (other[j] - mean[j]);
    this.spread[a] = (1 - share) * this.spread[a] + share * this.spread[b] + share * (1 - share) * apart;
    mean[mean.length - 1] = Math.sqrt(this.spread[a]);
    this.sizes[a] = size;
  }
}

/** Cluster numbers 0, 1, … in order of the lowest row, after these merges. */
function cut(rows: number, merges: readonly Merge[]): Int32Array {
  const parent = Int32Array.from({ length: rows }, (_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at];
    return at;
  };
  for (const { a, b } of merges) {
    const [low, high] = [root(a), root(b)].sort((x, y) => x - y);
    parent[high] = low;
  }
  const numbers = new Map<number, number>();
  return parent.map((_, i) => {
    const lowest = root(i);
    const number = numbers.get(lowest) ?? numbers.size;
    numbers.set(lowest, number);
    return number;
  });
}
