import { describe, expect, it } from 'vitest';
import { averageLinkage } from '../../../src/core/cluster/averageLinkage.ts';
import { gather, matrix, squaredDistance } from '../../../src/core/math/matrix.ts';
import type { Matrix } from '../../../src/core/types.ts';
import { referenceKernels } from '../../support/referenceKernels.ts';
import { roundContext } from '../../support/rounds.ts';
import { clusteredMatrix, normalMatrix } from '../../support/syntheticData.ts';

/** One merger at a time, every mean distance from every pair of rows. */
function oneByOne(X: Matrix, count: number): readonly number[] {
  let groups = Array.from({ length: X.rows }, (_, i) => [i]);
  const between = (A: readonly number[], B: readonly number[]): number =>
    A.flatMap((i) => B.map((j) => squaredDistance(X, i, X, j))).reduce((sum, d) => sum + d) /
    (A.length * B.length);
  while (groups.length > count) {
    let best = { a: 0, b: 1, height: Number.POSITIVE_INFINITY };
    for (let a = 0; a < groups.length; a++)
      for (let b = a + 1; b < groups.length; b++) {
        const height = between(groups[a], groups[b]);
        if (height < best.height) best = { a, b, height };
      }
    const { a, b } = best;
    const merged = [...groups[a], ...groups[b]];
    groups = [...groups.filter((_, g) => g !== a && g !== b), merged];
  }
  groups.sort((A, B) => Math.min(...A) - Math.min(...B));
  return Array.from({ length: X.rows }, (_, i) => groups.findIndex((group) => group.includes(i)));
}

describe('average linkage', () => {
  it('cuts the hierarchy that one merger at a time builds', async () => {
    for (const X of [normalMatrix(60, 3, 1), clusteredMatrix(60, 6, 7, 2, 0.4).points])
      for (const count of [59, 48, 20, 7, 2, 1]) {
        const expected = oneByOne(X, count);
        expect([...(await averageLinkage(X, count, roundContext()))]).toEqual(expected);
      }
  });

  it('does the same with the native kernels on more rows', async () => {
    const { points } = clusteredMatrix(700, 24, 60, 3, 0.5);
    const native = await averageLinkage(points, 560, roundContext());
    const exact = await averageLinkage(points, 560, { ...roundContext(), kernels: referenceKernels });
    expect(native).toEqual(exact);
    expect(new Set(native).size).toBe(560);
  });

  it('keeps identical rows together, even where that leaves fewer clusters', async () => {
    const X = gather(normalMatrix(4, 3, 5), [0, 1, 0, 2, 1, 0, 3]);
    for (const count of [7, 6, 4])
      expect([...(await averageLinkage(X, count, roundContext()))]).toEqual([0, 1, 0, 2, 1, 0, 3]);
    const same = matrix(500, 2, new Float32Array(1000).fill(0.3));
    expect(new Set(await averageLinkage(same, 400, roundContext())).size).toBe(1);
  });

  it('takes a regular grid, where everything is a tie', async () => {
    const grid = matrix(
      64,
      2,
      Float32Array.from({ length: 128 }, (_, p) => (p & 1 ? (p >> 1) & 7 : p >> 4)),
    );
    expect(new Set(await averageLinkage(grid, 10, roundContext())).size).toBe(10);
  });

  it('takes one row and none', async () => {
    expect([...(await averageLinkage(matrix(1, 2), 1, roundContext()))]).toEqual([0]);
    expect([...(await averageLinkage(matrix(0, 2), 1, roundContext()))]).toEqual([]);
  });
});
