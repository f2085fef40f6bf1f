import { createHash } from 'node:crypto';
import { UserError } from '../../core/errors.ts';
import { createRng } from '../../core/rng.ts';
import { selectors } from '../../core/selectors/registry.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type { NativeApi } from './nativeApi.ts';

/** The native worker's side: runs selectors beside the matrix. */
export function createNative(_options: { readonly threads: number }): Handlers<typeof NativeApi> {
  return {
    async select(work, { signal, progress }) {
      const selector = selectors.find(
        ({ id }) => id === (work.selector === 'auto' ? 'random' : work.selector),
      );
      if (selector === undefined) throw new UserError('usage', `Unknown selector "${work.selector}".`);
      const blocked = new Set(work.excluded);
      const rows = Int32Array.from({ length: work.size }, (_, i) => i);
      const pool = {
        size: work.size,
        labels: work.labels,
        classCount: work.classCount,
        labeled: rows.filter((i) => work.labels[i] >= 0),
        candidates: rows.filter((i) => work.labels[i] < 0 && !blocked.has(i)),
      };
      const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
      const kernels = {} as never;
      const ctx = { kernels, rng: createRng(work.seed), signal, progress, pause };
      const selection = await selector.select(pool, work.budget, {}, ctx);
      return { selection, parameters: {}, embeddings: createHash('sha256').digest('hex') };
    },
  };
}
