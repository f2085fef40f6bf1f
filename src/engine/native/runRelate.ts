import { relate } from '../../core/relations/round.ts';
import type { LoadedMatrix } from './matrixLoader.ts';
import type { RelateOutcome, RelateWork } from './nativeApi.ts';
import type { RelationLearner } from './relationLearner.ts';
import { coreContext, type JobContext, workedPool } from './workedPool.ts';

/** Works questions out beside the matrix. */
export async function runRelate(
  work: RelateWork,
  loaded: LoadedMatrix | undefined,
  context: JobContext,
  learner: RelationLearner,
): Promise<RelateOutcome> {
  const { statements, eliminate } = work;
  return relate(workedPool(work, loaded), statements, work, {
    ...coreContext(context),
    ...(loaded && { learn: () => learner.learned(work, { statements, eliminate }, loaded, context) }),
  });
}
