import { describe, expect, it } from 'vitest';
import { matrix } from '../../../src/core/math/matrix.ts';
import { measurePoints } from '../../../src/core/math/points.ts';
import { createRng } from '../../../src/core/rng.ts';
import { densityBounds } from '../../../src/core/selectors/densityBounds.ts';
import type { Matrix } from '../../../src/core/types.ts';
import { createKernels } from '../../../src/engine/kernels/kernels.ts';
import { referenceKernels } from '../../support/referenceKernels.ts';
import { clusteredMatrix, normalMatrix } from '../../support/syntheticData.ts';

const ctx = {
  kernels: createKernels({ threads: 1 }),
  signal: new AbortController().signal,
  pause: async (): Promise<void> => {},
};

/** Each bound divided by the density it bounds. */
async function excess(X: Matrix, weight: Float32Array, sigma: number): Promise<readonly number[]> {
  const bounds = await densityBounds(await measurePoints(X, ctx.pause), weight, sigma, ctx);
  const best = new Float32Array(X.rows);
  const densities = await referenceKernels.gain(X, X, { weight, best, sigma });
  return Array.from(bounds, (bound, i) => bound / densities[i]);
}

describe('bounds of densities', () => {
  const rng = createRng('weights');
  const weight = Float32Array.from({ length: 700 }, () => rng.next());

  it.each([
    ['clusters', clusteredMatrix(700, 40, 9, 1, 0.5).points, 1],
    ['clusters, narrow', clusteredMatrix(700, 40, 9, 1, 0.5).points, 0.2],
    ['far from the origin', normalMatrix(700, 30, 2, { offset: 20 }), 8],
    ['not scaled', normalMatrix(700, 30, 2, { scale: 3 }), 25],
    ['copies of one row', matrix(700, 4, new Float32Array(2800).fill(0.5)), 1],
  ])('are never below them: %s', async (_, X, sigma) => {
    for (const ratio of await excess(X, weight, sigma)) expect(ratio).toBeGreaterThanOrEqual(1);
  });

  it('are close to them where the kernel is wide', async () => {
    const { points } = clusteredMatrix(700, 40, 9, 1, 0.5);
    const ratios = await excess(points, weight, 1.4);
    expect(Math.max(...ratios)).toBeLessThan(1.25);
    expect(Math.max(...(await excess(points, weight, 4)))).toBeLessThan(1.002);
  });

  it('say nothing where it is too narrow for that', async () => {
    const ratios = await excess(normalMatrix(700, 30, 2, { scale: 100 }), weight, 1);
    expect(ratios.every((ratio) => ratio === Number.POSITIVE_INFINITY)).toBe(true);
  });
});
