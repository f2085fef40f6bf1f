import type { Kernels, Points } from '../kernels.ts';
import { gather } from './matrix.ts';

/** Rows that one pass measures against, so that no copy of many of them is made at once. */
const rowsPerPass = 4096;

/** In place: lowers the squared distance of each row of X (N x D) to what it is nearest to, by the distances to some rows of X. */
export async function lowerDistances(
  squared: Float32Array,
  X: Points,
  rows: ArrayLike<number>,
  { kernels, signal }: { readonly kernels: Kernels; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsPerPass) {
    const some: number[] = Array.prototype.slice.call(rows, from, from + rowsPerPass);
    await kernels.relax(squared, X, gather(X, some), signal === undefined ? {} : { signal });
  }
}
