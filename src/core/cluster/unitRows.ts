import { matrix } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';

/** A copy of the named rows, each scaled to length 1. `lengths`: of all rows of `m`; those of the named ones are above 0. */
export function unitRows(m: Matrix, rows: ArrayLike<number>, lengths: Float64Array): Matrix {
  const result = matrix(rows.length, m.cols);
  for (let i = 0, at = 0; i < rows.length; i++) {
    const length = lengths[rows[i]];
    for (let j = 0, from = rows[i] * m.cols; j < m.cols; j++) result.data[at++] = m.data[from++] / length;
  }
  return result;
}
