import { describe, expect, it } from 'vitest';
import { matrix } from '../../../src/core/math/matrix.ts';
import type { Pool } from '../../../src/core/selectors/selector.ts';
import { fakePredictions, indicesOf, poolOf, round } from '../../support/rounds.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

/** Images on a line, each with a probability of the first of two classes. */
function line(places: readonly number[], shares: readonly number[]): Pool {
  const probabilities = matrix(
    places.length,
    2,
    Float32Array.from(shares.flatMap((share) => [share, 1 - share])),
  );
  return {
    ...poolOf(matrix(places.length, 1, Float32Array.from(places))),
    classCount: 2,
    predictions: { probabilities, source: 'mine.csv', isCalibrated: false },
  };
}

describe('cluster-margin', () => {
  const places = [0, 0.01, 0.02, 5, 5.01, 9, 20, 30];
  const parameters = { normalize: false, meanClusterSize: 1.6 };

  it('goes round the clusters, smallest first, one random member of each', async () => {
    const pool = line(places, [0.5, 0.5, 0.5, 0.6, 0.6, 0.7, 0.8, 0.9]);
    for (const seed of [0, 1, 2]) {
      const picks = indicesOf(await round(pool, 'cluster-margin', 7, { seed, parameters }));
      expect(picks.slice(0, 3)).toEqual([5, 6, 7]);
      expect([picks[3], picks[5]].sort()).toEqual([3, 4]);
      expect([0, 1, 2]).toContain(picks[4]);
      expect([0, 1, 2]).toContain(picks[6]);
    }
    const members = [0, 1, 2, 3, 4, 5].map(
      async (seed) => indicesOf(await round(pool, 'cluster-margin', 5, { seed, parameters }))[4],
    );
    expect(new Set(await Promise.all(members)).size).toBeGreaterThan(1);
  });

  it('sizes clusters by their members among the least certain only', async () => {
    const pool = line(places, [0.5, 0.99, 0.99, 0.52, 0.53, 0.54, 0.99, 0.99]);
    const result = await round(pool, 'cluster-margin', 2, { parameters: { ...parameters, candidates: 2 } });
    expect(indicesOf(result)).toEqual([0, 5]);
    expect(result.picks[0].reason.text).toBe(
      'Between two classes: 50 % for one and 50 % for the next, says mine.csv.',
    );
    const third = await round(pool, 'cluster-margin', 3, { parameters: { ...parameters, candidates: 1.3 } });
    expect(third.picks[2].reason.text).toMatch(/; one of 2 look-alikes\.$/);
  });

  it('with as many candidates as picks takes the smallest margins', async () => {
    const { points } = clusteredMatrix(200, 8, 5, 1, 0.5);
    const pool = { ...poolOf(points, [3]), classCount: 3, predictions: fakePredictions(points, 3) };
    const sorted = async (id: string, given: Record<string, string | number>): Promise<readonly number[]> =>
      [...indicesOf(await round(pool, id, 20, { parameters: given }))].sort((a, b) => a - b);
    expect(await sorted('cluster-margin', { candidates: 1 })).toEqual(
      await sorted('margin', { diversity: 'none' }),
    );
  });

  it('cuts a pool of more than 5,000 into groups first, and says so', async () => {
    const { points } = clusteredMatrix(5200, 4, 9, 1, 0.5);
    const pool = { ...poolOf(points), classCount: 2, predictions: fakePredictions(points, 2) };
    const { picks, notes } = await round(pool, 'cluster-margin', 20);
    expect(picks.length).toBe(20);
    expect(notes).toEqual([
      'In more than 5000 images, look-alikes are sought within groups made by k-means.',
    ]);
  });
});
