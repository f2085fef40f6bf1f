import { describe, expect, it } from 'vitest';
import { leadingEigen } from '../../../src/core/math/leadingEigen.ts';
import { matrix } from '../../../src/core/math/matrix.ts';
import { symmetricEigen } from '../../../src/core/math/symmetricEigen.ts';
import { referenceKernels } from '../../support/referenceKernels.ts';
import { normalMatrix } from '../../support/syntheticData.ts';

const options = { kernels: referenceKernels, pause: async (): Promise<void> => {} };

describe('the leading eigenvectors', () => {
  it('are those of the whole decomposition', async () => {
    // Columns of falling deviation, mixed by a random matrix.
    const falling = normalMatrix(400, 160, 1);
    for (let at = 0; at < falling.data.length; at++) falling.data[at] *= 0.93 ** (at % 160);
    const mixed = await referenceKernels.product(falling, normalMatrix(160, 160, 2));
    const moments = await referenceKernels.cross(mixed, mixed);
    const all = symmetricEigen(moments);
    const { values, vectors } = await leadingEigen(moments, 20, options);
    expect([values.length, vectors.rows, vectors.cols]).toEqual([20, 160, 20]);
    for (let c = 0; c < 20; c++) {
      expect(values[c] / all.values[c]).toBeCloseTo(1, 2);
      let along = 0;
      for (let i = 0; i < 160; i++) along += vectors.data[i * 20 + c] * all.vectors.data[i * 160 + c];
      expect(along).toBeGreaterThan(0.99);
    }
  });

  it('are as many as there are, and 0 where the matrix has no more', async () => {
    const few = await leadingEigen(matrix(3, 3, Float32Array.of(2, 0, 0, 0, 1, 0, 0, 0, 0)), 5, options);
    expect([...few.values]).toEqual([2, 1, 0]);
    const one = matrix(200, 200);
    one.data[0] = 4;
    const { values, vectors } = await leadingEigen(one, 3, options);
    expect(values[0]).toBeCloseTo(4, 5);
    expect(Math.abs(values[1])).toBeLessThan(1e-5);
    expect(vectors.data[0]).toBeCloseTo(1, 5);
    expect(vectors.data.every(Number.isFinite)).toBe(true);
  });
});
