import { describe, expect, it } from 'vitest';
import { gather } from '../../../src/core/math/matrix.ts';
import { indicesOf, poolOf, round } from '../../support/rounds.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

describe('active-ft', () => {
  const { points, cluster } = clusteredMatrix(600, 24, 6, 4, 0.25);
  const seeds = [0, 1, 2, 3, 4, 5];
  const parameters = { iterations: 400, learningRate: 0.01 };

  it('touches more clusters than its random start, and counts whom each pick stands for', async () => {
    let touched = 0;
    let atStart = 0;
    for (const seed of seeds) {
      const { picks } = await round(poolOf(points), 'active-ft', 6, { seed, parameters });
      touched += new Set(picks.map(({ index }) => cluster[index])).size;
      expect(picks.reduce((sum, { score }) => sum + score, 0)).toBe(600);
      const untrained = { iterations: 1, learningRate: 1e-6 };
      const start = indicesOf(await round(poolOf(points), 'active-ft', 6, { seed, parameters: untrained }));
      atStart += new Set(start.map((index) => cluster[index])).size;
    }
    expect(touched).toBeGreaterThan(atStart + 6);
  });

  it('takes one of copies, and the others only when nothing else is left', async () => {
    const copies = gather(clusteredMatrix(5, 8, 5, 1, 0.3).points, [0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
    const result = await round(poolOf(copies, [5]), 'active-ft', 7);
    const first = indicesOf(result).slice(0, 4);
    expect(first.map((index) => index % 5).sort()).toEqual([1, 2, 3, 4]);
    expect(result.notes[0]).toContain('the last 3 are copies');
  });
});
