import { createHash } from 'node:crypto';
import { fitHead, type Head, type HeadChoice } from '../../core/model/head.ts';
import { mostProbable } from '../../core/model/mostProbable.ts';
import type { Predictions } from '../../core/model/predictions.ts';
import { createRng } from '../../core/rng.ts';
import type { RoundContext } from '../../core/round.ts';
import type { Pool } from '../../core/selectors/selector.ts';
import { embeddingsOf, type LoadedMatrix } from './matrixLoader.ts';
import type { PoolWork, PredictOutcome } from './nativeApi.ts';
import { coreContext, type JobContext, workedPool } from './workedPool.ts';

/** Fits heads and keeps the last one, so that the batch after a prediction does not wait for the same head again. */
export interface HeadKeeper {
  /** Fits to pools over this matrix. Its folds do not depend on the round's seed: any job may meet the same head. */
  fitter(
    loaded: LoadedMatrix | undefined,
    context: RoundContext,
  ): (pool: Pool, choice: HeadChoice) => Promise<Head>;
}

export function createHeadKeeper(): HeadKeeper {
  let kept: { readonly head: Head; readonly key: string } | undefined;
  return {
    fitter: (loaded, context) => async (pool, choice) => {
      const key = keyOf(pool, choice, loaded);
      if (kept?.key === key) return kept.head;
      kept = undefined;
      const head = await fitHead(pool, { choice }, { ...context, rng: createRng('head') });
      kept = { head, key };
      return head;
    },
  };
}

/** What the head of a pool says of each row; of the person's own predictions where there are any. */
export async function runPrediction(
  work: PoolWork,
  loaded: LoadedMatrix | undefined,
  context: JobContext,
  heads: HeadKeeper,
): Promise<PredictOutcome> {
  const pool = workedPool(work, loaded);
  const { predictions } = pool;
  if (predictions !== undefined)
    return {
      head: 'own',
      why: `The predictions are your own, of ${predictions.source}.`,
      ...told(predictions),
    };
  const head = await heads.fitter(loaded, coreContext(context))(pool, work.head);
  return { head: head.kind, why: head.why, ...told(head) };
}

function told({
  probabilities,
  source,
  isCalibrated,
  accuracy,
}: Predictions): Omit<PredictOutcome, 'head' | 'why'> {
  return { source, isCalibrated, ...(accuracy && { accuracy }), ...mostProbable(probabilities) };
}

function keyOf({ labels, classCount }: Pool, choice: HeadChoice, loaded: LoadedMatrix | undefined): string {
  const bytes = new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength);
  return [
    embeddingsOf(loaded)?.hash,
    choice,
    classCount,
    createHash('sha256').update(bytes).digest('hex'),
  ].join('|');
}
