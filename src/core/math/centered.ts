import type { Kernels, Points } from '../kernels.ts';
import type { Matrix } from '../types.ts';
import { matrix, squaredDistance } from './matrix.ts';

/** Squared distances below this share of |a|^2 + |b|^2 are computed again in float64. */
const nearShare = 1e-3;

/** Rows less their center, and their squared norms: ready for distances by matrix products. */
export interface CenteredRows extends Matrix {
  readonly squaredNorms: Float32Array;
}

/** A centered copy of the named rows, or of all. */
export function centeredCopy(
  X: Points,
  rows: ArrayLike<number> = Int32Array.from({ length: X.rows }, (_, i) => i),
): CenteredRows {
  const { data, cols, center } = X;
  const copy = matrix(rows.length, cols);
  for (let i = 0, at = 0; i < rows.length; i++)
    for (let j = 0, from = rows[i] * cols; j < cols; j++, at++, from++)
      copy.data[at] = data[from] - center[j];
  return { ...copy, squaredNorms: Float32Array.from(rows, (row) => X.squaredNorms[row]) };
}

/** N x count squared distances of all rows to the chosen ones, by |a|^2 + |b|^2 - 2 a b. */
export async function distancesTo(
  X: CenteredRows,
  chosen: ArrayLike<number>,
  kernels: Kernels,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const count = chosen.length;
  const transposed = matrix(X.cols, count);
  for (let c = 0; c < count; c++)
    for (let j = 0; j < X.cols; j++) transposed.data[j * count + c] = X.data[chosen[c] * X.cols + j];
  const options = signal === undefined ? {} : { signal };
  const { data } = await kernels.product(X, transposed, undefined, options);
  for (let i = 0, at = 0; i < X.rows; i++)
    for (let c = 0; c < count; c++, at++) {
      const norms = X.squaredNorms[i] + X.squaredNorms[chosen[c]];
      const distance = norms - 2 * data[at];
      data[at] = distance < nearShare * norms ? squaredDistance(X, i, X, chosen[c]) : distance;
    }
  return data;
}
