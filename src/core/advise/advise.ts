import type { Predictions } from '../model/predictions.ts';
import { createRng } from '../rng.ts';
import { checkShapes, predictor, type RoundContext, type RoundRequest, withoutNonFinite } from '../round.ts';
import type { Pool } from '../selectors/selector.ts';
import type { Advice, AdviceFacts } from './advice.ts';
import { accuracyCurve, changedShare, labeledBefore } from './earlierRounds.ts';
import { labelFacts } from './facts.ts';
import type { AdviceContext } from './labelSample.ts';
import { coverageOf, doubtOf } from './measures.ts';
import { plateauBatches, type StopEvidence, stopHint } from './stop.ts';
import { adviseStrategy } from './strategy.ts';

export interface AdviceRequest extends Pick<RoundRequest, 'budget' | 'seed' | 'head' | 'totalBudget'> {
  /** Rows that were labeled when each earlier batch was chosen, ascending, oldest first. Default: none. */
  readonly rounds?: readonly Int32Array[];
}

/**
 * Which strategy fits the labels at hand, why, and whether to go on. It is the strategy that `auto` would run with the same
 * seed. Rows with NaN or infinities are left out. Deterministic for equal pool, request and seed. Throws a `usage` error for
 * embeddings that do not fit the pool.
 */
export async function advise(pool: Pool, request: AdviceRequest, context: RoundContext): Promise<Advice> {
  checkShapes(pool);
  const { pool: usable } = await withoutNonFinite(pool, context.pause);
  const { budget, seed, totalBudget = 0, head = 'auto' } = request;
  const rng = createRng(seed).fork('auto');
  const counts = labelFacts(usable, { budget, totalBudget });
  const strategy = await adviseStrategy(usable, counts, { ...context, rng }, { always: true });

  const predictions = await predictor(usable, { head }, context, rng)?.();
  const doubt = predictions && (await doubtOf(usable, predictions, context.pause));
  const coverage =
    usable.embeddings === undefined || counts.labeled === 0
      ? undefined
      : await coverageOf(usable, { ...context, rng });
  const facts: AdviceFacts = {
    ...counts,
    ...(coverage !== undefined && { coverage }),
    ...(predictions?.accuracy && { accuracy: predictions.accuracy }),
    ...(doubt && { uncertainty: doubt.mean }),
  };
  const evidence: StopEvidence = {
    ...(predictions && (await earlierEvidence(usable, predictions, request, { ...context, rng }))),
    ...(doubt && predictions?.isCalibrated && { unsure: doubt.unsure }),
    ...(coverage !== undefined && { coverage }),
    ...(counts.labelsLeft !== undefined && { labelsLeft: counts.labelsLeft }),
  };
  const stop = stopHint(evidence);
  return { ...strategy, facts, ...(stop && { stop }) };
}

/** What the last batches brought. Nothing where the predictions are the person's own: what they were before is not known. */
async function earlierEvidence(
  pool: Pool,
  predictions: Predictions,
  { budget, head = 'auto', rounds = [] }: AdviceRequest,
  ctx: AdviceContext,
): Promise<Pick<StopEvidence, 'accuracies' | 'changed'>> {
  const before = labeledBefore(pool, rounds, { budget, count: plateauBatches });
  const last = before.at(-1);
  if (pool.predictions !== undefined || last === undefined) return {};
  const changed = await changedShare(pool, last, { head, predictions }, ctx);
  return {
    ...(before.length === plateauBatches && { accuracies: await accuracyCurve(pool, before, ctx) }),
    ...(changed !== undefined && { changed }),
  };
}
