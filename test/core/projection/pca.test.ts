import { afterAll, describe, expect, it } from 'vitest';
import { matrix } from '../../../src/core/math/matrix.ts';
import { fitPca, project } from '../../../src/core/projection/pca.ts';
import { createKernels } from '../../../src/engine/kernels/kernels.ts';
import { normalMatrix } from '../../support/syntheticData.ts';

const kernels = createKernels({ threads: 1 });
afterAll(() => kernels.release());
const options = { kernels, pause: async (): Promise<void> => {} };

describe('pca', () => {
  /** 3000 x 20: column j has standard deviation 20 - j, far from the origin. */
  const X = normalMatrix(3000, 20, 1);
  for (let at = 0; at < X.data.length; at++) X.data[at] = X.data[at] * (20 - (at % 20)) + 500;

  it('finds the directions and variances of data whose axes are known', async () => {
    const { components, variances, totalVariance } = await fitPca(X, 3, options);
    for (let c = 0; c < 3; c++) {
      expect(components.data[c * 3 + c]).toBeGreaterThan(0.8);
      expect(Math.sqrt(variances[c]) / (20 - c)).toBeCloseTo(1, 1);
    }
    const expected = Array.from({ length: 20 }, (_, j) => (20 - j) ** 2).reduce((a, b) => a + b);
    expect(totalVariance / expected).toBeCloseTo(1, 1);
  });

  it('projects to uncorrelated coordinates with the told variances and mean 0', async () => {
    const pca = await fitPca(X, 4, options);
    const Y = await project(pca, X, options);
    expect([Y.rows, Y.cols]).toEqual([3000, 4]);
    const moments = await kernels.cross(Y, Y);
    for (let a = 0; a < 4; a++)
      for (let b = 0; b < 4; b++)
        expect(moments.data[a * 4 + b] / 2999 / Math.sqrt(pca.variances[a] * pca.variances[b])).toBeCloseTo(
          a === b ? 1 : 0,
          3,
        );
  });

  it('keeps all of the variance with all components, and takes fewer rows than columns', async () => {
    const few = await fitPca(normalMatrix(3, 6, 2), 6, options);
    expect(few.variances.reduce((a, b) => a + b)).toBeCloseTo(few.totalVariance, 4);
    expect(few.variances.subarray(2).every((variance) => variance < 1e-5)).toBe(true);
    const flat = await fitPca(matrix(4, 2, new Float32Array(8).fill(3)), 2, options);
    expect([...flat.variances]).toEqual([0, 0]);
  });
});
