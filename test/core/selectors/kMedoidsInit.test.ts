import { describe, expect, it } from 'vitest';
import { matrix } from '../../../src/core/math/matrix.ts';
import { indicesOf, poolOf, round } from '../../support/rounds.ts';

describe('k-medoids-init', () => {
  it('picks the middle of each group, the largest group first', async () => {
    const line = [0, 1, 2, 50, 51, 52, 53, 54, 90];
    const pool = poolOf(matrix(9, 1, Float32Array.from(line)));
    const { picks } = await round(pool, 'k-medoids-init', 3, { parameters: { normalize: false } });
    expect(picks.map(({ index, score }) => [index, score])).toEqual([
      [5, 5],
      [1, 3],
      [8, 1],
    ]);
    expect(picks[0].reason.text).toContain('a group of 5 images');
    expect(picks[2].reason.text).toContain('Alone');
  });

  it('makes its groups of what no labeled image stands for', async () => {
    const line = [0, 1, 2, 50, 51, 52, 53, 54, 90];
    const pool = poolOf(matrix(9, 1, Float32Array.from(line)), [5]);
    const result = await round(pool, 'k-medoids-init', 2, { parameters: { normalize: false } });
    expect(indicesOf(result)).toEqual([1, 8]);
  });

  it('fills up with copies and says so', async () => {
    const pool = poolOf(matrix(6, 1, Float32Array.of(1, 1, 1, 5, 5, 5)));
    const { picks, notes } = await round(pool, 'k-medoids-init', 4, { parameters: { normalize: false } });
    expect(picks.slice(0, 2).map(({ index }) => index)).toEqual([0, 3]);
    expect(notes[0]).toContain('the last 2 are copies');
    expect(picks[3].reason.text).toContain('A copy');
  });
});
