import { describe, expect, it } from 'vitest';
import { matrix } from '../../../src/core/math/matrix.ts';
import { indicesOf, poolOf, round } from '../../support/rounds.ts';

describe('freesel', () => {
  it('draws in proportion to the squared cosine distance to what is chosen', async () => {
    // Cosines to the labeled (1, 0): 0.6 and 0, so distances 0.4 and 1, weights 0.16 and 1.
    const X = matrix(4, 2, Float32Array.of(1, 0, 3, 4, 0, 2, 5, 0));
    const pool = poolOf(X, [0]);
    const draws = 400;
    let near = 0;
    for (let seed = 0; seed < draws; seed++) {
      const [first] = indicesOf(await round(pool, 'freesel', 1, { seed }));
      expect(first).not.toBe(3);
      if (first === 1) near++;
    }
    const expected = 0.16 / 1.16;
    const error = Math.sqrt((expected * (1 - expected)) / draws);
    expect(Math.abs(near / draws - expected)).toBeLessThan(3 * error);
  });

  it('takes copies only when nothing else is left, and says so', async () => {
    const X = matrix(4, 2, Float32Array.of(1, 0, 3, 4, 0, 2, 5, 0));
    const { picks, notes } = await round(poolOf(X, [0]), 'freesel', 3);
    expect(picks[2].index).toBe(3);
    expect(picks[2].reason.nearestLabeled).toEqual({ index: 0, distance: 0 });
    expect(notes[0]).toContain('the last 1 are copies');
  });

  it('draws the first of all with equal probability', async () => {
    const X = matrix(2, 2, Float32Array.of(1, 0, 0, 1));
    const firsts = await Promise.all(
      Array.from({ length: 100 }, async (_, seed) =>
        indicesOf(await round(poolOf(X), 'freesel', 1, { seed })),
      ),
    );
    const zeros = firsts.filter(([first]) => first === 0).length;
    expect(zeros).toBeGreaterThan(35);
    expect(zeros).toBeLessThan(65);
  });
});
