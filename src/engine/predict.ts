import type { PredictRequest, PredictResult } from '../protocol/engine.ts';
import type { CallContext } from '../protocol/rpc.ts';
import { type PoolTools, preparePool } from './poolWork.ts';

/** Has the head fitted beside the rows that are embedded already, and its predictions read off. */
export async function predictPool(
  request: PredictRequest,
  { native, embeddedSoFar }: Pick<PoolTools, 'native' | 'embeddedSoFar'>,
  { signal, progress }: CallContext,
): Promise<PredictResult> {
  const started = performance.now();
  const { work, classes: classNames } = await preparePool(
    request,
    request.predictions === undefined,
    embeddedSoFar,
  );
  const outcome = await native.api().predict(work, { signal, onProgress: progress });
  return { ...outcome, classNames, seconds: (performance.now() - started) / 1000 };
}
