import type { ActiveRows } from './activeRows.ts';
import type { Coverage } from './coverage.ts';
import { farthestRest } from './farthestRest.ts';
import { herd } from './herding.ts';
import { nearestLabeled } from './nearestLabeled.ts';
import type { Pick, Reason, Selection, SelectorContext } from './selector.ts';

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
  const picked = herded.map(({ position }) => position);
  const order = [...picked, ...(await farthestRest(active, picked, count, ctx))];
  const nearest = await nearestLabeled(active, order, ctx);
  const picks = order.map((position, rank): Pick => {
    const gain = herded[rank]?.gain ?? 0;
    const why = gain === 0 ? leftOver : describe(gain, position);
    const near = nearest[rank] === undefined ? {} : { nearestLabeled: nearest[rank] };
    return { index: active.rows[position], score: gain, reason: { ...why, gain, ...near } };
  });
  const rest = count - herded.length;
  return {
    picks,
    shortfall: budget - count,
    notes:
      rest === 0
        ? []
        : [`The last ${rest} picks add nothing to the coverage; they were chosen farthest first.`],
  };
}

const leftOver: Reason = { text: 'Adds nothing to the coverage; the farthest of those left.' };
