import { describe, expect, it } from 'vitest';
import { matrix } from '../../../src/core/math/matrix.ts';
import { gaussian, greedyCoverage } from '../../support/greedyCoverage.ts';
import { indicesOf, poolOf, round } from '../../support/rounds.ts';
import { clusteredMatrix, normalMatrix } from '../../support/syntheticData.ts';

describe('max-herding', () => {
  it('picks what greedy coverage picks step by step, with and without labels', async () => {
    const { points } = clusteredMatrix(500, 12, 9, 3, 0.5);
    for (const [labeled, sigma] of [
      [[], 1],
      [[4, 5, 6, 300], 0.6],
    ] as const) {
      const pool = poolOf(points, labeled);
      const result = await round(pool, 'max-herding', 15, { parameters: { sigma } });
      const expected = greedyCoverage(pool, 15, gaussian(sigma));
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
