import { afterAll, describe, expect, it } from 'vitest';
import { gather, matrix, squaredDistance } from '../../../src/core/math/matrix.ts';
import { measurePoints } from '../../../src/core/math/points.ts';
import { farthestFirst } from '../../../src/core/selectors/farthestFirst.ts';
import type { Matrix } from '../../../src/core/types.ts';
import { createKernels } from '../../../src/engine/kernels/kernels.ts';
import { clusteredMatrix, normalMatrix } from '../../support/syntheticData.ts';

const kernels = createKernels({ threads: 1 });
afterAll(() => kernels.release());
const pause = async (): Promise<void> => {};
const ctx = { kernels, pause, progress: () => {}, signal: new AbortController().signal };

/** One step at a time, as algorithm 1 of the paper reads. */
function stepByStep(
  X: Matrix,
  candidates: number[],
  chosen: number[],
  first: number,
  count: number,
): number[] {
  const order = chosen.length === 0 ? [first] : [];
  while (order.length < count) {
    let best = -1;
    let farthest = -1;
    for (const i of candidates) {
      if (order.includes(i)) continue;
      const distance = Math.min(...[...chosen, ...order].map((c) => squaredDistance(X, i, X, c)));
      if (distance > farthest) [best, farthest] = [i, distance];
    }
    order.push(best);
  }
  return order;
}

const all = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);
const even = (n: number): Int32Array => all(n).filter((i) => i % 2 === 0);

describe('farthestFirst', () => {
  it.each([
    ['spread out', normalMatrix(700, 9, 1)],
    ['in clusters', clusteredMatrix(900, 24, 7, 2, 0.2).points],
  ])('chooses what one step at a time chooses: %s', async (_, X) => {
    const points = await measurePoints(X, pause);
    const cold = await farthestFirst(points, all(X.rows), new Int32Array(), 5, 40, ctx);
    expect([...cold.order]).toEqual(stepByStep(X, [...all(X.rows)], [], 5, 40));
    const warm = await farthestFirst(points, even(X.rows), Int32Array.of(3, 77, 401), -1, 30, ctx);
    expect([...warm.order]).toEqual(stepByStep(X, [...even(X.rows)], [3, 77, 401], -1, 30));
  });

  it('tells the distance of each pick to the nearest row chosen before it', async () => {
    const X = normalMatrix(300, 5, 3);
    const { order, squaredDistances } = await farthestFirst(
      await measurePoints(X, pause),
      all(300),
      Int32Array.of(9),
      -1,
      20,
      ctx,
    );
    for (let r = 0; r < 20; r++) {
      const before = gather(X, [9, ...order.subarray(0, r)]);
      const expected = Math.min(
        ...Array.from(all(before.rows), (c) => squaredDistance(X, order[r], before, c)),
      );
      expect(squaredDistances[r]).toBeCloseTo(expected, 4);
    }
  });

  it('a shorter count gives a prefix, bit for bit', async () => {
    const points = await measurePoints(clusteredMatrix(2000, 32, 20, 4).points, pause);
    const long = await farthestFirst(points, all(2000), new Int32Array(), 0, 600, ctx);
    for (const count of [1, 2, 57, 300]) {
      const short = await farthestFirst(points, all(2000), new Int32Array(), 0, count, ctx);
      expect([...short.order]).toEqual([...long.order.subarray(0, count)]);
    }
    expect(new Set(long.order).size).toBe(600);
  });

  it('takes copies last, by number', async () => {
    const X = matrix(6, 1, Float32Array.of(0, 7, 0, 3, 7, 0));
    const { order, squaredDistances } = await farthestFirst(
      await measurePoints(X, pause),
      all(6),
      new Int32Array(),
      0,
      9,
      ctx,
    );
    expect([...order]).toEqual([0, 1, 3, 2, 4, 5]);
    expect([...squaredDistances]).toEqual([Number.POSITIVE_INFINITY, 49, 9, 0, 0, 0]);
  });
});
