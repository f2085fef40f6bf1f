import path from 'node:path';
import { UserError } from '../core/errors.ts';
import type { ClusterRequest, ClusterResult } from '../protocol/clusters.ts';
import type { CallContext } from '../protocol/rpc.ts';
import { type PoolTools, preparePool } from './poolWork.ts';

/** Has the rows that are embedded already clustered; the person's own clusters are taken as they are. */
export async function clusterPool(
  request: ClusterRequest,
  { native, embeddedSoFar }: Pick<PoolTools, 'native' | 'embeddedSoFar'>,
  { signal, progress }: CallContext,
): Promise<ClusterResult> {
  const started = performance.now();
  const { k, seed, within } = request;
  const { work, names, notes } = await preparePool(request, true, embeddedSoFar);
  const stranger = within?.find((row) => row < 0 || row >= names.length);
  if (stranger !== undefined)
    throw new UserError('internal', `There is no row ${stranger} in ${names.length}.`);
  const outcome = await native.api().cluster({ ...work, k, seed, within }, { signal, onProgress: progress });
  const own =
    request.clusters !== undefined && within === undefined
      ? [`The clusters are your own, of ${path.basename(request.clusters.file)}.`]
      : [];
  return {
    ...outcome,
    notes: [...own, ...notes, ...outcome.notes],
    seconds: (performance.now() - started) / 1000,
  };
}
