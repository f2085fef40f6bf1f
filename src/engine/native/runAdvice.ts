import type { Advice } from '../../core/advise/advice.ts';
import { advise } from '../../core/advise/advise.ts';
import type { LoadedMatrix } from './matrixLoader.ts';
import type { AdviseWork } from './nativeApi.ts';
import { coreContext, type JobContext, workedPool } from './workedPool.ts';

/** Advises on a pool whose matrix is loaded. */
export function runAdvice(
  work: AdviseWork,
  loaded: LoadedMatrix | undefined,
  context: JobContext,
): Promise<Advice> {
  return advise(workedPool(work, loaded), work, coreContext(context));
}
