import { type Insights, insightsOf } from '../../core/insights/insights.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { LoadedMatrix } from './matrixLoader.ts';
import type { InsightsWork } from './nativeApi.ts';
import type { HeadKeeper } from './runHead.ts';
import { coreContext, type JobContext, workedPool } from './workedPool.ts';

/** Measures how the labeling of a pool went, whose matrix is loaded. */
export function runInsights(
  work: InsightsWork,
  loaded: LoadedMatrix | undefined,
  context: JobContext,
  { heads, part }: { readonly heads: HeadKeeper; readonly part: CallContext<Insights>['part'] },
): Promise<Insights> {
  const core = coreContext(context);
  const fitHead = heads.fitter(loaded, core);
  return insightsOf(workedPool(work, loaded), work, { ...core, fitHead }, part);
}
