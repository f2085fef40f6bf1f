import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { selectBatch } from '../../src/core/round.ts';
import { maxHerding } from '../../src/core/selectors/maxHerding.ts';
import { checkParameters, defaultParameters } from '../../src/core/selectors/parameters.ts';
import { selectorIds, selectors } from '../../src/core/selectors/registry.ts';
import { typiclust } from '../../src/core/selectors/typiclust.ts';
import { poolOf, round, roundContext } from '../support/rounds.ts';
import { normalMatrix } from '../support/syntheticData.ts';

const pool = poolOf(normalMatrix(60, 4, 1));

async function messageOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).code).toBe('usage');
  return (error as UserError).message;
}

describe('selectBatch', () => {
  it('returns the complete parameters, the seed and the strategy that ran', async () => {
    const result = await round(pool, 'max-herding', 3, { seed: 7, parameters: { sigma: '0.5' } });
    expect(result).toMatchObject({
      selector: 'max-herding',
      seed: 7,
      parameters: { sigma: 0.5, normalize: true },
      shortfall: 0,
    });
  });

  it('names the nearest strategy when one is unknown', async () => {
    expect(await messageOf(round(pool, 'tipiclust', 3))).toBe(
      'There is no strategy "tipiclust"; did you mean typiclust?',
    );
    expect(await messageOf(round(pool, '__proto__', 3))).toContain(
      `the known ones are ${selectorIds.join(', ')}`,
    );
  });

  it.each([0, -1, 2.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses the budget %d', async (budget) => {
    expect(await messageOf(round(pool, 'random', budget))).toBe(
      `The budget is ${budget}; it must be a whole number of at least 1.`,
    );
  });

  it('refuses embeddings or clusters that do not fit the pool, and a missing matrix', async () => {
    const wrong = { ...pool, size: 61 };
    expect(await messageOf(round(wrong, 'k-center', 3))).toContain('60 embeddings for 61 images');
    const clusters = { ...pool, clusters: new Int32Array(3) };
    expect(await messageOf(round(clusters, 'typiclust', 3))).toContain('3 cluster ids for 60 images');
    const { embeddings: _, ...bare } = pool;
    expect(await messageOf(round(bare, 'k-center', 3))).toContain('needs embeddings');
    expect((await round(bare, 'random', 3)).picks.length).toBe(3);
  });

  it('tells a shortfall and how many there were', async () => {
    const result = await round(pool, 'random', 100);
    expect(result.shortfall).toBe(40);
    expect(result.notes).toEqual(['Only 60 images are left to choose from, fewer than the 100 asked for.']);
  });

  it('refuses what a broken strategy returns', async () => {
    const real = selectors.find(({ id }) => id === 'random');
    if (real === undefined) throw new Error('No random strategy.');
    const { select } = real;
    const breaks = [
      { index: 5, score: 0 },
      { index: 60, score: 0 },
      { index: 6, score: Number.NaN },
    ];
    for (const last of breaks) {
      const picks = [{ index: 5, score: 0 }, last].map((pick) => ({ ...pick, reason: { text: 'Wrong.' } }));
      Object.assign(real, { select: async () => ({ picks, shortfall: 0, notes: [] }) });
      const request = { selector: 'random', parameters: {}, budget: 2, seed: 0 };
      const running = selectBatch(pool, request, roundContext());
      await expect(running).rejects.toMatchObject({ code: 'internal' });
    }
    Object.assign(real, { select });
  });
});

describe('parameters', () => {
  it('have the defaults of the design', () => {
    expect(defaultParameters(typiclust)).toEqual({
      normalize: true,
      neighbors: 20,
      minClusterSize: 5,
      maxClusters: 500,
      distance: 'squared',
      restarts: 0,
    });
    expect(defaultParameters(maxHerding)).toEqual({ normalize: true, sigma: 1 });
    const kCenter = selectors.find(({ id }) => id === 'k-center');
    expect(kCenter && defaultParameters(kCenter)).toEqual({
      first: 'medoid',
      metric: 'euclidean',
      normalize: false,
    });
  });

  it('are read from texts, numbers and words', () => {
    expect(checkParameters(maxHerding, { sigma: 'median', normalize: 'false' })).toEqual({
      sigma: 'median',
      normalize: false,
    });
    expect(checkParameters(typiclust, { neighbors: '7', distance: 'euclidean' })).toMatchObject({
      neighbors: 7,
      distance: 'euclidean',
    });
  });

  it.each([
    [
      'typiclust',
      { neighbours: 3 },
      'The strategy typiclust has no parameter "neighbours"; did you mean neighbors?',
    ],
    ['typiclust', { zzz: 3 }, 'it has normalize, neighbors, minClusterSize'],
    ['auto', { sigma: 1 }, 'The strategy auto has no parameters, so "sigma" cannot be set.'],
    [
      'typiclust',
      { neighbors: 0 },
      'The parameter neighbors of typiclust is 0; it must be a whole number of at least 1.',
    ],
    ['typiclust', { neighbors: 2.5 }, 'it must be a whole number'],
    ['typiclust', { restarts: 101 }, 'a whole number from 0 to 100'],
    ['typiclust', { distance: 'manhattan' }, 'one of squared, euclidean'],
    ['typiclust', { normalize: 1 }, 'true or false'],
    ['max-herding', { sigma: -1 }, 'a number of at least 0.000001 or median'],
    ['max-herding', { sigma: '' }, 'a number'],
    ['max-herding', { sigma: Number.NaN }, 'a number'],
    ['max-herding', { constructor: 1 }, 'no parameter "constructor"'],
  ])('%s refuses %j', async (selector, parameters, expected) => {
    expect(await messageOf(round(pool, selector, 3, { parameters }))).toContain(expected);
  });
});
