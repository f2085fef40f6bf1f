import { kmeans as mlKmeans } from 'ml-kmeans';
import { afterAll, describe, expect, it } from 'vitest';
import { kmeans } from '../../../src/core/cluster/kmeans.ts';
import { seedCenters } from '../../../src/core/cluster/seeding.ts';
import { gather, matrix, row } from '../../../src/core/math/matrix.ts';
import { measurePoints } from '../../../src/core/math/points.ts';
import { createRng } from '../../../src/core/rng.ts';
import type { Matrix } from '../../../src/core/types.ts';
import { createKernels } from '../../../src/engine/kernels/kernels.ts';
import { referenceKernels } from '../../support/referenceKernels.ts';
import { clusteredMatrix, normalMatrix } from '../../support/syntheticData.ts';

const kernels = createKernels({ threads: 1 });
afterAll(() => kernels.release());
const pause = async (): Promise<void> => {};
const run = async (X: Matrix, k: number, more: Partial<Parameters<typeof kmeans>[1]> = {}) =>
  kmeans(await measurePoints(X, pause), { k, kernels, rng: createRng(1), pause, ...more });

/** Sum of squared distances to the means of the assigned rows, from scratch. */
function inertiaOf(X: Matrix, assignments: Int32Array): number {
  let sum = 0;
  for (const c of new Set(assignments)) {
    const members = [...assignments.keys()].filter((i) => assignments[i] === c);
    for (let j = 0; j < X.cols; j++) {
      const values = members.map((i) => X.data[i * X.cols + j]);
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      for (const value of values) sum += (value - mean) ** 2;
    }
  }
  return sum;
}

