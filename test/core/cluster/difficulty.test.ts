import { describe, expect, it } from 'vitest';
import { clusterDifficulty } from '../../../src/core/cluster/difficulty.ts';
import { kmeans } from '../../../src/core/cluster/kmeans.ts';
import { matrix, squaredDistance } from '../../../src/core/math/matrix.ts';
import { measurePoints } from '../../../src/core/math/points.ts';
import { createRng } from '../../../src/core/rng.ts';
import { roundContext } from '../../support/rounds.ts';
import { normalMatrix } from '../../support/syntheticData.ts';

const { kernels, pause } = roundContext();
const options = (k: number) => ({ k, kernels, pause, rng: createRng(1) });

describe('cluster distance difference', () => {
  it('is the distance to the second center less that to the first, not squared', async () => {
    const X = await measurePoints(normalMatrix(500, 6, 2), pause);
    const { centers } = await kmeans(X, options(5));
    const { values, clusters } = await clusterDifficulty(X, 'cdd', options(5));
    const nearest = await clusterDifficulty(X, 'nearest', options(5));
    expect(clusters).toBe(5);
    for (let i = 0; i < 500; i++) {
      const all = [0, 1, 2, 3, 4].map((c) => Math.sqrt(squaredDistance(X, i, centers, c)));
      all.sort((a, b) => a - b);
      expect(values[i]).toBeCloseTo(all[1] - all[0], 12);
      expect(nearest.values[i]).toBeCloseTo(all[0], 12);
    }
  });

  it('is 0 in the middle between two centers and largest beyond them', async () => {
    const X = await measurePoints(matrix(5, 1, Float32Array.of(-3, -1, 0, 1, 3)), pause);
    const start = matrix(2, 1, Float32Array.of(-2, 2));
    const { values } = await clusterDifficulty(X, 'cdd', { ...options(2), start, maxIterations: 1 });
    expect(values[2]).toBeLessThan(values[1]);
    expect(values[1]).toBeLessThan(values[0]);
  });

  it('is the distance to the center with one cluster, and 0 where centers coincide', async () => {
    const X = await measurePoints(matrix(2, 1, Float32Array.of(0, 4)), pause);
    expect([...(await clusterDifficulty(X, 'cdd', options(1))).values]).toEqual([2, 2]);
    expect(await clusterDifficulty(X, 'cdd', options(3))).toEqual({
      values: new Float64Array(2),
      clusters: 2,
    });
  });
});
