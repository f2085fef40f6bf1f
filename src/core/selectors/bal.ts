import { row } from '../math/matrix.ts';
import type { Predictions } from '../model/predictions.ts';
import { type ActiveRows, activeRows } from './activeRows.ts';
import { askModel, modelNotes } from './askModel.ts';
import { type Balance, replayBalance, tableBalance } from './balanceFactor.ts';
import { doubtOf, sampleBlindly, samplers } from './balSampler.ts';
import { confidenceKinds } from './confidence.ts';
import { copiesLast } from './copies.ts';
import { type Plan, planCycles, planNotes } from './cycles.ts';
import { difficultyRanks, type Ranks } from './difficultyRanks.ts';
import type { ParameterValues, Pool, Reason, Selector, SelectorContext } from './selector.ts';
import { leastBeta, membersOf, type SubPool, subPool } from './subPools.ts';
import { nearestLabels } from './uncertainBatch.ts';
import { topTwo } from './uncertainty.ts';

/** BAL: strips of the images in order of difficulty, one for each round, and of each the least certain. */
export const bal: Selector = {
  id: 'bal',
  title: 'BAL',
  summary:
    'Sorts the images by how near they are to a border between groups, and takes the least certain of a new strip each round.',
  source: 'Li et al. 2023 (2312.15944), equations 2 and 6 to 9, with the ablations of its section 5',
  needs: ['embeddings'],
  parameters: {
    totalBudget: {
      kind: 'integer',
      default: 0,
      min: 0,
      title: 'Labels that will be given in all; 0: the setting, or ten rounds where that is not set',
    },
    beta: {
      kind: 'number',
      default: 'auto',
      min: 0.01,
      words: ['auto'],
      title:
        'Width of a sub-pool in strips; auto: by a replay on the labels, or by the share that will be labeled',
    },
    clusters: {
      kind: 'integer',
      default: 'auto',
      min: 1,
      words: ['auto'],
      title: 'Clusters that difficulty is measured by; auto: as many as classes',
    },
    indicator: {
      kind: 'choice',
      default: 'cdd',
      choices: ['cdd', 'nearest'],
      title: 'Difficulty: difference of the distances to the two nearest centers, or distance to the nearest',
    },
    order: {
      kind: 'choice',
      default: 'ascending',
      choices: ['ascending', 'descending'],
      title: 'Order of the indicator: smallest or largest first',
    },
    sampler: {
      kind: 'choice',
      default: 'confidence',
      choices: samplers,
      title:
        'What is taken of a sub-pool: the least confident, the highest entropy, one of each group, or any',
    },
    confidence: {
      kind: 'choice',
      default: 'softmax',
      choices: confidenceKinds,
      title:
        'Confidence: highest probability as the paper, or of logits scaled to length 1 as the published code',
    },
    normalize: { kind: 'boolean', default: true, title: 'Scale embeddings to length 1 first' },
  },
  async select(pool, budget, parameters, ctx) {
    const active = await activeRows(pool, parameters.normalize === true, ctx);
    const count = Math.min(budget, active.candidates.length);
    const told = Number(parameters.totalBudget) || ctx.totalBudget;
    const plan = planCycles(pool, budget, told);
    const ranks = await difficultyRanks(active, pool, parameters, ctx);
    const cycle: Cycle = { pool, active, ranks, plan, count, parameters };
    const batch = plan.cycle === 1 ? firstBatch(cycle) : await laterBatch(cycle, budget, ctx);
    const rows = batch.picked.map(({ position }) => active.rows[position]);
    const nearest = await nearestLabels(pool, rows, parameters.normalize === true, ctx);
    return {
      picks: batch.picked.map(({ score, reason }, rank) => ({
        index: rows[rank],
        score,
        reason: { ...reason, ...(nearest[rank] && { nearestLabeled: nearest[rank] }) },
      })),
      shortfall: budget - count,
      notes: [...planNotes(plan, told), ...ranks.notes, ...batch.notes],
    };
  },
};

interface Cycle {
  readonly pool: Pool;
  readonly active: ActiveRows;
  readonly ranks: Ranks;
  readonly plan: Plan;
  readonly count: number;
  readonly parameters: ParameterValues;
}

interface Picked {
  readonly position: number;
  readonly score: number;
  readonly reason: Reason;
}

interface Batch {
  readonly picked: readonly Picked[];
  readonly notes: readonly string[];
}

/** The first cycle asks no model: the first ranks (equation 8). */
function firstBatch({ active, ranks, count, parameters }: Cycle): Batch {
  const mayPick = new Set(active.candidates);
  const order = [...ranks.order].filter((position) => mayPick.has(position));
  const first = copiesLast(active.points, [...active.labeled], order, count);
  return { picked: first.map((position) => byRank(ranks, position, parameters)), notes: [] };
}

