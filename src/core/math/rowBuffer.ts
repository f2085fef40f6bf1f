import type { Points } from '../kernels.ts';
import type { Matrix } from '../types.ts';
import { matrix, row } from './matrix.ts';

/**
 * Copies of rows in one buffer that is used again and again: where a loop copies megabytes in every step, collecting them
 * would take longer than the work. A copy is valid until the next call.
 */
export class RowBuffer {
  private buffer = new Float32Array(0);

  /** A copy of the named rows, in that order. */
  gather(m: Matrix, rows: ArrayLike<number>): Matrix {
    const length = rows.length * m.cols;
    if (this.buffer.length < length) this.buffer = new Float32Array(length);
    for (let i = 0; i < rows.length; i++) this.buffer.set(row(m, rows[i]), i * m.cols);
    return matrix(rows.length, m.cols, this.buffer.subarray(0, length));
  }

  /** A copy of the named rows, seen from the center of all. */
  gatherPoints(points: Points, rows: ArrayLike<number>): Points {
    const squaredNorms = Float32Array.from(rows, (row) => points.squaredNorms[row]);
    return { ...this.gather(points, rows), center: points.center, squaredNorms };
  }
}
