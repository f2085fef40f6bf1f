import { createHash } from 'node:crypto';
import { UserError } from '../../core/errors.ts';
import type { Kernels } from '../../core/kernels.ts';
import { createRng } from '../../core/rng.ts';
import { selectors } from '../../core/selectors/registry.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { LoadedMatrix } from './matrixLoader.ts';
import type { SelectOutcome, SelectWork } from './nativeApi.ts';

/** Runs one selector on a pool whose matrix is loaded. */
export async function runSelection(
  work: SelectWork,
  loaded: LoadedMatrix | undefined,
  { kernels, signal, progress }: CallContext & { readonly kernels: Kernels },
): Promise<SelectOutcome> {
  const selector = selectors.find(({ id }) => id === (work.selector === 'auto' ? 'random' : work.selector));
  if (selector === undefined) throw new UserError('usage', `Unknown selector "${work.selector}".`);
  const blocked = new Set(work.excluded);
  const rows = Int32Array.from({ length: work.size }, (_, i) => i);
  const pool = {
    size: work.size,
    labels: work.labels,
    classCount: work.classCount,
    labeled: rows.filter((i) => work.labels[i] >= 0),
    candidates: rows.filter((i) => work.labels[i] < 0 && !blocked.has(i)),
    ...(loaded && { embeddings: loaded.matrix }),
    ...(work.clusters && { clusters: work.clusters }),
  };
  const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const ctx = { kernels, rng: createRng(work.seed), signal, progress, pause };
  const selection = await selector.select(pool, work.budget, {}, ctx);
  return { selection, parameters: {}, embeddings: loaded?.hash ?? createHash('sha256').digest('hex') };
}
