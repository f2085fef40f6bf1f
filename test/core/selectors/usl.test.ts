import { describe, expect, it } from 'vitest';
import { matrix, squaredDistance } from '../../../src/core/math/matrix.ts';
import { createRng } from '../../../src/core/rng.ts';
import { indicesOf, poolOf, round } from '../../support/rounds.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

/** 1 / mean squared distance to the k nearest rows of one matrix, each row among its own. */
function densities(X: ReturnType<typeof matrix>, k: number): readonly number[] {
  return Array.from({ length: X.rows }, (_, i) => {
    const squared = Array.from({ length: X.rows }, (_, j) => squaredDistance(X, i, X, j));
    squared.sort((a, b) => a - b);
    return k / squared.slice(0, k).reduce((sum, one) => sum + one, 0);
  });
}

describe('usl', () => {
  it('in one round picks the densest image of each group', async () => {
    const { points, cluster } = clusteredMatrix(300, 8, 5, 2, 0.15);
    const { picks } = await round(poolOf(points), 'usl', 5, { parameters: { rounds: 1 } });
    const density = densities(points, 20);
    for (const { index, score } of picks) {
      const own = [...cluster.keys()].filter((i) => cluster[i] === cluster[index]);
      expect(index).toBe(own.reduce((best, i) => (density[i] > density[best] ? i : best)));
      expect(score).toBeCloseTo(density[index], 1);
    }
    expect(new Set(picks.map(({ index }) => cluster[index])).size).toBe(5);
  });

  it('in further rounds moves away from the picks of other groups', async () => {
    const { points } = clusteredMatrix(300, 8, 5, 2, 0.6);
    const apart = (picks: readonly number[]): number => {
      const distances = picks.flatMap((a, i) =>
        picks.slice(0, i).map((b) => squaredDistance(points, a, points, b)),
      );
      return distances.reduce((sum, one) => sum + one, 0) / distances.length;
    };
    const ask = async (rounds: number): Promise<number> =>
      apart(indicesOf(await round(poolOf(points), 'usl', 8, { parameters: { rounds, weight: 5 } })));
    expect(await ask(10)).toBeGreaterThan(1.1 * (await ask(1)));
  });

  it('weighs nearness as its formula reads', async () => {
    const rng = createRng('two groups');
    const values = Array.from({ length: 40 }, (_, i) => rng.next() + (i < 20 ? 0 : 1.7));
    const X = matrix(40, 1, Float32Array.from(values));
    const [weight, momentum, alpha] = [0.8, 0.6, 0.7];
    const density = densities(X, 9);
    const nearness = new Array<number>(40).fill(0);
    const bestOf = (from: number): number =>
      Array.from({ length: 20 }, (_, i) => from + i).reduce((best, i) =>
        density[i] - weight * nearness[i] > density[best] - weight * nearness[best] ? i : best,
      );
    let picks = [bestOf(0), bestOf(20)];
    for (let step = 1; step < 6; step++) {
      for (let i = 0; i < 40; i++) {
        const squared = (values[i] - values[picks[i < 20 ? 1 : 0]]) ** 2;
        const near = squared < 4 ? 1 / squared ** alpha : 0;
        nearness[i] = momentum * nearness[i] + (1 - momentum) * near;
      }
      picks = [bestOf(0), bestOf(20)];
    }
    const parameters = { normalize: false, neighbors: 9, rounds: 6, weight, momentum, alpha };
    const result = await round(poolOf(X), 'usl', 2, { parameters });
    expect([...indicesOf(result)].sort((i, j) => i - j)).toEqual(picks);
    for (const { index, score } of result.picks)
      expect(score).toBeCloseTo(density[index] - weight * nearness[index], 2);
  });

  it('keeps away from labeled images', async () => {
    const { points, cluster } = clusteredMatrix(300, 8, 6, 2, 0.15);
    const labeled = [...cluster.keys()].filter((i) => cluster[i] === 0).slice(0, 3);
    const picks = indicesOf(await round(poolOf(points, labeled), 'usl', 5));
    expect(picks.some((index) => cluster[index] === 0)).toBe(false);
  });
});
