import type { Neighbors } from '../../core/kernels.ts';

/** For each of N rows the k nearest offered so far, sorted by distance, ties to the lowest index. */
export class NearestLists {
  private readonly k: number;
  private readonly indices: Int32Array;
  private readonly distances: Float32Array;

  constructor(rows: number, k: number) {
    this.k = k;
    this.indices = new Int32Array(rows * k).fill(-1);
    this.distances = new Float32Array(rows * k).fill(Number.POSITIVE_INFINITY);
  }

  /** Offers a neighbor of row i. The same index may be offered again with the same distance. */
  offer(i: number, index: number, squaredDistance: number): void {
    const { indices, distances } = this;
    const distance = Math.fround(squaredDistance);
    const start = i * this.k;
    const end = start + this.k;
    let slot = end;
    while (
      slot > start &&
      (distance < distances[slot - 1] || (distance === distances[slot - 1] && index < indices[slot - 1]))
    )
      slot--;
    if (slot === end || (slot > start && indices[slot - 1] === index)) return;
    for (let p = end - 1; p > slot; p--) {
      indices[p] = indices[p - 1];
      distances[p] = distances[p - 1];
    }
    indices[slot] = index;
    distances[slot] = distance;
  }

  /** The distance of the k-th neighbor of row i so far; +Infinity while there are fewer. */
  farthest(i: number): number {
    return this.distances[(i + 1) * this.k - 1];
  }

  /** Whether row i has k neighbors at distance 0 below `index`: nothing from there on can enter its list. */
  isFullOfZerosBefore(i: number, index: number): boolean {
    return this.farthest(i) === 0 && this.indices[(i + 1) * this.k - 1] < index;
  }

  neighbors(): Neighbors {
    return { k: this.k, indices: this.indices, distances: this.distances };
  }
}
