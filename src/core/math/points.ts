import type { Points } from '../kernels.ts';
import type { Matrix } from '../types.ts';
import { columnMean, matrix, overRows, squaredDistance } from './matrix.ts';
import { RowBuffer } from './rowBuffer.ts';

/** Measures what distances between the rows of `m` need, once for many calls of the kernels. Copies no row. */
export async function measurePoints(m: Matrix, pause: () => Promise<void>): Promise<Points> {
  const center = await columnMean(m, pause);
  const squaredNorms = new Float32Array(m.rows);
  await overRows(m, pause, (from, to) => {
    for (let i = from; i < to; i++) squaredNorms[i] = squaredDistanceTo(center, m, i);
  });
  return { ...m, center, squaredNorms };
}

/** A copy of the named rows, seen from the center of all; in the buffer, if one is given. */
export function gatherPoints(points: Points, rows: ArrayLike<number>, buffer = new RowBuffer()): Points {
  const squaredNorms = Float32Array.from(rows, (row) => points.squaredNorms[row]);
  return { ...buffer.gather(points, rows), center: points.center, squaredNorms };
}

/** |m_i - center|^2 in float64. */
export function squaredDistanceTo(center: Float32Array, m: Matrix, i: number): number {
  return squaredDistance(matrix(1, m.cols, center), 0, m, i);
}
