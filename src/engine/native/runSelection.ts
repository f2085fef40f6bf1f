import { createHash } from 'node:crypto';
import { setImmediate as letMessagesIn } from 'node:timers/promises';
import { throwIfAborted } from '../../core/errors.ts';
import type { Kernels } from '../../core/kernels.ts';
import { createPool } from '../../core/pool.ts';
import { selectBatch } from '../../core/round.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { LoadedMatrix } from './matrixLoader.ts';
import type { SelectOutcome, SelectWork } from './nativeApi.ts';

/** Runs one selector on a pool whose matrix is loaded. */
export async function runSelection(
  work: SelectWork,
  loaded: LoadedMatrix | undefined,
  { kernels, signal, progress }: CallContext & { readonly kernels: Kernels },
): Promise<SelectOutcome> {
  const { labels, classCount, excluded, clusters } = work;
  const pool = createPool({
    labels,
    classCount,
    excluded,
    ...(loaded && { embeddings: loaded.matrix }),
    ...(clusters && { clusters }),
  });
  const pause = async (): Promise<void> => {
    await letMessagesIn();
    throwIfAborted(signal);
  };
  const { picks, shortfall, notes, chosen, parameters } = await selectBatch(pool, work, {
    kernels,
    signal,
    progress,
    pause,
  });
  return {
    selection: { picks, shortfall, notes, ...(chosen && { chosen }) },
    parameters,
    embeddings: loaded?.hash ?? createHash('sha256').digest('hex'),
  };
}
