import { activeRows } from './activeRows.ts';
import { pickHighest } from './diversity.ts';
import { nearestLabeled } from './nearestLabeled.ts';
import type { ParameterValues, Pool, Reason, Selection, SelectorContext } from './selector.ts';

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
  const rows = found.ranked.map(({ candidate }) => pool.candidates[candidate]);
  const nearest = await nearestLabels(pool, rows, parameters.normalize === true, ctx);
  const picks = found.ranked.map(({ candidate, group }, rank) => {
    const index = rows[rank];
    const why = reason(index, scores[candidate]);
    const text =
      group === undefined || group === 1 ? why.text : `${why.text}; it stands for ${group} such images`;
    const near = nearest[rank];
    return {
      index,
      score: scores[candidate],
      reason: { ...why, text: `${text}.`, ...(near && { nearestLabeled: near }) },
    };
  });
  return { picks, shortfall: budget - count, notes: [...notes, ...found.notes] };
}

/** For each pick (pool rows, in order) the nearest labeled or earlier picked row; looks at no other rows. */
export async function nearestLabels(
  pool: Pool,
  picks: readonly number[],
  normalize: boolean,
  ctx: SelectorContext,
): Promise<readonly Reason['nearestLabeled'][]> {
  if (pool.embeddings === undefined || picks.length === 0) return picks.map(() => undefined);
  const candidates = Int32Array.from(picks).sort();
  const active = await activeRows({ ...pool, candidates }, normalize, ctx);
  const position = new Map(Array.from(active.rows, (row, i) => [row, i]));
  const order = picks.map((row) => position.get(row) ?? -1);
  return nearestLabeled(active, order, ctx);
}
