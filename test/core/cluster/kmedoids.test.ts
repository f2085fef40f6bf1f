import { describe, expect, it } from 'vitest';
import { kmedoids, type Medoids } from '../../../src/core/cluster/kmedoids.ts';
import { matrix, squaredDistance } from '../../../src/core/math/matrix.ts';
import { measurePoints } from '../../../src/core/math/points.ts';
import { createRng } from '../../../src/core/rng.ts';
import type { Matrix } from '../../../src/core/types.ts';
import { createKernels } from '../../../src/engine/kernels/kernels.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

const kernels = createKernels({ threads: 1 });
const pause = async (): Promise<void> => {};

async function medoids(
  X: Matrix,
  k: number,
  { iterations = 20, anchors = [] as readonly number[] } = {},
): Promise<Medoids> {
  const options = { k, iterations, anchors: Int32Array.from(anchors), rng: createRng(1), kernels, pause };
  return kmedoids(await measurePoints(X, pause), options);
}

describe('k-medoids', () => {
  it('takes the member with the smallest sum of distances, where the one nearest to the mean is another', async () => {
    const X = matrix(5, 1, Float32Array.of(0, 1, 2, 3, 30));
    expect((await medoids(X, 1, { iterations: 0 })).rows).toEqual(Int32Array.of(3));
    const { rows, sizes, cost } = await medoids(X, 1);
    expect(rows).toEqual(Int32Array.of(2));
    expect(sizes).toEqual(Int32Array.of(5));
    expect(cost).toBeCloseTo(2 + 1 + 0 + 1 + 28, 5);
  });

  it('ends where every medoid is the best of its own cluster, at no higher cost than it began', async () => {
    const { points } = clusteredMatrix(900, 10, 12, 4, 0.6);
    const start = await medoids(points, 12, { iterations: 0 });
    const { rows, sizes, cost } = await medoids(points, 12);
    expect(cost).toBeLessThanOrEqual(start.cost);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(900);
    const distance = (a: number, b: number): number => Math.sqrt(squaredDistance(points, a, points, b));
    const members = rows.reduce((map, row) => map.set(row, []), new Map<number, number[]>());
    for (let i = 0; i < 900; i++) {
      const own = rows.reduce((best, row) => (distance(i, row) < distance(i, best) ? row : best));
      members.get(own)?.push(i);
    }
    for (const [row, own] of members) {
      const sum = (candidate: number): number =>
        own.reduce((total, member) => total + distance(candidate, member), 0);
      for (const candidate of own) expect(sum(row)).toBeLessThanOrEqual(sum(candidate) + 1e-4);
    }
  });

  it('leaves what lies at an anchor to it', async () => {
    const X = matrix(8, 1, Float32Array.of(0, 0.1, 0.2, 10, 10.1, 10.2, 20, 20.1));
    const { rows, sizes } = await medoids(X, 2, { anchors: [1] });
    expect([...rows].sort((a, b) => a - b)).toEqual([4, 6]);
    expect([...sizes].sort()).toEqual([2, 3]);
  });

  it('compares a part of a large cluster, and still finds its medoid', async () => {
    const X = clusteredMatrix(2000, 6, 1, 3, 0.5).points;
    const { rows, cost } = await medoids(X, 1);
    let best = { row: -1, cost: Number.POSITIVE_INFINITY };
    for (let row = 0; row < 2000; row++) {
      let sum = 0;
      for (let i = 0; i < 2000; i++) sum += Math.sqrt(squaredDistance(X, row, X, i));
      if (sum < best.cost) best = { row, cost: sum };
    }
    expect(rows[0]).toBe(best.row);
    expect(cost).toBeCloseTo(best.cost, 1);
  });

  it('makes no more clusters than there are different rows', async () => {
    const X = matrix(6, 1, Float32Array.of(1, 1, 1, 5, 5, 5));
    expect([...(await medoids(X, 4)).rows].sort()).toEqual([0, 3]);
  });
});
