import { nearestRound } from '../../core/relations/nearestRound.ts';
import type { LoadedMatrix } from './matrixLoader.ts';
import type { RelateOutcome, RelateWork } from './nativeApi.ts';
import { coreContext, type JobContext, workedPool } from './workedPool.ts';

/** Works questions out beside the matrix. */
export async function runRelate(
  work: RelateWork,
  loaded: LoadedMatrix | undefined,
  context: JobContext,
): Promise<RelateOutcome> {
  const { statements } = work;
  const found = await nearestRound(workedPool(work, loaded), statements, work, coreContext(context));
  return { ...found, model: { kind: 'none', why: 'Questions are found by nearness.' } };
}
