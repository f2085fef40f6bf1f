import { createHash } from 'node:crypto';
import { selectBatch } from '../../core/round.ts';
import type { LoadedMatrix } from './matrixLoader.ts';
import type { SelectOutcome, SelectWork } from './nativeApi.ts';
import type { HeadKeeper } from './runHead.ts';
import { coreContext, type JobContext, workedPool } from './workedPool.ts';

/** Runs one selector on a pool whose matrix is loaded. */
export async function runSelection(
  work: SelectWork,
  loaded: LoadedMatrix | undefined,
  context: JobContext,
  heads: HeadKeeper,
): Promise<SelectOutcome> {
  const pool = workedPool(work, loaded);
  const core = coreContext(context);
  const { picks, shortfall, notes, chosen, parameters } = await selectBatch(pool, work, {
    ...core,
    fitHead: heads.fitter(loaded, core),
  });
  return {
    selection: { picks, shortfall, notes, ...(chosen && { chosen }) },
    parameters,
    embeddings: loaded?.hash ?? createHash('sha256').digest('hex'),
  };
}
