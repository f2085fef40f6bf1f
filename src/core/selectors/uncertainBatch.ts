import { pickHighest } from './diversity.ts';
import type { ParameterValues, Pick, Pool, Reason, Selection, SelectorContext } from './selector.ts';
import { withNearest } from './withNearest.ts';

/** What every strategy of this family does once each candidate has a score: picks, reasons, notes. */
export interface UncertainBatch {
  /** One per candidate, in their order; the highest is picked first. */
  readonly scores: Float64Array;
  /** Why this image, without the part about its group; its text has no full stop. */
  reason(row: number, score: number): Reason;
  readonly notes: readonly string[];
}

/** Turns scores into a batch by the parameters of `diversityParameters`. */
export async function uncertainBatch(
  pool: Pool,
  budget: number,
  { scores, reason, notes }: UncertainBatch,
  parameters: ParameterValues,
  ctx: SelectorContext,
): Promise<Selection> {
  const count = Math.min(budget, pool.candidates.length);
  const found = await pickHighest(pool, scores, count, parameters, ctx);
  const picks = found.ranked.map(({ candidate, group }): Pick => {
    const index = pool.candidates[candidate];
    const score = scores[candidate];
    const why = reason(index, score);
    const text =
      group === undefined || group === 1 ? why.text : `${why.text}; it stands for ${group} such images`;
    return { index, score, reason: { ...why, text: `${text}.` } };
  });
  return {
    picks: await withNearest(pool, picks, parameters.normalize === true, ctx),
    shortfall: budget - count,
    notes: [...notes, ...found.notes],
  };
}
