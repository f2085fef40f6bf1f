import { relate } from '../../core/relations/round.ts';
import type { LoadedMatrix } from './matrixLoader.ts';
import type { RelateOutcome, RelateWork } from './nativeApi.ts';
import { coreContext, type JobContext, workedPool } from './workedPool.ts';

/** Works questions out beside the matrix. */
export async function runRelate(
  work: RelateWork,
  loaded: LoadedMatrix | undefined,
  context: JobContext,
): Promise<RelateOutcome> {
  return relate(workedPool(work, loaded), work.statements, work, coreContext(context));
}
