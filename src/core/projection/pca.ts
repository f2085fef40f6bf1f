import type { Kernels } from '../kernels.ts';
import { columnMean, matrix, slice } from '../math/matrix.ts';
import { symmetricEigen } from '../math/symmetricEigen.ts';
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

const rowsPerBlock = 8192;

/** The first `count` principal components of X (N x D, N >= 2), from the eigenvectors of its covariance. */
export async function fitPca(X: Matrix, count: number, options: PcaOptions): Promise<Pca> {
  const mean = await columnMean(X, options.pause);
  const sums = new Float64Array(X.cols * X.cols);
  for await (const { rows } of centeredBlocks(X, mean, options)) {
    const { data } = await options.kernels.cross(rows, rows, signalOf(options));
    for (let at = 0; at < sums.length; at++) sums[at] += data[at];
  }
  const divisor = Math.max(1, X.rows - 1);
  const covariance = matrix(
    X.cols,
    X.cols,
    Float32Array.from(sums, (sum) => sum / divisor),
  );
  const { values, vectors } = symmetricEigen(covariance);
  const kept = Math.min(count, X.cols);
  const components = matrix(X.cols, kept);
  for (let d = 0; d < X.cols; d++)
    components.data.set(vectors.data.subarray(d * X.cols, d * X.cols + kept), d * kept);
  return {
    mean,
    components,
    variances: values.slice(0, kept).map((value) => Math.max(0, value)),
    totalVariance: values.reduce((sum, value) => sum + value, 0),
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

/** Copies of the rows less the mean, a block at a time, so that float32 loses nothing to a far mean. */
async function* centeredBlocks(
  X: Matrix,
  mean: Float32Array,
  { pause }: PcaOptions,
): AsyncGenerator<{ readonly from: number; readonly rows: Matrix }> {
  for (let from = 0; from < X.rows; from += rowsPerBlock) {
    const block = slice(X, from, Math.min(X.rows, from + rowsPerBlock));
    const data = block.data.map((value, at) => value - mean[at % X.cols]);
    yield { from, rows: matrix(block.rows, block.cols, data) };
    await pause();
  }
}

function signalOf({ signal }: PcaOptions): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
