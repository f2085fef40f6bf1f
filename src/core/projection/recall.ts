import type { Neighbors } from '../kernels.ts';
import { gather } from '../math/matrix.ts';
import { createRng } from '../rng.ts';
import type { Matrix } from '../types.ts';
import type { ProjectionContext } from './umap.ts';

/** Rows whose neighbors are sought a second time. */
export const recallRows = 200;

/** Share of the nearest rows of X (N x D) that are among the neighbors found elsewhere, 0 to 1; on a sample. */
export async function neighborRecall(
  X: Matrix,
  { k, indices }: Neighbors,
  { kernels, signal }: ProjectionContext,
): Promise<number> {
  const sample = createRng('recall').permutation(X.rows).subarray(0, recallRows);
  const nearest = await kernels.nearest(gather(X, sample), X, k + 1, { signal });
  let hits = 0;
  let all = 0;
  for (const [s, row] of sample.entries()) {
    const found = new Set(indices.subarray(row * k, (row + 1) * k));
    const others = nearest.indices
      .subarray(s * (k + 1), (s + 1) * (k + 1))
      .filter((j) => j >= 0 && j !== row);
    for (const j of others.subarray(0, k)) {
      all++;
      if (found.has(j)) hits++;
    }
  }
  return all === 0 ? 1 : hits / all;
}
