import { describe, expect, it } from 'vitest';
import { gather, matrix } from '../../../src/core/math/matrix.ts';
import { greedyCoverage } from '../../support/greedyCoverage.ts';
import { indicesOf, poolOf, round } from '../../support/rounds.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

/** Rows on a line, not scaled. */
function onALine(values: readonly number[], labeled: readonly number[] = []) {
  return poolOf(matrix(values.length, 1, Float32Array.from(values)), labeled);
}

describe('prob-cover', () => {
  it('picks what greedy covering by balls picks step by step, with and without labels', async () => {
    const { points } = clusteredMatrix(500, 12, 9, 3, 0.5);
    for (const labeled of [[], [4, 5, 6, 300]]) {
      const pool = poolOf(points, labeled);
      const result = await round(pool, 'prob-cover', 15, { parameters: { delta: 0.5 } });
      const expected = greedyCoverage(pool, 15, (squared) => (squared < 0.25 ? 1 : 0));
      expect(indicesOf(result)).toEqual(expected.map(({ index }) => index));
      for (const [rank, { score }] of result.picks.entries())
        expect(score).toBeCloseTo(expected[rank].gain, 9);
    }
  });

  it('breaks ties to the lowest, and says how much is covered', async () => {
    const pool = onALine([0, 1, 2, 10, 11, 50]);
    const parameters = { delta: 1, normalize: false };
    const { picks, notes } = await round(pool, 'prob-cover', 2, {
      parameters: { ...parameters, delta: 1.5 },
    });
    expect(picks.map(({ index }) => index)).toEqual([1, 3]);
    expect(picks[0].reason.text).toContain('Stands for 2 images');
    expect(notes).toEqual([
      'Labeled and picked images now stand, within a distance of 1.50, for 83.3 % of all images.',
    ]);
  });

  it('counts a ball without its border, and goes on softly where balls hold but their own image', async () => {
    const pool = onALine([0, 1, 2, 10, 11, 50]);
    const { picks, notes } = await round(pool, 'prob-cover', 3, {
      parameters: { delta: 1, normalize: false },
    });
    // With the border every ball around 1 would hold three. Softly 1 has two neighbors, 10 and 11 one, 50 none.
    expect(picks.map(({ index }) => index)).toEqual([1, 3, 5]);
    expect(picks[0].reason.text).toContain('Stands for itself only');
    expect(notes.join()).toContain('the last 3 picks follow the soft coverage');
  });

  it('does not take what is left from the first class of a pool in the order of its folders', async () => {
    // 20 images of each of 5 classes, all so far apart that no ball holds two.
    const { points, cluster } = clusteredMatrix(100, 16, 5, 3, 0.5);
    const order = Int32Array.from(cluster.keys()).sort((a, b) => cluster[a] - cluster[b] || a - b);
    const { picks } = await round(poolOf(gather(points, order)), 'prob-cover', 15, {
      parameters: { delta: 1e-3 },
    });
    expect(new Set(picks.map(({ index }) => cluster[order[index]])).size).toBe(5);
  });

  it('goes on softly when all is covered, and never picks twice or a labeled image', async () => {
    const pool = onALine([0, 1, 2, 3, 4, 5], [0]);
    const { picks, notes } = await round(pool, 'prob-cover', 3, {
      parameters: { delta: 9, normalize: false },
    });
    expect(picks.map(({ index }) => index)).toEqual([4, 2, 1]);
    expect(notes.join()).toContain('for 100 % of all images');
    expect(notes.join()).toContain('the last 3 picks follow the soft coverage');
  });

  it('takes as radius the largest at which the asked share of balls is pure, and returns the curve', async () => {
    // The distances to the nearest row of the other group are 10, 9, 8, 8, 9 and 10.
    const values = [0, 1, 2, 10, 11, 12];
    const clusters = Int32Array.of(0, 0, 0, 1, 1, 1);
    const pool = { ...onALine(values), clusters };
    const ask = (purity: number) =>
      round(pool, 'prob-cover', 2, { parameters: { normalize: false, purity } });
    expect((await ask(1)).curve?.chosen).toBeCloseTo(8, 6);
    expect((await ask(0.7)).curve?.chosen).toBeCloseTo(8, 6);
    const { curve } = await ask(0.6);
    expect(curve?.chosen).toBeCloseTo(9, 6);
    expect(curve?.parameter).toBe('delta');
    const purityAt = (radius: number): number | undefined =>
      curve?.points.findLast(({ value }) => value <= radius + 1e-6)?.measured;
    expect([purityAt(0), purityAt(7.65), purityAt(9), purityAt(9.9), purityAt(18)]).toEqual([
      1,
      1,
      2 / 3,
      1 / 3,
      0,
    ]);
  });

  it('finds groups by itself, as many as there are classes, or else as there are picks', async () => {
    const { points } = clusteredMatrix(600, 16, 6, 2, 0.2);
    const known = await round({ ...poolOf(points), classCount: 6 }, 'prob-cover', 6);
    expect(known.notes.join()).not.toContain('not known');
    expect(known.curve?.chosen).toBeGreaterThan(0.3);
    const unknown = await round(poolOf(points), 'prob-cover', 6);
    expect(unknown.notes[0]).toContain('as if there were 6');
  });

  it('takes copies that the given groups tear apart: the radius is not 0', async () => {
    const pool = { ...onALine([0, 0, 0, 5, 5, 5]), clusters: Int32Array.of(0, 1, 0, 1, 0, 1) };
    const result = await round(pool, 'prob-cover', 2, { parameters: { normalize: false } });
    expect(indicesOf(result)).toEqual([0, 3]);
  });
});
