import { describe, expect, it } from 'vitest';
import { matrix, row } from '../../../src/core/math/matrix.ts';
import { doubts } from '../../../src/core/selectors/confidence.ts';
import { normalMatrix } from '../../support/syntheticData.ts';

const pause = async (): Promise<void> => {};
const largest = (values: Float64Array, count: number): ReadonlySet<number> =>
  new Set([...values.keys()].sort((a, b) => values[b] - values[a]).slice(0, count));

describe('the confidence of BAL and PT4AL', () => {
  it('of logits scaled to length 1 is what the published code computes from logits that sum to 0', async () => {
    const logits = [3, -1, -2];
    const powers = logits.map(Math.exp);
    const sum = powers.reduce((total, power) => total + power);
    const P = matrix(
      1,
      3,
      Float32Array.from(powers, (power) => power / sum),
    );
    const length = Math.hypot(...logits);
    const scaled = logits.map((logit) => Math.exp(logit / length));
    const expected = scaled[0] / scaled.reduce((total, power) => total + power);
    expect((await doubts(P, Int32Array.of(0), 'normalized-logit', pause))[0]).toBeCloseTo(1 - expected, 6);
    expect((await doubts(P, Int32Array.of(0), 'softmax', pause))[0]).toBeCloseTo(1 - powers[0] / sum, 6);
  });

  it('differs from the softmax: the two agree on a third or so of the 200 least confident', async () => {
    const logits = normalMatrix(5000, 10, 3, { scale: 2 });
    const P = matrix(5000, 10);
    for (let i = 0; i < 5000; i++) {
      const powers = row(logits, i).map((logit) => Math.exp(logit * (1 + (i % 7))));
      const sum = powers.reduce((total, power) => total + power);
      row(P, i).set(powers.map((power) => power / sum));
    }
    const rows = Int32Array.from({ length: 5000 }, (_, i) => i);
    const softmax = largest(await doubts(P, rows, 'softmax', pause), 200);
    const scaled = largest(await doubts(P, rows, 'normalized-logit', pause), 200);
    const both = [...softmax].filter((i) => scaled.has(i)).length;
    expect(both).toBeGreaterThan(10);
    expect(both).toBeLessThan(150);
  });

  it('is full where nothing is known, and none is uniform', async () => {
    const P = matrix(2, 4, Float32Array.of(0, 0, 0, 0, 0.25, 0.25, 0.25, 0.25));
    for (const kind of ['softmax', 'normalized-logit'] as const)
      expect([...(await doubts(P, Int32Array.of(0, 1), kind, pause))]).toEqual([0, 0.75]);
  });
});
