import { createPool } from '../../src/core/pool.ts';
import { type RoundContext, type RoundResult, selectBatch } from '../../src/core/round.ts';
import type { Pool } from '../../src/core/selectors/selector.ts';
import { createKernels } from '../../src/engine/kernels/kernels.ts';

const kernels = createKernels({ threads: 1 });

/** A context that lets messages through, like the engine's. */
export function roundContext(signal: AbortSignal = new AbortController().signal): RoundContext {
  const pause = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    if (signal.aborted) throw Object.assign(new Error('Cancelled.'), { code: 'cancelled' });
  };
  return { kernels, signal, progress: () => {}, pause };
}

/** One round with the native kernels. */
export function round(
  pool: Pool,
  selector: string,
  budget: number,
  { seed = 0, parameters = {}, ctx = roundContext() } = {},
): Promise<RoundResult> {
  return selectBatch(pool, { selector, parameters, budget, seed }, ctx);
}

/** A pool with nothing labeled, or with the named rows in class 0. */
export function poolOf(embeddings: NonNullable<Pool['embeddings']>, labeled: readonly number[] = []): Pool {
  const labels = new Int32Array(embeddings.rows).fill(-1);
  for (const row of labeled) labels[row] = 0;
  return createPool({ labels, classCount: labeled.length > 0 ? 1 : 0, embeddings });
}

export function indicesOf(result: RoundResult): readonly number[] {
  return result.picks.map(({ index }) => index);
}
