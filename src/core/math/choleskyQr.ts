import type { Kernels } from '../kernels.ts';
import type { Matrix } from '../types.ts';
import { matrix, row, squaredNorm } from './matrix.ts';

/** A row of which the ones before it leave less than this share of its squared length is too dependent on them. */
const leastPivot = 1e-3;

/**
 * The rows of Q made orthogonal to about 1e-4, and of length 1, by a Cholesky factor of Q Q^T (Golub and Van Loan, 5.2): two products
 * in place of the many that one row after the other takes. Undefined where a row nearly depends on others, which squaring
 * their angles would lose. Scales the rows of Q.
 */
export async function choleskyQr(Q: Matrix, kernels: Kernels): Promise<Matrix | undefined> {
  for (let i = 0; i < Q.rows; i++) {
    const values = row(Q, i);
    const length = Math.sqrt(squaredNorm(values));
    if (length === 0) return undefined;
    for (let j = 0; j < values.length; j++) values[j] /= length;
  }
  const inverse = inverseFactor(await kernels.product(Q, transposed(Q)));
  return inverse && kernels.product(inverse, Q);
}

export function transposed({ data, rows, cols }: Matrix): Matrix {
  const result = matrix(cols, rows);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < cols; j++) result.data[j * rows + i] = data[i * cols + j];
  return result;
}

/** R^-1 for the lower triangle with S = R R^T. */
function inverseFactor(S: Matrix): Matrix | undefined {
  const n = S.rows;
  const R = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = S.data[i * n + j];
      for (let k = 0; k < j; k++) sum -= R[i * n + k] * R[j * n + k];
      if (i === j && sum < leastPivot) return undefined;
      R[i * n + j] = i === j ? Math.sqrt(sum) : sum / R[j * n + j];
    }
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++)
      for (let j = 0; j <= k; j++) inverse[i * n + j] -= R[i * n + k] * inverse[k * n + j];
    inverse[i * n + i] = 1;
    for (let j = 0; j <= i; j++) inverse[i * n + j] /= R[i * n + i];
  }
  return matrix(n, n, Float32Array.from(inverse));
}
