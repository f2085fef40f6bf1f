import { checkRequest } from '../core/round.ts';
import type { SelectRequest, SelectResult } from '../protocol/engine.ts';
import type { CallContext } from '../protocol/rpc.ts';
import { type PoolTools, preparePool, sha256 } from './poolWork.ts';

/** Chooses a batch: makes sure that the rows are there, has the selector run beside them, and records what it depended on. */
export async function selectFromPool(
  request: SelectRequest,
  { native, embed }: Pick<PoolTools, 'native' | 'embed'>,
  { signal, progress }: CallContext,
): Promise<SelectResult> {
  const started = performance.now();
  const { classes, labels, selector, parameters, budget, seed } = request;
  const needsEmbeddings = checkRequest(request).selector.needs.includes('embeddings');
  const { work, names, folder } = await preparePool(request, needsEmbeddings, embed);
  const outcome = await native
    .api()
    .select({ ...work, selector, parameters, budget, seed }, { signal, onProgress: progress });
  return {
    ...outcome.selection,
    selector,
    parameters: outcome.parameters,
    seed,
    unreadable: folder?.unreadable ?? [],
    encoder: folder?.info,
    inputs: {
      embeddings: outcome.embeddings,
      labels: sha256(JSON.stringify(classes), labels),
      pool: sha256(JSON.stringify(names), request.excluded, work.clusters ?? new Int32Array(0)),
    },
    seconds: (performance.now() - started) / 1000,
  };
}
