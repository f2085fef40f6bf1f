import { describe, expect, it } from 'vitest';
import { matrix, row } from '../../../src/core/math/matrix.ts';
import { indicesOf, poolOf, round } from '../../support/rounds.ts';
import { normalMatrix } from '../../support/syntheticData.ts';

describe('k-center', () => {
  const line = matrix(6, 1, Float32Array.of(0, 1, 2, 9, 10, 4));

  it('starts at the medoid, at the first image or at random, and then goes farthest first', async () => {
    expect(indicesOf(await round(poolOf(line), 'k-center', 3))).toEqual([5, 4, 0]);
    const index0 = await round(poolOf(line), 'k-center', 3, { parameters: { first: 'index0' } });
    expect(indicesOf(index0)).toEqual([0, 4, 5]);
    expect(index0.picks[0].reason).toEqual({ text: 'The first image of the pool.' });
    const firsts = [1, 2, 3, 4, 5, 6].map(
      async (seed) =>
        (await round(poolOf(line), 'k-center', 1, { seed, parameters: { first: 'random' } })).picks[0].index,
    );
    expect(new Set(await Promise.all(firsts)).size).toBeGreaterThan(1);
  });

  it('starts from the labeled images and tells how far each pick is from the nearest', async () => {
    const { picks } = await round(poolOf(line, [0]), 'k-center', 2);
    expect(picks.map(({ index, score }) => [index, score])).toEqual([
      [4, 10],
      [5, 4],
    ]);
    expect(picks[1].reason.nearestLabeled).toEqual({ index: 0, distance: 4 });
  });

  it('looks only at directions with the cosine metric', async () => {
    const X = matrix(4, 2, Float32Array.of(1, 0, 100, 0, 0, 1, 5, 5));
    expect(indicesOf(await round(poolOf(X, [0]), 'k-center', 1))).toEqual([1]);
    expect(
      indicesOf(await round(poolOf(X, [0]), 'k-center', 1, { parameters: { metric: 'cosine' } })),
    ).toEqual([2]);
  });

  it('says how many picks are copies', async () => {
    const X = normalMatrix(8, 3, 1);
    for (const copy of [4, 5, 6]) row(X, copy).set(row(X, 0));
    const result = await round(poolOf(X), 'k-center', 8);
    expect(result.notes).toEqual([
      '3 of the picks are copies of labeled or picked images: no others were left.',
    ]);
  });
});
