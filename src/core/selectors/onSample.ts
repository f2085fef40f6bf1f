import type { Pool, Selector, SelectorContext } from './selector.ts';

/** Candidates at most for a strategy that compares every pair of rows. */
export const mostCompared = 50_000;
/** A sample holds so many candidates for each pick at least. */
const candidatesPerPick = 4;

/**
 * A strategy whose time or memory would grow beyond bounds: where there are more than `most` candidates it looks at that
 * many of them, drawn at random, and at all labeled images. Notes and reasons say so.
 */
export function onSample(most: number, select: Selector['select']): Selector['select'] {
  return async (pool, budget, parameters, ctx) => {
    const sample = sampleCandidates(pool, Math.max(most, candidatesPerPick * budget), ctx);
    if (sample === pool) return select(pool, budget, parameters, ctx);
    const selection = await select(sample, budget, parameters, ctx);
    const among = `a random ${count(sample)} of the ${count(pool)} images without a label`;
    return {
      ...selection,
      picks: selection.picks.map((pick) => ({
        ...pick,
        reason: { ...pick.reason, text: `${pick.reason.text} Chosen among ${among}.` },
      })),
      notes: [`To be done in time, this strategy looked at ${among}.`, ...selection.notes],
    };
  };
}

/** The pool with no more than `most` of its candidates, drawn at random; the pool itself if it has no more. */
export function sampleCandidates(pool: Pool, most: number, { rng }: Pick<SelectorContext, 'rng'>): Pool {
  const { candidates } = pool;
  if (candidates.length <= most) return pool;
  const drawn = rng.fork('sample').permutation(candidates.length).subarray(0, most).sort();
  return { ...pool, candidates: drawn.map((candidate) => candidates[candidate]) };
}

function count({ candidates }: Pool): string {
  return candidates.length.toLocaleString('en');
}
