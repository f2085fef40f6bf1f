import { columnMean, matrix } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';
import type { HeadContext } from './head.ts';

/** Coordinates in which the covariance of some rows, with their mean variance added to its diagonal, is the identity. */
export interface Whitening {
  /** D column means. */
  readonly mean: Float32Array;
  /** D x D matrix M with M^T (Cov + v I) M = I, where v is the mean variance of a column. */
  readonly transform: Matrix;
}

/** Rows of a triangle between two pauses: some 20 ms at D = 1,000. */
const rowsPerPause = 32;

/**
 * The whitening of the rows of X (N x D) by a Cholesky factor of their covariance. The diagonal is raised, so that the
 * directions in which the rows hardly differ are not blown up: a fit that stops early would have learned their noise.
 */
export async function fitWhitening(X: Matrix, ctx: HeadContext): Promise<Whitening> {
  const { kernels, signal, pause } = ctx;
  const mean = await columnMean(X, pause);
  const { data } = await kernels.cross(X, X, { signal });
  const d = X.cols;
  const covariance = new Float64Array(d * d);
  let trace = 0;
  for (let i = 0, at = 0; i < d; i++) {
    for (let j = 0; j < d; j++, at++) covariance[at] = data[at] / X.rows - mean[i] * mean[j];
    trace += Math.max(0, covariance[i * d + i]);
  }
  const ridge = trace / d || 1;
  for (let i = 0; i < d; i++) covariance[i * d + i] += ridge;
  const factor = await choleskyFactor(covariance, d, ridge, pause);
  return { mean, transform: await transposedInverse(factor, d, pause) };
}

/** Lower triangle R of S = R R^T, row-major; no pivot is less than the ridge on the diagonal, however rounding fell. */
async function choleskyFactor(
  S: Float64Array,
  d: number,
  ridge: number,
  pause: () => Promise<void>,
): Promise<Float64Array> {
  const R = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = S[i * d + j];
      for (let k = 0, p = i * d, q = j * d; k < j; k++, p++, q++) sum -= R[p] * R[q];
      R[i * d + j] = i === j ? Math.sqrt(Math.max(sum, ridge)) : sum / R[j * d + j];
    }
    if (i % rowsPerPause === 0) await pause();
  }
  return R;
}

/** R^-T of a lower triangle, as float32. Row c of it holds the solution of R y = e_c. */
async function transposedInverse(R: Float64Array, d: number, pause: () => Promise<void>): Promise<Matrix> {
  const result = matrix(d, d);
  const y = new Float64Array(d);
  for (let c = 0; c < d; c++) {
    y.fill(0);
    for (let i = c; i < d; i++) {
      let sum = i === c ? 1 : 0;
      for (let k = c; k < i; k++) sum -= R[i * d + k] * y[k];
      y[i] = sum / R[i * d + i];
    }
    result.data.set(y, c * d);
    if (c % rowsPerPause === 0) await pause();
  }
  return result;
}
