import { matrix, slice } from '../../core/math/matrix.ts';
import type { Matrix } from '../../core/types.ts';
import { ranges, rowsPerRun } from './blocks.ts';
import { floats, type GraphSession } from './session.ts';

/** X W + b, written block by block into the result. */
export async function productNative(
  X: Matrix,
  W: Matrix,
  b: Float32Array,
  session: GraphSession,
  step: (share: number) => void,
): Promise<Matrix> {
  const result = matrix(X.rows, W.cols);
  const fixed = { w: floats(W.data, W.rows, W.cols), b: floats(b, 1, W.cols) };
  for (const [from, to] of ranges(X.rows, rowsPerRun(X.cols * W.cols, W.cols))) {
    step(from / X.rows);
    await session.run(
      { ...fixed, x: floats(slice(X, from, to).data, to - from, X.cols) },
      { product: floats(slice(result, from, to).data, to - from, W.cols) },
    );
  }
  return result;
}

/** A^T B, summed over blocks of rows in float64. */
export async function crossNative(
  A: Matrix,
  B: Matrix,
  session: GraphSession,
  step: (share: number) => void,
): Promise<Matrix> {
  const sums = new Float64Array(A.cols * B.cols);
  const part = new Float32Array(sums.length);
  for (const [from, to] of ranges(A.rows, rowsPerRun(A.cols * B.cols, 0))) {
    step(from / A.rows);
    await session.run(
      {
        a: floats(slice(A, from, to).data, to - from, A.cols),
        b: floats(slice(B, from, to).data, to - from, B.cols),
      },
      { cross: floats(part, A.cols, B.cols) },
    );
    for (let i = 0; i < sums.length; i++) sums[i] += part[i];
  }
  return matrix(A.cols, B.cols, Float32Array.from(sums));
}
