import { describe, expect, it } from 'vitest';
import { matrix, squaredDistance } from '../../../src/core/math/matrix.ts';
import type { Pool } from '../../../src/core/selectors/selector.ts';
import { indicesOf, poolOf, round } from '../../support/rounds.ts';
import { clusteredMatrix, normalMatrix } from '../../support/syntheticData.ts';

/** Algorithm 1 of the paper with every gain computed anew in each step, on rows as they are. */
function stepByStep(pool: Pool, budget: number, sigma: number): readonly { index: number; gain: number }[] {
  const X = pool.embeddings ?? matrix(0, 0);
  const similarity = (a: number, b: number): number => Math.exp(-squaredDistance(X, a, X, b) / sigma ** 2);
  const rows = [...pool.labeled, ...pool.candidates];
  const best = new Map(rows.map((n) => [n, Math.max(0, ...[...pool.labeled].map((l) => similarity(n, l)))]));
  const left = new Set(pool.candidates);
  return Array.from({ length: budget }, () => {
    let winner = { index: -1, gain: -1 };
    for (const index of left) {
      let gain = 0;
      for (const n of rows) gain += Math.max(0, similarity(n, index) - (best.get(n) ?? 0)) / rows.length;
      if (gain > winner.gain) winner = { index, gain };
    }
    left.delete(winner.index);
    for (const n of rows) best.set(n, Math.max(best.get(n) ?? 0, similarity(n, winner.index)));
    return winner;
  });
}

describe('max-herding', () => {
  it('picks what greedy coverage picks step by step, with and without labels', async () => {
    const { points } = clusteredMatrix(500, 12, 9, 3, 0.5);
    for (const [labeled, sigma] of [
      [[], 1],
      [[4, 5, 6, 300], 0.6],
    ] as const) {
      const pool = poolOf(points, labeled);
      const result = await round(pool, 'max-herding', 15, { parameters: { sigma } });
      const expected = stepByStep(pool, 15, sigma);
      expect(indicesOf(result)).toEqual(expected.map(({ index }) => index));
      for (const [rank, { score, reason }] of result.picks.entries()) {
        expect(score).toBeCloseTo(expected[rank].gain, 5);
        expect(reason.gain).toBe(score);
      }
    }
  });

  it('takes the rest farthest first when nothing adds to the coverage, and says so', async () => {
    const X = matrix(6, 2, Float32Array.of(1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0.6, 0.8));
    const result = await round(poolOf(X), 'max-herding', 6);
    expect(indicesOf(result).slice(3)).toEqual([1, 3, 4]);
    expect(result.notes).toEqual([
      'The last 3 picks add nothing to the coverage; they were chosen farthest first.',
    ]);
    expect(result.picks[5].reason.text).toContain('Adds nothing');
  });

  it('takes the median distance as width when asked to, and survives a median of 0', async () => {
    const far = normalMatrix(300, 8, 2, { scale: 100 });
    const median = await round(poolOf(far), 'max-herding', 5, {
      parameters: { sigma: 'median', normalize: false },
    });
    const one = await round(poolOf(far), 'max-herding', 5, { parameters: { sigma: 1, normalize: false } });
    expect(median.picks[0].score).toBeGreaterThan(10 * one.picks[0].score);
    const same = poolOf(matrix(20, 3, new Float32Array(60).fill(1)));
    expect((await round(same, 'max-herding', 3, { parameters: { sigma: 'median' } })).picks.length).toBe(3);
  });
});
