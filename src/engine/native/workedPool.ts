import { setImmediate as letMessagesIn } from 'node:timers/promises';
import { throwIfAborted } from '../../core/errors.ts';
import type { Kernels } from '../../core/kernels.ts';
import { createPool } from '../../core/pool.ts';
import type { RoundContext } from '../../core/round.ts';
import type { Pool } from '../../core/selectors/selector.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { LoadedMatrix } from './matrixLoader.ts';
import type { PoolWork } from './nativeApi.ts';

/** What a job of the native worker runs with. */
export type JobContext<Part = never> = CallContext<Part> & { readonly kernels: Kernels };

/** The pool of a job, over the matrix that was loaded for it. */
export function workedPool(
  { labels, given, classCount, excluded, predictions, clusters, scores }: PoolWork,
  loaded: LoadedMatrix | undefined,
): Pool {
  return createPool({
    labels,
    given,
    classCount,
    excluded,
    ...(loaded && { embeddings: loaded.matrix }),
    ...(loaded?.unprojected && { unprojected: loaded.unprojected.matrix }),
    ...(predictions && { predictions }),
    ...(clusters && { clusters }),
    ...(scores && { scores }),
  });
}

/** The context of a job as core wants it: a pause lets messages in, a cancel among them. */
export function coreContext({ kernels, signal, progress }: Omit<JobContext, 'part'>): RoundContext {
  const pause = async (): Promise<void> => {
    await letMessagesIn();
    throwIfAborted(signal);
  };
  return { kernels, signal, progress, pause };
}
