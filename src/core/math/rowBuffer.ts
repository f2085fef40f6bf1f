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
}
