import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/core/rng.ts';
import { onSample, sampleCandidates } from '../../../src/core/selectors/onSample.ts';
import type { Pool, Selection, SelectorContext } from '../../../src/core/selectors/selector.ts';
import { poolOf, roundContext } from '../../support/rounds.ts';
import { normalMatrix } from '../../support/syntheticData.ts';

const pool = poolOf(normalMatrix(3000, 2), [5, 2000]);
const ctx = (): SelectorContext => ({ ...roundContext(), rng: createRng(3), totalBudget: 0 });

/** Picks the first candidates, and keeps the pool it was given. */
function firstCandidates(seen: Pool[]): (pool: Pool, budget: number) => Promise<Selection> {
  return async (given, budget) => {
    seen.push(given);
    const indices = [...given.candidates.subarray(0, budget)];
    return {
      picks: indices.map((index) => ({ index, score: 0, reason: { text: 'The first.' } })),
      shortfall: 0,
      notes: ['Done.'],
    };
  };
}

describe('a strategy on a sample', () => {
  it('sees all labeled rows and no more candidates than it may, in pool order, the same for the same seed', async () => {
    const seen: Pool[] = [];
    const select = onSample(1000, firstCandidates(seen));
    await select(pool, 10, {}, ctx());
    await select(pool, 10, {}, ctx());
    const [{ candidates, labeled }, again] = seen;
    expect(labeled).toEqual(pool.labeled);
    expect(candidates.length).toBe(1000);
    expect(new Set(candidates).size).toBe(1000);
    expect(candidates).toEqual(candidates.slice().sort());
    expect(candidates.every((row) => pool.labels[row] < 0)).toBe(true);
    expect(again.candidates).toEqual(candidates);
    expect(candidates.filter((row) => row < 1500).length).toBeGreaterThan(400);
  });

  it('says so in the notes and in every reason', async () => {
    const selection = await onSample(1000, firstCandidates([]))(pool, 2, {}, ctx());
    expect(selection.notes).toEqual([
      'To be done in time, this strategy looked at a random 1,000 of the 2,998 images without a label.',
      'Done.',
    ]);
    expect(selection.picks.map(({ reason }) => reason.text)).toEqual(
      Array(2).fill('The first. Chosen among a random 1,000 of the 2,998 images without a label.'),
    );
  });

  it('is the strategy itself where the pool is no larger, and has room for a large batch', async () => {
    const seen: Pool[] = [];
    const small = await onSample(2998, firstCandidates(seen))(pool, 2, {}, ctx());
    expect(seen[0]).toBe(pool);
    expect(small.notes).toEqual(['Done.']);
    await onSample(10, firstCandidates(seen))(pool, 500, {}, ctx());
    expect(seen[1].candidates.length).toBe(2000);
    expect(sampleCandidates(pool, 5000, ctx())).toBe(pool);
  });
});
