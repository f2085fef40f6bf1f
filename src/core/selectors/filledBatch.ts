import type { ActiveRows } from './activeRows.ts';
import { farthestRest } from './farthestRest.ts';
import { nearestLabeled } from './nearestLabeled.ts';
import type { Pick, Reason, Selection, SelectorContext } from './selector.ts';

/** An active row that a strategy chose by its own rule. */
export interface Choice {
  readonly position: number;
  readonly score: number;
  readonly reason: Reason;
}

/** What is said of the picks that fill a batch up, when a strategy's own rule finds fewer than asked for. */
export interface Filling {
  readonly text: string;
  readonly note: (picks: number) => string;
}

/** For strategies that choose one image of each group, and of copies one. */
export const copiesFill: Filling = {
  text: 'A copy of an image that is labeled or chosen already, or nearly one.',
  note: (picks) =>
    `There are fewer different images than picks, so the last ${picks} are copies or nearly so, chosen farthest first.`,
};

/**
 * The batch of a strategy that may choose fewer rows than asked for: its choices in order, then the candidates farthest
 * from all labeled and chosen ones; each with the nearest labeled or earlier picked row.
 */
export async function filledBatch(
  active: ActiveRows,
  budget: number,
  choices: readonly Choice[],
  { text, note }: Filling,
  ctx: SelectorContext,
): Promise<Selection> {
  const count = Math.min(budget, active.candidates.length);
  const chosen = choices.map(({ position }) => position);
  const order = [...chosen, ...(await farthestRest(active, chosen, count, ctx))];
  const nearest = await nearestLabeled(active, order, ctx);
  const picks = order.map((position, rank): Pick => {
    const { score, reason } = choices[rank] ?? { score: 0, reason: { text } };
    const near = nearest[rank];
    return {
      index: active.rows[position],
      score,
      reason: { ...reason, ...(near && { nearestLabeled: near }) },
    };
  });
  const rest = count - choices.length;
  return { picks, shortfall: budget - count, notes: rest === 0 ? [] : [note(rest)] };
}
