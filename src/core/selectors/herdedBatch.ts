import type { ActiveRows } from './activeRows.ts';
import type { Coverage } from './coverage.ts';
import { type Choice, type Filling, filledBatch } from './filledBatch.ts';
import { type Herded, herd } from './herding.ts';
import type { Reason, Selection, SelectorContext } from './selector.ts';

/**
 * The batch of a strategy that covers greedily: herded while a candidate adds to the coverage, then farthest first.
 * `describe`: why an active row with this gain (a share of the pool, above 0) was picked.
 */
export async function herdedBatch(
  active: ActiveRows,
  budget: number,
  coverage: Coverage,
  describe: (gain: number, position: number) => Reason,
  ctx: SelectorContext,
): Promise<Selection> {
  const count = Math.min(budget, active.candidates.length);
  const herded = count === 0 ? [] : await herd(active, count, coverage, ctx);
  return filledBatch(active, budget, choicesOf(herded, describe), nothingToAdd, ctx);
}

export function choicesOf(
  herded: readonly Herded[],
  describe: (gain: number, position: number) => Reason,
): readonly Choice[] {
  return herded.map(({ position, gain }) => ({
    position,
    score: gain,
    reason: { ...describe(gain, position), gain },
  }));
}

/** What is said of picks when nothing is left to cover. */
export const nothingToAdd: Filling = {
  text: 'Adds nothing to the coverage; the farthest of those left.',
  note: (picks: number) =>
    `The last ${picks} picks add nothing to the coverage; they were chosen farthest first.`,
};
