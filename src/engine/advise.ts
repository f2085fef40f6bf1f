import type { AdviseRequest, AdviseResult } from '../protocol/engine.ts';
import type { CallContext } from '../protocol/rpc.ts';
import { type PoolTools, preparePool } from './poolWork.ts';

/** Makes sure that the rows are there, and has the advice made beside them. */
export async function adviseOnPool(
  request: AdviseRequest,
  { native, embed }: Pick<PoolTools, 'native' | 'embed'>,
  { signal, progress }: CallContext,
): Promise<AdviseResult> {
  const started = performance.now();
  const { budget, seed, rounds = [] } = request;
  const { work, folder } = await preparePool(request, true, embed);
  const advice = await native
    .api()
    .advise({ ...work, budget, seed, rounds }, { signal, onProgress: progress });
  return {
    ...advice,
    unreadable: folder?.unreadable ?? [],
    encoder: folder?.info,
    seconds: (performance.now() - started) / 1000,
  };
}