describe('kmeans', () => {
  it('from the same start ends where ml-kmeans ends', async () => {
    const { points } = clusteredMatrix(900, 16, 12, 3);
    const start = gather(points, createRng(2).permutation(900).subarray(0, 12));
    const found = await run(points, 12, { start, tolerance: 0 });
    const rows = Array.from({ length: 900 }, (_, i) => [...row(points, i)]);
    const expected = mlKmeans(rows, 12, {
      initialization: Array.from({ length: 12 }, (_, c) => [...row(start, c)]),
      maxIterations: 300,
      tolerance: 0,
    });
    expect([...found.assignments]).toEqual(expected.clusters);
    expect(found.inertia).toBeCloseTo(inertiaOf(points, found.assignments), 3);
    expect([...found.sizes].reduce((a, b) => a + b)).toBe(900);
  });

  it('assigns every row to its nearest center, and centers are means', async () => {
    const X = normalMatrix(400, 7, 5);
    const { assignments, centers } = await run(X, 9, { tolerance: 0 });
    const { indices } = await referenceKernels.nearest(X, centers, 1);
    expect(assignments).toEqual(indices);
    const members = [...assignments.keys()].filter((i) => assignments[i] === 4);
    const mean = members.reduce((sum, i) => sum + X.data[i * 7 + 2], 0) / members.length;
    expect(centers.data[4 * 7 + 2]).toBeCloseTo(mean, 5);
  });

  it('seeds on a sample as well as on everything: inertia within 1 % of the best of three full starts', async () => {
    const { points } = clusteredMatrix(24_000, 12, 60, 4, 0.6);
    const measured = await measurePoints(points, pause);
    const full = await Promise.all(
      [1, 2, 3].map(async (seed) => {
        const start = await seedCenters(points, { k: 60, kernels, rng: createRng(`full ${seed}`), pause });
        return (await run(points, 60, { start })).inertia;
      }),
    );
    const sampled = await kmeans(measured, { k: 60, kernels, rng: createRng(9), pause });
    expect(sampled.inertia).toBeLessThanOrEqual(1.01 * Math.min(...full));
  });

  it('more restarts never give a worse result from the same stream', async () => {
    const { points } = clusteredMatrix(600, 8, 15, 6);
    const one = await run(points, 15);
    const five = await run(points, 15, { restarts: 5 });
    expect(five.inertia).toBeLessThanOrEqual(one.inertia);
  });

  it('gives a cluster that starts empty the farthest row', async () => {
    const X = matrix(5, 1, Float32Array.of(0, 0.1, 10, 10.1, 50));
    const { assignments } = await run(X, 3, { start: matrix(3, 1, Float32Array.of(0, 12, -1000)) });
    expect(new Set(assignments).size).toBe(3);
    expect(assignments[4]).not.toBe(assignments[3]);
  });

  it('returns fewer clusters when there are fewer distinct rows, and none is empty', async () => {
    const X = matrix(
      30,
      2,
      Float32Array.from({ length: 60 }, (_, i) => Math.floor(i / 2) % 3),
    );
    const { centers, sizes, inertia } = await run(X, 8);
    expect(centers.rows).toBe(3);
    expect([...sizes]).toEqual([10, 10, 10]);
    expect(inertia).toBe(0);
    expect((await run(matrix(1, 4), 5)).centers.rows).toBe(1);
  });

  it('leaves to the anchors what is no farther from them, and groups the rest', async () => {
    const { points, cluster } = clusteredMatrix(500, 8, 5, 3, 0.2);
    const anchors = Int32Array.from([0, 1], (id) => cluster.indexOf(id));
    const { assignments, centers } = await run(points, 3, { anchors, restarts: 3 });
    expect(centers.rows).toBe(3);
    for (const [i, id] of cluster.entries()) {
      expect(assignments[i] < 0).toBe(id < 2);
      if (id >= 2) expect(assignments[i]).toBe(assignments[cluster.indexOf(id)]);
    }
  });

  it('counts the distance to the anchors in the inertia, also when the start comes from a sample', async () => {
    const { points } = clusteredMatrix(12_000, 4, 30, 4, 0.4);
    const anchors = createRng(3).permutation(12_000).subarray(0, 10);
    const { assignments, centers, inertia } = await run(points, 20, { anchors });
    const fixed = gather(points, anchors);
    const [toAnchor, toCenter] = await Promise.all(
      [fixed, centers].map((C) => referenceKernels.nearest(points, C, 1)),
    );
    let sum = 0;
    for (let i = 0; i < 12_000; i++) {
      const isAnchored = toAnchor.distances[i] <= toCenter.distances[i];
      expect(assignments[i]).toBe(isAnchored ? -1 : toCenter.indices[i]);
      sum += Math.min(toAnchor.distances[i], toCenter.distances[i]);
    }
    expect(inertia).toBeCloseTo(sum, 1);
  });

  it('makes no cluster where every row is an anchor or a copy of one', async () => {
    const X = matrix(20, 1, new Float32Array(20).fill(4));
    const { assignments, centers } = await run(X, 3, { anchors: Int32Array.of(7) });
    expect(centers.rows).toBe(0);
    expect([...new Set(assignments)]).toEqual([-1]);
  });

  it('same seed same clusters, other seed other start', async () => {
    const X = normalMatrix(500, 6, 8);
    const again = await run(X, 20);
    expect(await run(X, 20)).toEqual(again);
    const other = await run(X, 20, { rng: createRng(2) });
    expect([...other.assignments]).not.toEqual([...again.assignments]);
  });

  it.each([
    ['on all rows', 2000],
    ['on a sample', 12_000],
  ])('tells how far it is from its first centers on, seeking them %s', async (_, rows) => {
    const shares: number[] = [];
    await run(clusteredMatrix(rows, 8, 30, 4).points, 30, {
      restarts: 2,
      progress: (share) => shares.push(share),
    });
    expect(shares[0]).toBeLessThan(0.02);
    expect(shares.filter((share) => share < 0.2).length).toBeGreaterThan(20);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
  });

  it('ends with `cancelled` when its signal fires in the middle', async () => {
    const controller = new AbortController();
    const X = normalMatrix(3000, 40, 8);
    const running = run(X, 50, { signal: controller.signal, progress: () => controller.abort() });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  });
});
