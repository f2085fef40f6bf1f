import type { Kernels } from '../kernels.ts';
import { gather } from '../math/matrix.ts';
import { type HeadChoice, labeledClasses } from '../model/head.ts';
import { createPool } from '../pool.ts';
import { type RoundContext, type RoundResult, selectBatch } from '../round.ts';
import type { Pool } from '../selectors/selector.ts';
import type { Matrix } from '../types.ts';
import { Examination } from './examination.ts';
import type { Protocol, Round, Strategy, Task, TaskResult } from './simulation.ts';
import type { Split } from './split.ts';
import { isOneShot, strategyFor } from './strategy.ts';

/** Images whose classes are known. */
export interface World {
  /** One row per image; finite and not of zeros only where the image takes part. */
  readonly embeddings: Matrix;
  /** Class per row, -1 = left out. */
  readonly truth: Int32Array;
  readonly classCount: number;
}

export interface TaskContext extends Omit<RoundContext, 'fitHead'> {
  readonly kernels: Kernels;
  /** Milliseconds of a clock. */
  readonly now: () => number;
}

/**
 * One strategy with one seed, budget by budget. The selector is given the rows of the pool in a matrix of their own, how
 * many classes there are, and the classes of the rows it chose before: nothing else of the truth, and nothing of the
 * held-out rows. A selector that needs a model gets that of the first head that is one.
 */
export async function runTask(
  world: World,
  split: Split,
  { strategy, seed }: Task,
  protocol: Pick<Protocol, 'budgets' | 'heads'>,
  ctx: TaskContext,
): Promise<TaskResult> {
  const { embeddings, truth, classCount } = world;
  const rows = gather(embeddings, split.pool);
  const heldOut = {
    embeddings: gather(embeddings, split.heldOut),
    truth: Int32Array.from(split.heldOut, (row) => truth[row]),
  };
  const examination = new Examination(heldOut, `${seed}/head`, ctx);
  const querier = createQuerier(strategy, seed, protocol, examination, ctx);

  const hidden = split.pool.map((row) => truth[row]);
  const unlabeled = new Int32Array(split.pool.length).fill(-1);
  const poolOf = (labels: Int32Array): Pool => createPool({ labels, classCount, embeddings: rows });
  let pool = poolOf(unlabeled);
  const rounds: Round[] = [];
  const notes = new Set<string>();
  for (const budget of protocol.budgets) {
    const before = isOneShot(strategy) ? poolOf(unlabeled) : pool;
    const { picks, seconds, said } = await querier(before, budget, rounds.length);
    for (const note of said) notes.add(note);
    const labels = before.labels.slice();
    for (const pick of picks) labels[pick] = hidden[pick];
    pool = poolOf(labels);
    const accuracy: Partial<Record<Protocol['heads'][number], number>> = {};
    for (const head of protocol.heads) accuracy[head] = await examination.accuracy(pool, head);
    rounds.push({
      budget,
      labels: pool.labeled.length,
      seconds,
      perClass: countClasses(pool),
      accuracy,
      picks: picks.map((pick) => split.pool[pick]),
    });
  }
  return {
    seed,
    pool: split.pool.length,
    heldOut: split.heldOut.length,
    classes: new Set(hidden).size,
    leftOut: truth.filter((c) => c < 0).length,
    rounds,
    notes: [...notes],
  };
}

interface Query {
  /** Rows of the pool, best first. */
  readonly picks: readonly number[];
  /** Without what fitting the model took. */
  readonly seconds: number;
  readonly said: readonly string[];
}

/** Chooses what is missing to a budget, in the name of a strategy. */
function createQuerier(
  strategy: Strategy,
  seed: number,
  { budgets, heads }: Pick<Protocol, 'budgets' | 'heads'>,
  examination: Examination,
  ctx: TaskContext,
): (pool: Pool, budget: number, round: number) => Promise<Query> {
  const model = heads.find((head): head is HeadChoice => head !== '1nn') ?? 'softmax';
  return async (pool, budget, round) => {
    const count = Math.min(budget - pool.labeled.length, pool.candidates.length);
    if (count <= 0) return { picks: [], seconds: 0, said: [] };
    const active = strategyFor(strategy, labeledClasses(pool));
    let fitting = 0;
    const started = ctx.now();
    const result = await selectBatch(
      pool,
      {
        selector: active.selector,
        parameters: active.parameters,
        budget: count,
        seed: `${seed}/${round}`,
        head: model,
        totalBudget: budgets[budgets.length - 1],
      },
      {
        ...ctx,
        fitHead: async () => {
          const begun = ctx.now();
          const fitted = await examination.model(pool, model);
          fitting += ctx.now() - begun;
          // Calibration was left out on purpose: what strategies tell a person of uncalibrated percentages is of no use here.
          return { ...fitted, isCalibrated: true };
        },
      },
    );
    return {
      picks: result.picks.map(({ index }) => index),
      seconds: (ctx.now() - started - fitting) / 1000,
      said: [...whoChose(active, strategy, pool, result), ...result.notes],
    };
  };
}

/** Says so where another strategy chose than the one that was asked. */
function whoChose(
  active: Strategy,
  strategy: Strategy,
  { labeled }: Pool,
  { chosen }: RoundResult,
): readonly string[] {
  if (chosen !== undefined) return [`With ${labeled.length} labels it took ${chosen.selector}.`];
  if (active === strategy) return [];
  const known = labeled.length === 0 ? 'Without labels' : 'With labels of one class only';
  return [`${known}, ${active.name} chose in place of ${strategy.selector}.`];
}

function countClasses({ labels, labeled, classCount }: Pool): readonly number[] {
  const counts = new Array<number>(classCount).fill(0);
  for (const row of labeled) counts[labels[row]]++;
  return counts;
}