/** A later cycle: the least certain of its sub-pool. */
async function laterBatch(cycle: Cycle, budget: number, ctx: SelectorContext): Promise<Batch> {
  const { pool, active, ranks, plan, count, parameters } = cycle;
  const size = active.rows.length;
  const { beta, notes } = await balanceOf(cycle, budget, ctx);
  const range = subPool(size, plan, beta);
  const mayPick = new Set(active.candidates);
  const { inside, beyond } = membersOf(range, ranks.order, (position) => mayPick.has(position), count);
  const short =
    beyond.length === 0
      ? []
      : [
          `Of this round's sub-pool only ${inside.length} are left, so ${beyond.length} come from the ranks next to it.`,
        ];
  const after = (sampled: readonly Picked[], more: readonly string[]): Batch => ({
    picked: [...sampled, ...Array.from(beyond, (position) => byRank(ranks, position, parameters))],
    notes: [...notes, ...short, ...more],
  });

  const doubt = doubtOf(parameters, ctx);
  if (doubt === undefined) {
    const sampler = parameters.sampler === 'kmeans' ? 'kmeans' : 'random';
    const sampled = await sampleBlindly(active, inside, count, sampler, ctx);
    const text = `From this round's sub-pool (${rankText(range, size)}), ${blindText[sampler]}.`;
    return after(
      sampled.map((position) => ({ position, score: 0, reason: { text } })),
      [],
    );
  }
  if (ctx.predict === undefined) {
    const first = copiesLast(active.points, [...active.labeled], [...inside], count);
    return after(
      first.map((position) => byRank(ranks, position, parameters)),
      [
        'There is no model yet (it needs labels of two classes), so the first ranks of the sub-pool were taken.',
      ],
    );
  }
  const predictions = await askModel('bal', ctx);
  const doubts = await doubt(predictions.probabilities, active.rows);
  const sorted = [...inside].sort((a, b) => doubts[b] - doubts[a] || a - b);
  const sampled = copiesLast(active.points, [...active.labeled], sorted, count);
  return after(
    sampled.map((position) => ({
      position,
      score: doubts[position],
      reason: doubtReason(predictions, active.rows[position], rankText(range, size)),
    })),
    modelNotes(pool, predictions),
  );
}

/** The balance factor: as asked, else by replay, else by the table; never so small that a sub-pool cannot hold a batch. */
async function balanceOf(
  { pool, active, ranks, plan, parameters }: Cycle,
  budget: number,
  ctx: SelectorContext,
): Promise<{ readonly beta: number; readonly notes: readonly string[] }> {
  const share = Math.min(1, plan.total / active.rows.length);
  const least = leastBeta(active.rows.length, budget, plan);
  const raised = (beta: number): readonly string[] =>
    beta < least ? [`It was raised to ${least.toPrecision(3)}, so that a sub-pool holds a batch.`] : [];
  if (typeof parameters.beta === 'number')
    return { beta: Math.max(parameters.beta, least), notes: raised(parameters.beta) };
  const isLabeled = new Set(active.labeled);
  const ranked = ranks.order.filter((position) => isLabeled.has(position));
  const doubt = doubtOf(parameters, ctx);
  const replayed: Balance | undefined =
    doubt &&
    (await replayBalance(
      pool,
      ranked.map((position) => active.rows[position]),
      { ...plan, share },
      doubt,
      ctx,
    ));
  const { beta, why } = replayed ?? tableBalance(share);
  return { beta: Math.max(beta, least), notes: [why, ...raised(beta)] };
}

const blindText = { kmeans: 'in the middle of a group', random: 'drawn at random' };

function rankText({ from, to }: SubPool, size: number): string {
  return `ranks ${from + 1} to ${to} of ${size} by difficulty`;
}

function byRank({ values }: Ranks, position: number, { indicator, order }: ParameterValues): Picked {
  const value = values[position];
  const distance = value.toPrecision(3);
  const where =
    indicator === 'nearest'
      ? `${order === 'ascending' ? 'Near' : 'Far from'} the center of its group: ${distance} away`
      : order === 'ascending'
        ? `Near a border between two groups: only ${distance} nearer to one center than to the next`
        : `Deep inside its group: ${distance} nearer to its center than to the next`;
  return { position, score: order === 'ascending' ? -value : value, reason: { text: `${where}.` } };
}

function doubtReason({ probabilities, source }: Predictions, index: number, ranks: string): Reason {
  const p = row(probabilities, index);
  const { first } = topTwo(p);
  if (!(p[first] > 0))
    return { text: `From this round's sub-pool (${ranks}); nothing is known of it from ${source}.` };
  return {
    text: `Of this round's sub-pool (${ranks}), ${source} is only ${Math.round(100 * p[first])} % sure of it.`,
    prediction: { class: first, confidence: p[first] },
    uncertainty: { name: 'least-confidence', value: 1 - p[first] },
  };
}
