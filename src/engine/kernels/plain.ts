import type { BallTerms, GainTerms, Neighbors } from '../../core/kernels.ts';
import { matrix, squaredDistance } from '../../core/math/matrix.ts';
import type { Matrix } from '../../core/types.ts';
import { NearestLists } from './nearestLists.ts';

/** For problems so small that starting a graph costs more than the sums: the same results in plain float64. */
export function nearestPlain(X: Matrix, C: Matrix, k: number, excludeSelf: boolean): Neighbors {
  const lists = new NearestLists(X.rows, k);
  for (let i = 0; i < X.rows; i++)
    for (let c = 0; c < C.rows; c++)
      if (!excludeSelf || c !== i) lists.offer(i, c, squaredDistance(X, i, C, c));
  return lists.neighbors();
}

export function gainPlain(X: Matrix, C: Matrix, { weight, best, limit, sigma }: GainTerms): Float64Array {
  const gains = new Float64Array(C.rows);
  for (let c = 0; c < C.rows; c++)
    for (let n = 0; n < X.rows; n++) {
      const similarity = Math.exp(-squaredDistance(X, n, C, c) / (sigma * sigma));
      gains[c] += weight[n] * Math.max(0, Math.min(similarity, limit?.[n] ?? 1) - best[n]);
    }
  return gains;
}

export function withinPlain(X: Matrix, C: Matrix, { weight, radius }: BallTerms): Float64Array {
  const sums = new Float64Array(C.rows);
  for (let c = 0; c < C.rows; c++)
    for (let n = 0; n < X.rows; n++) if (squaredDistance(X, n, C, c) < radius * radius) sums[c] += weight[n];
  return sums;
}

export function productPlain(X: Matrix, W: Matrix, b: Float32Array): Matrix {
  const result = matrix(X.rows, W.cols);
  for (let i = 0; i < X.rows; i++)
    for (let k = 0; k < W.cols; k++) {
      let sum = b[k];
      for (let j = 0; j < X.cols; j++) sum += X.data[i * X.cols + j] * W.data[j * W.cols + k];
      result.data[i * W.cols + k] = sum;
    }
  return result;
}

export function crossPlain(A: Matrix, B: Matrix): Matrix {
  const result = matrix(A.cols, B.cols);
  for (let d = 0; d < A.cols; d++)
    for (let e = 0; e < B.cols; e++) {
      let sum = 0;
      for (let n = 0; n < A.rows; n++) sum += A.data[n * A.cols + d] * B.data[n * B.cols + e];
      result.data[d * B.cols + e] = sum;
    }
  return result;
}
