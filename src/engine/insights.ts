import type { Insights } from '../core/insights/insights.ts';
import type { InsightsRequest, InsightsResult } from '../protocol/insights.ts';
import type { CallContext } from '../protocol/rpc.ts';
import { type PoolTools, preparePool } from './poolWork.ts';

/** Has the curves measured beside the rows that are embedded already. */
export async function insightsOfPool(
  request: InsightsRequest,
  { native, embeddedSoFar }: Pick<PoolTools, 'native' | 'embeddedSoFar'>,
  { signal, progress, part }: CallContext<Insights>,
): Promise<InsightsResult> {
  const started = performance.now();
  const { budget, seed, rounds } = request;
  const { work } = await preparePool(request, true, embeddedSoFar);
  const insights = await native
    .api()
    .insights(
      { ...work, budget, seed, rounds },
      { signal, onProgress: progress, ...(part && { onPart: part }) },
    );
  return { ...insights, seconds: (performance.now() - started) / 1000 };
}
