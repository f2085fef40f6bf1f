import type { StopHint } from '../advise/advice.ts';
import { changedShare, labeledBefore } from '../advise/earlierRounds.ts';
import { doubtOf } from '../advise/measures.ts';
import { plateauBatches, type StopEvidence, stopHint } from '../advise/stop.ts';
import { type HeadContext, labeledClasses } from '../model/head.ts';
import type { Estimate } from '../model/predictions.ts';
import { rowLengths } from '../model/training.ts';
import { givenCount } from '../pool.ts';
import { createRng } from '../rng.ts';
import { checkShapes, predictor, type RoundContext, type RoundRequest } from '../round.ts';
import type { Pool } from '../selectors/selector.ts';
import { agreements } from './agreement.ts';
import { type CoverageCurve, coverageCurve } from './coverageCurve.ts';
import { labelSet } from './labelSet.ts';
import { type LearningCurve, learningCurve } from './learningCurve.ts';
import { curvePoints, type PastRound } from './pastRound.ts';

export interface InsightsRequest extends Pick<RoundRequest, 'budget' | 'head' | 'totalBudget'> {
  readonly seed: number;
  /** The oldest first. */
  readonly rounds: readonly PastRound[];
}

/** How a labeling went; null = not measured yet, or not to be measured: too few labels, or no embeddings. */
export interface Insights {
  readonly coverage: CoverageCurve | null;
  readonly learning: LearningCurve | null;
  /** One for each round; of `learning`, none of a round before which fewer than two classes had a label. */
  readonly agreements: readonly (Estimate | null)[];
  readonly stop: StopHint | null;
}

/**
 * How a labeling went, batch by batch, measured on what is embedded: rows without an embedding take no part. Tells what is
 * known as it grows. Deterministic for equal pool and request. Throws a `usage` error for embeddings that do not fit.
 */
export async function insightsOf(
  whole: Pool,
  request: InsightsRequest,
  context: RoundContext,
  onPart: (insights: Insights) => void = () => {},
): Promise<Insights> {
  checkShapes(whole);
  const pool = await embeddedPool(whole, context.pause);
  const { rounds } = request;
  const ctx = { ...context, rng: createRng(request.seed).fork('auto') };
  let told: Insights = { coverage: null, learning: null, agreements: rounds.map(() => null), stop: null };
  const tell = (part: Partial<Insights>): void => {
    told = { ...told, ...part };
    onPart(told);
  };
  if (pool.labeled.length === 0) return told;
  tell({ coverage: await coverageCurve(pool, curvePoints(pool, rounds, 1), ctx) });
  if (labeledClasses(pool) >= 2) {
    const labels = await labelSet(pool, ctx);
    const agreed = await agreements(labels, rounds, ctx);
    tell({ agreements: agreed.map((accuracy) => accuracy ?? null) });
    const points = curvePoints(pool, rounds, 2);
    const learning = await learningCurve(labels, points, ctx, (curve) => tell({ learning: curve }));
    tell({ learning: learning ?? null });
  }
  tell({ stop: stopHint(await evidenceFor(pool, request, told, ctx)) ?? null });
  return told;
}

/** The pool without the rows that have no embedding, or none that says anything. */
async function embeddedPool(pool: Pool, pause: () => Promise<void>): Promise<Pool> {
  if (pool.embeddings === undefined)
    return { ...pool, labeled: new Int32Array(0), candidates: new Int32Array(0) };
  const lengths = await rowLengths(pool.embeddings, pause);
  const has = (row: number): boolean => lengths[row] > 0;
  return { ...pool, labeled: pool.labeled.filter(has), candidates: pool.candidates.filter(has) };
}

/** The evidence of the stop hint, as the advice on a strategy has it; accuracies are those of the curve. */
async function evidenceFor(
  pool: Pool,
  { head = 'auto', totalBudget = 0, budget, rounds }: InsightsRequest,
  { coverage, learning }: Insights,
  ctx: RoundContext & HeadContext,
): Promise<StopEvidence> {
  const predictions = await predictor(pool, { head }, ctx, ctx.rng)?.();
  const doubt = predictions && (await doubtOf(pool, predictions, ctx.pause));
  const known = rounds.map(({ labeled }) => labeled);
  const before = labeledBefore(pool, known, { budget, count: plateauBatches });
  const last = before.at(-1);
  const changed =
    predictions && last && pool.predictions === undefined
      ? await changedShare(pool, last, { head, predictions }, ctx)
      : undefined;
  const accuracies = [...before, pool.labeled].map(
    (then) => learning?.points.find(({ labels }) => labels === then.length)?.accuracy,
  );
  const covered = coverage?.points.at(-1)?.covered;
  return {
    ...(before.length === plateauBatches && { accuracies: accuracies.filter((one) => one !== undefined) }),
    ...(changed !== undefined && { changed }),
    ...(doubt && predictions?.isCalibrated && { unsure: doubt.unsure }),
    ...(covered !== undefined && { coverage: covered }),
    ...(totalBudget > 0 && { labelsLeft: Math.max(0, totalBudget - givenCount(pool)) }),
  };
}
