import type { Kernels } from '../kernels.ts';
import { leadingEigen } from '../math/leadingEigen.ts';
import { columnMean, matrix } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';

/** Principal components (Pearson 1901; Hotelling 1933) of some rows. */
export interface Pca {
  readonly mean: Float32Array;
  /** D x q, one unit direction per column, by falling variance; the entry largest in size of each is positive. */
  readonly components: Matrix;
  /** Variance along each component (divided by N - 1). */
  readonly variances: Float64Array;
  readonly totalVariance: number;
}

interface PcaOptions {
  readonly kernels: Kernels;
  readonly signal?: AbortSignal;
  readonly pause: () => Promise<void>;
}

const rowsPerBlock = 4096;

/** The first `count` principal components of X (N x D, N >= 1), from the eigenvectors of its covariance. */
export async function fitPca(X: Matrix, count: number, options: PcaOptions): Promise<Pca> {
  const mean = await columnMean(X, options.pause);
  const sums = new Float64Array(X.cols * X.cols);
  for await (const { rows } of centeredBlocks(X, mean, options)) {
    const { data } = await options.kernels.cross(rows, rows, signalOf(options));
    for (let at = 0; at < sums.length; at++) sums[at] += data[at];
  }
  const divisor = Math.max(1, X.rows - 1);
  const covariance = matrix(X.cols, X.cols);
  for (let at = 0; at < sums.length; at++) covariance.data[at] = sums[at] / divisor;
  let totalVariance = 0;
  for (let j = 0; j < X.cols; j++) totalVariance += sums[j * X.cols + j] / divisor;
  const { values, vectors } = await leadingEigen(covariance, Math.min(count, X.cols), options);
  return {
    mean,
    components: vectors,
    variances: values.map((value) => Math.max(0, value)),
    totalVariance,
  };
}

/** Coordinates of the rows of X (N x D) along the components: (X - mean) components, N x q. */
export async function project(pca: Pca, X: Matrix, options: PcaOptions): Promise<Matrix> {
  const { components } = pca;
  const result = matrix(X.rows, components.cols);
  for await (const { rows, from } of centeredBlocks(X, pca.mean, options)) {
    const { data } = await options.kernels.product(rows, components, undefined, signalOf(options));
    result.data.set(data, from * components.cols);
  }
  return result;
}

/**
 * The rows less the mean, a block at a time, so that float32 loses nothing to a far mean. A block is valid until the next.
 */
async function* centeredBlocks(
  X: Matrix,
  mean: Float32Array,
  { pause }: PcaOptions,
): AsyncGenerator<{ readonly from: number; readonly rows: Matrix }> {
  const { data, cols } = X;
  const buffer = new Float32Array(Math.min(rowsPerBlock, X.rows) * cols);
  for (let from = 0; from < X.rows; from += rowsPerBlock) {
    const count = Math.min(rowsPerBlock, X.rows - from);
    for (let i = 0, at = 0, source = from * cols; i < count; i++)
      for (let j = 0; j < cols; j++, at++, source++) buffer[at] = data[source] - mean[j];
    yield { from, rows: matrix(count, cols, buffer.subarray(0, count * cols)) };
    await pause();
  }
}

function signalOf({ signal }: PcaOptions): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
