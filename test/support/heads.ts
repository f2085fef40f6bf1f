import type { HeadContext } from '../../src/core/model/head.ts';
import { createPool } from '../../src/core/pool.ts';
import { createRng } from '../../src/core/rng.ts';
import type { Pool } from '../../src/core/selectors/selector.ts';
import type { Matrix } from '../../src/core/types.ts';
import { roundContext } from './rounds.ts';

/** A context with the native kernels in which heads are fitted. */
export function headContext(seed = 0, signal?: AbortSignal): HeadContext {
  return { ...roundContext(signal), rng: createRng(seed) };
}

/** A pool of which the first `perClass` rows of each class are labeled. */
export function labeledPool(
  embeddings: Matrix,
  truth: Int32Array,
  classCount: number,
  perClass: number,
): Pool {
  const given = new Int32Array(classCount);
  const labels = truth.map((c) => (given[c]++ < perClass ? c : -1));
  return createPool({ labels, classCount, embeddings });
}

/** Share of the rows without a label whose most probable class is the true one. */
export function accuracyOn(
  { probabilities }: { readonly probabilities: Matrix },
  pool: Pool,
  truth: Int32Array,
): number {
  const { data, cols } = probabilities;
  const rows = [...truth.keys()].filter((i) => pool.labels[i] < 0);
  const right = rows.filter((i) => {
    const values = data.subarray(i * cols, (i + 1) * cols);
    return values.indexOf(Math.max(...values)) === truth[i];
  });
  return right.length / rows.length;
}
