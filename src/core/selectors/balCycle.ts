import type { ActiveRows } from './activeRows.ts';
import { askModel, modelNotes } from './askModel.ts';
import { replayBalance, tableBalance } from './balanceFactor.ts';
import { rankReason, subPoolText } from './balReasons.ts';
import { doubtOf, sampleBlindly } from './balSampler.ts';
import { copiesLast } from './copies.ts';
import type { Plan } from './cycles.ts';
import type { Ranks } from './difficultyRanks.ts';
import { guessReason } from './guessReason.ts';
import type { ParameterValues, Pool, Reason, SelectorContext } from './selector.ts';
import { leastBeta, membersOf, type SubPool, subPool } from './subPools.ts';

/** What one cycle of BAL is given. Positions are those of the active rows. */
export interface Cycle {
  readonly pool: Pool;
  readonly active: ActiveRows;
  readonly ranks: Ranks;
  readonly plan: Plan;
  /** Labels a cycle is meant to have. */
  readonly budget: number;
  /** Picks there can be: the budget, or all candidates. */
  readonly count: number;
  readonly parameters: ParameterValues;
}

export interface Picked {
  readonly position: number;
  readonly score: number;
  readonly reason: Reason;
}

export interface Batch {
  readonly picked: readonly Picked[];
  readonly notes: readonly string[];
}

/** The first cycle asks no model: the first ranks (arXiv 2312.15944, equation 8). */
export function firstBatch({ active, ranks, count, parameters }: Cycle): Batch {
  const mayPick = new Set(active.candidates);
  const order = [...ranks.order].filter((position) => mayPick.has(position));
  return { picked: firstOf(order, count, active, ranks, parameters), notes: [] };
}

/** A later cycle: the least certain of its sub-pool, or what the sampler takes instead. */
export async function laterBatch(cycle: Cycle, ctx: SelectorContext): Promise<Batch> {
  const { active, ranks, plan, count } = cycle;
  const { beta, notes } = await balanceOf(cycle, ctx);
  const range = subPool(active.rows.length, plan, beta);
  const mayPick = new Set(active.candidates);
  const { inside, beyond } = membersOf(range, ranks.order, (position) => mayPick.has(position), count);
  const sampled = await sample(cycle, range, inside, ctx);
  const reason = { text: "From the ranks next to this round's sub-pool, which has too few left." };
  const picked = Array.from(beyond, (position): Picked => ({ position, score: 0, reason }));
  const short =
    beyond.length === 0
      ? []
      : [
          `The sub-pool has only ${inside.length} images left, so ${beyond.length} come from the ranks next to it.`,
        ];
  return { picked: [...sampled.picked, ...picked], notes: [...notes, ...short, ...sampled.notes] };
}

/** Picks among the members of a sub-pool. */
async function sample(
  { pool, active, ranks, count, parameters }: Cycle,
  range: SubPool,
  members: Int32Array,
  ctx: SelectorContext,
): Promise<Batch> {
  const from = subPoolText(range, active.rows.length);
  const doubt = doubtOf(parameters, ctx);
  if (doubt === undefined) {
    const isGrouped = parameters.sampler === 'kmeans';
    const sampled = await sampleBlindly(active, members, count, isGrouped ? 'kmeans' : 'random', ctx);
    const text = isGrouped ? `In the middle of a group of ${from}.` : `Drawn at random from ${from}.`;
    return { picked: sampled.map((position) => ({ position, score: 0, reason: { text } })), notes: [] };
  }
  if (ctx.predict === undefined)
    return {
      picked: firstOf([...members], count, active, ranks, parameters),
      notes: [
        'There is no model yet (it needs labels of two classes), so the first ranks of the sub-pool were taken.',
      ],
    };
  const predictions = await askModel('bal', ctx);
  const doubts = await doubt(predictions.probabilities, active.rows);
  const sorted = [...members].sort((a, b) => doubts[b] - doubts[a] || a - b);
  return {
    picked: copiesLast(active.points, [...active.labeled], sorted, count).map((position) => ({
      position,
      score: doubts[position],
      reason: guessReason(predictions, active.rows[position], `Among the least certain of ${from}`),
    })),
    notes: modelNotes(pool, predictions),
  };
}

/** The first `count` of positions in order of rank, copies last. */
function firstOf(
  order: readonly number[],
  count: number,
  active: ActiveRows,
  ranks: Ranks,
  parameters: ParameterValues,
): readonly Picked[] {
  const sign = parameters.order === 'ascending' ? -1 : 1;
  return copiesLast(active.points, [...active.labeled], order, count).map((position) => ({
    position,
    score: sign * ranks.values[position],
    reason: rankReason(ranks, position, parameters),
  }));
}

/** The balance factor: as asked, else by replay, else by the table; never so small that a sub-pool cannot hold a batch. */
async function balanceOf(
  { pool, active, ranks, plan, budget, parameters }: Cycle,
  ctx: SelectorContext,
): Promise<{ readonly beta: number; readonly notes: readonly string[] }> {
  const size = active.rows.length;
  const least = leastBeta(size, budget, plan);
  const atLeast = (beta: number, notes: readonly string[]) => ({
    beta: Math.max(beta, least),
    notes:
      beta < least
        ? [...notes, `It was raised to ${least.toPrecision(3)}, so that a sub-pool holds a batch.`]
        : notes,
  });
  if (typeof parameters.beta === 'number')
    return atLeast(parameters.beta, [`The balance factor is ${parameters.beta}, as asked for.`]);
  const share = Math.min(1, plan.total / size);
  const isLabeled = new Set(active.labeled);
  const labeled = ranks.order.filter((position) => isLabeled.has(position));
  const world = labeled.map((position) => active.rows[position]);
  const doubt = doubtOf(parameters, ctx);
  const replayed = doubt && (await replayBalance(pool, world, { ...plan, share }, doubt, ctx));
  const { beta, why } = replayed ?? tableBalance(share);
  return atLeast(beta, [why]);
}
