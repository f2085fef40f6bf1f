import { gather, matrix } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';
import type { HeadContext } from './head.ts';
import type { LinearModel } from './softmax.ts';
import { fitWhitening, type Whitening } from './whitening.ts';

/** Rows in coordinates in which a linear model is fitted quickly, and the way back. */
export interface Design {
  /** n x d. */
  readonly rows: Matrix;
  readonly whitening?: Whitening;
  /** A model of these rows (d x K) as the same model of the rows they stand for (D x K). */
  restore(model: LinearModel): Promise<LinearModel>;
}

/** Rows times this many columns or fewer: the span of the rows is then worth finding. */
const columnsPerRowInSpan = 2;
/** Rows times this many columns or more: the covariance of the columns is then worth finding. */
const rowsPerColumnInWhitening = 4;

/** Coordinates for the rows of X: few rows are described in their own span, many with the whitening of their columns. */
export async function designOf(X: Matrix, ctx: HeadContext): Promise<Design> {
  if (X.rows * columnsPerRowInSpan <= X.cols) return spanOf(X, ctx);
  const restore = async (model: LinearModel): Promise<LinearModel> => model;
  if (X.rows < rowsPerColumnInWhitening * X.cols) return { rows: X, restore };
  return { rows: X, whitening: await fitWhitening(X, ctx), restore };
}

/** Of the squared length of the longest row, what may be left of a row that counts as lying in the span of others. */
const spanTolerance = 1e-6;

/**
 * The rows of X in an orthonormal basis of their span, which loses nothing: the best weights under an L2 penalty lie in it
 * (the representer theorem). By pivoted Cholesky of X X^T = L L^T: row i of L holds the coordinates of row i of X.
 */
async function spanOf(X: Matrix, ctx: HeadContext): Promise<Design> {
  const { kernels, signal, pause } = ctx;
  const n = X.rows;
  const products = await kernels.product(X, transposed(X), undefined, { signal });
  const left = Float64Array.from({ length: n }, (_, i) => products.data[i * n + i]);
  const enough = spanTolerance * left.reduce((most, value) => Math.max(most, value), 0);
  const L = new Float64Array(n * n);
  const pivots: number[] = [];
  const isPivot = new Uint8Array(n);
  while (pivots.length < n) {
    const pivot = left.indexOf(left.reduce((most, value) => Math.max(most, value), 0));
    if (!(left[pivot] > enough)) break;
    const column = pivots.length;
    const scale = Math.sqrt(left[pivot]);
    for (let i = 0; i < n; i++) {
      let sum = products.data[i * n + pivot];
      for (let k = 0, p = i * n, q = pivot * n; k < column; k++, p++, q++) sum -= L[p] * L[q];
      L[i * n + column] = isPivot[i] ? 0 : sum / scale;
      left[i] = Math.max(0, left[i] - L[i * n + column] ** 2);
    }
    left[pivot] = 0;
    isPivot[pivot] = 1;
    pivots.push(pivot);
    await pause();
  }
  const rank = pivots.length;
  const rows = matrix(n, rank);
  for (let i = 0; i < n; i++) rows.data.set(L.subarray(i * n, i * n + rank), i * rank);
  const basis = gather(X, pivots);
  const corner = gather(rows, pivots);
  return {
    rows,
    restore: async ({ weights, bias }) => {
      const shares = await backSubstituted(corner, weights, pause);
      return { weights: await kernels.cross(basis, shares, { signal }), bias };
    },
  };
}

/** Rows of a triangle between two pauses. */
const rowsPerPause = 16;

/** A with R^T A = V, for a lower triangle R (r x r) and V (r x K). */
async function backSubstituted(R: Matrix, V: Matrix, pause: () => Promise<void>): Promise<Matrix> {
  const { rows: r, cols: count } = V;
  const A = Float64Array.from(V.data);
  for (let i = r - 1; i >= 0; i--) {
    for (let k = 0; k < count; k++) A[i * count + k] /= R.data[i * r + i];
    for (let j = 0; j < i; j++)
      for (let k = 0; k < count; k++) A[j * count + k] -= R.data[i * r + j] * A[i * count + k];
    if (i % rowsPerPause === 0) await pause();
  }
  return matrix(r, count, Float32Array.from(A));
}

function transposed(m: Matrix): Matrix {
  const result = matrix(m.cols, m.rows);
  for (let i = 0; i < m.rows; i++)
    for (let j = 0; j < m.cols; j++) result.data[j * m.rows + i] = m.data[i * m.cols + j];
  return result;
}
