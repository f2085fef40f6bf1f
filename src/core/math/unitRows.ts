import type { Matrix } from '../types.ts';
import { matrix, overRows, row, squaredNorm } from './matrix.ts';

/** A copy of the named rows of X, each scaled to length 1; zeros stay zeros. */
export async function unitRows(
  X: Matrix,
  rows: ArrayLike<number>,
  pause: () => Promise<void>,
): Promise<Matrix> {
  const unit = matrix(rows.length, X.cols);
  await overRows(unit, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      const values = row(X, rows[i]);
      const length = Math.sqrt(squaredNorm(values)) || 1;
      for (let j = 0, at = i * X.cols; j < values.length; j++, at++) unit.data[at] = values[j] / length;
    }
  });
  return unit;
}
