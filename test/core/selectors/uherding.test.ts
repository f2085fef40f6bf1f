import { describe, expect, it } from 'vitest';
import { matrix, row } from '../../../src/core/math/matrix.ts';
import type { Predictions } from '../../../src/core/model/predictions.ts';
import type { Pool } from '../../../src/core/selectors/selector.ts';
import { gaussian, greedyCoverage } from '../../support/greedyCoverage.ts';
import { fakePredictions, indicesOf, poolOf, round } from '../../support/rounds.ts';
import { clusteredMatrix, normalMatrix } from '../../support/syntheticData.ts';

/** 400 x 10 in 8 clusters with labels in two classes and predictions. */
function labeledPool(): Pool & { readonly predictions: Predictions } {
  const { points } = clusteredMatrix(400, 10, 8, 3, 0.5);
  const pool = poolOf(points, [4, 5, 6, 300]);
  pool.labels[5] = 1;
  return { ...pool, classCount: 2, predictions: fakePredictions(points, 2) };
}

describe('uherding', () => {
  it.each(['margin', 'entropy', 'least-confidence'])(
    'picks what greedy coverage weighted by %s picks step by step',
    async (uncertainty) => {
      const pool = labeledPool();
      const weight = (n: number): number => {
        if (pool.labels[n] >= 0) return 0;
        const [p, q] = row(pool.predictions.probabilities, n);
        if (uncertainty === 'margin') return 1 - Math.abs(p - q);
        if (uncertainty === 'least-confidence') return Math.min(p, q);
        return -(p * Math.log(p) + q * Math.log(q)) / Math.log(2);
      };
      const result = await round(pool, 'uherding', 12, { parameters: { uncertainty, sigma: 0.7 } });
      const expected = greedyCoverage(pool, 12, gaussian(0.7), weight);
      expect(indicesOf(result)).toEqual(expected.map(({ index }) => index));
      for (const [rank, { score, reason }] of result.picks.entries()) {
        expect(score).toBeCloseTo(expected[rank].gain, 5);
        expect(reason.prediction?.confidence).toBeGreaterThanOrEqual(0.5);
        expect(reason.text).toContain('fake.csv');
      }
    },
  );

  it('takes the smallest distance above 0 between two labeled images as width', async () => {
    const pool = labeledPool();
    const X = pool.embeddings ?? matrix(0, 0);
    row(X, 6).set(row(X, 4));
    const apart = (a: number, b: number): number =>
      Math.hypot(...row(X, a).map((value, j) => value - row(X, b)[j]));
    const sigma = Math.min(apart(4, 5), apart(4, 300), apart(5, 300));
    const adaptive = await round(pool, 'uherding', 10);
    const fixed = await round(pool, 'uherding', 10, { parameters: { sigma } });
    expect(indicesOf(adaptive)).toEqual(indicesOf(fixed));
    expect(adaptive.picks[0].score).toBeCloseTo(fixed.picks[0].score, 6);
    const wide = await round(pool, 'uherding', 10, { parameters: { sigma: 1 } });
    expect(adaptive.picks[0].score).not.toBeCloseTo(wide.picks[0].score, 3);
  });

  it('without a model picks what max-herding picks, and says so', async () => {
    const pool = poolOf(normalMatrix(200, 6, 1), [3, 4, 5]);
    const result = await round(pool, 'uherding', 10);
    expect(indicesOf(result)).toEqual(indicesOf(await round(pool, 'max-herding', 10)));
    expect(result.notes[0]).toContain('this is MaxHerding');
  });

  it('passes over regions of which the model is certain', async () => {
    const X = normalMatrix(100, 4, 1);
    const probabilities = matrix(100, 2);
    for (let i = 0; i < 100; i++) row(probabilities, i).set(i < 60 ? [1, 0] : [0.5, 0.5]);
    const predictions = { probabilities, source: 'mine.csv', isCalibrated: false };
    const far = X.data.map((value, at) => value + (at < 60 * 4 ? 50 : -50));
    const pool = { ...poolOf(matrix(100, 4, far)), classCount: 2, predictions };
    const { picks } = await round(pool, 'uherding', 5);
    expect(picks.every(({ index }) => index >= 60)).toBe(true);
  });

  it('says when the model is certain of every image, and still fills the batch', async () => {
    const probabilities = matrix(
      50,
      2,
      Float32Array.from({ length: 100 }, (_, at) => 1 - (at % 2)),
    );
    const predictions = { probabilities, source: 'mine.csv', isCalibrated: false };
    const result = await round({ ...poolOf(normalMatrix(50, 4)), classCount: 2, predictions }, 'uherding', 5);
    expect(new Set(indicesOf(result)).size).toBe(5);
    expect(result.notes[0]).toContain('certain of every image (mine.csv)');
  });

  it('counts images of which nothing is known in full', async () => {
    const probabilities = matrix(40, 2);
    for (let i = 0; i < 20; i++) row(probabilities, i).set([0.9, 0.1]);
    const predictions = { probabilities, source: 'mine.csv', isCalibrated: false };
    const values = Float32Array.from({ length: 40 }, (_, i) => (i < 20 ? i / 100 : 100 + i / 100));
    const pool = { ...poolOf(matrix(40, 1, values)), classCount: 2, predictions };
    const { picks } = await round(pool, 'uherding', 1, { parameters: { normalize: false } });
    expect(picks[0].index).toBeGreaterThanOrEqual(20);
    expect(picks[0].reason.prediction).toBeUndefined();
  });
});
