import { describe, expect, it } from 'vitest';
import {
  columnMean,
  gather,
  matrix,
  nonFiniteRows,
  normalizeRows,
  row,
  slice,
  squaredDistance,
} from '../../../src/core/math/matrix.ts';
import { measurePoints } from '../../../src/core/math/points.ts';
import { TopK } from '../../../src/core/math/topK.ts';
import { createRng } from '../../../src/core/rng.ts';
import { normalMatrix } from '../../support/syntheticData.ts';

const noPause = async (): Promise<void> => {};

describe('matrix views', () => {
  const m = matrix(3, 2, Float32Array.of(1, 2, 3, 4, 5, 6));

  it('rows and slices share memory, gather copies', () => {
    expect(row(m, 1).buffer).toBe(m.data.buffer);
    expect([...slice(m, 1, 3).data]).toEqual([3, 4, 5, 6]);
    const copy = gather(m, [2, 0, 2]);
    copy.data[0] = 99;
    expect([...copy.data]).toEqual([99, 6, 1, 2, 5, 6]);
    expect(m.data[4]).toBe(5);
  });

  it('refuses data of the wrong length', () => {
    expect(() => matrix(2, 2, new Float32Array(3))).toThrow('2 x 2 needs 4 numbers, not 3.');
  });
});

describe('normalizeRows', () => {
  it('gives every row length 1 and keeps a row of zeros', async () => {
    const m = matrix(3, 2, Float32Array.of(3, 4, 0, 0, -5, 0));
    await normalizeRows(m, noPause);
    expect([...m.data]).toEqual([Math.fround(0.6), Math.fround(0.8), 0, 0, -1, 0]);
  });
});

describe('columnMean and measurePoints', () => {
  it('sums in float64: a large offset does not hide the small differences', async () => {
    const m = normalMatrix(1000, 3, 1, { offset: 1e4 });
    const exact = [0, 1, 2].map((j) => {
      let sum = 0;
      for (let i = 0; i < m.rows; i++) sum += m.data[i * 3 + j];
      return Math.fround(sum / m.rows);
    });
    expect([...(await columnMean(m, noPause))]).toEqual(exact);
    const points = await measurePoints(m, noPause);
    expect(points.data).toBe(m.data);
    const first = exact.reduce((sum, mean, j) => sum + (m.data[j] - mean) ** 2, 0);
    expect(points.squaredNorms[0]).toBeCloseTo(first, 4);
  });

  it('takes no rows at all', async () => {
    expect([...(await columnMean(matrix(0, 2), noPause))]).toEqual([0, 0]);
  });
});

describe('nonFiniteRows', () => {
  it('names the rows with NaN or infinities', async () => {
    const m = matrix(4, 2, Float32Array.of(1, 2, Number.NaN, 0, 3, 4, 0, Number.NEGATIVE_INFINITY));
    expect([...(await nonFiniteRows(m, noPause))]).toEqual([1, 3]);
  });
});

describe('squaredDistance', () => {
  it.each([0, 1, 2, 3, 7, 8])('agrees with the definition for %i columns', (cols) => {
    const a = normalMatrix(2, cols, 2);
    const b = normalMatrix(3, cols, 3);
    const expected = [...row(a, 1)].reduce((sum, value, j) => sum + (value - row(b, 2)[j]) ** 2, 0);
    expect(squaredDistance(a, 1, b, 2)).toBeCloseTo(expected, 12);
  });
});

describe('TopK', () => {
  it.each([1, 2, 5, 40, 300])('keeps the %i largest, ties to the lowest item, best first', (k) => {
    const rng = createRng(k);
    const values = Array.from({ length: 200 }, () => rng.below(50));
    const expected = values.map((_, i) => i).sort((a, b) => values[b] - values[a] || a - b);
    const top = new TopK(k);
    for (const i of rng.permutation(200)) top.offer(values[i], i);
    expect([...top.ranked()]).toEqual(expected.slice(0, k));
  });

  it('keeps nothing when k is 0', () => {
    const top = new TopK(0);
    top.offer(1, 1);
    expect([...top.ranked()]).toEqual([]);
  });
});
