import type { Kernels } from '../kernels.ts';
import { createRng } from '../rng.ts';
import type { Matrix } from '../types.ts';
import { choleskyQr, transposed } from './choleskyQr.ts';
import { matrix } from './matrix.ts';
import { type Eigen, symmetricEigen } from './symmetricEigen.ts';

/** Directions sought beyond those that are wanted: the last of the wanted ones settle as quickly as these fall behind. */
const spare = 14;
const rounds = 16;
/** Up to so many columns the whole decomposition is as quick. */
const fewColumns = 128;

/**
 * The largest `count` eigenvalues of a symmetric D x D matrix without negative ones, and their eigenvectors, as `symmetricEigen`
 * tells them. By subspace iteration (Halko, Martinsson and Tropp 2011, arXiv 0909.4061, algorithm 4.4): within a twentieth of the time
 * of the whole. Each vector is orthogonal to the others to rounding; the last may be turned a little within those that come next.
 */
export async function leadingEigen(
  m: Matrix,
  count: number,
  { kernels, pause }: { readonly kernels: Kernels; readonly pause: () => Promise<void> },
): Promise<Eigen> {
  const d = m.cols;
  const width = count + spare;
  if (d <= fewColumns || 2 * width > d) return firstOf(symmetricEigen(m), count);
  const rng = createRng('leading');
  // Row c is direction c: products with a symmetric matrix from the right are those from the left.
  let directions = matrix(
    width,
    d,
    Float32Array.from({ length: width * d }, () => rng.normal()),
  );
  for (let round = 0; round < rounds; round++) {
    const orthogonal = await choleskyQr(directions, kernels);
    if (orthogonal === undefined) orthonormalize(directions);
    await pause();
    directions = await kernels.product(orthogonal ?? directions, m);
  }
  orthonormalize(directions);
  const applied = await kernels.product(directions, m);
  const within = await kernels.product(applied, transposed(directions));
  const { values, vectors } = symmetricEigen(within);
  const found = await kernels.product(transposed(directions), vectors);
  orient(found);
  return firstOf({ values, vectors: found }, count);
}

function firstOf({ values, vectors }: Eigen, count: number): Eigen {
  const kept = Math.min(count, vectors.cols);
  const first = matrix(vectors.rows, kept);
  for (let i = 0; i < vectors.rows; i++)
    first.data.set(vectors.data.subarray(i * vectors.cols, i * vectors.cols + kept), i * kept);
  return { values: values.slice(0, kept), vectors: first };
}

/** Makes the rows orthogonal and of length 1, one after the other (modified Gram-Schmidt, twice); one that depends on those before is 0. */
function orthonormalize({ data, rows, cols }: Matrix): void {
  for (let c = 0; c < rows; c++) {
    const own = data.subarray(c * cols, (c + 1) * cols);
    const before = length(own);
    for (let pass = 0; pass < 2; pass++)
      for (let other = 0; other < c; other++) {
        const at = other * cols;
        let along = 0;
        for (let j = 0; j < cols; j++) along += own[j] * data[at + j];
        for (let j = 0; j < cols; j++) own[j] -= along * data[at + j];
      }
    const left = length(own);
    const scale = left > 1e-6 * before ? 1 / left : 0;
    for (let j = 0; j < cols; j++) own[j] *= scale;
  }
}

function length(values: Float32Array): number {
  let sum = 0;
  for (let j = 0; j < values.length; j++) sum += values[j] * values[j];
  return Math.sqrt(sum);
}

/** The entry largest in size of each column is positive. */
function orient({ data, rows, cols }: Matrix): void {
  for (let c = 0; c < cols; c++) {
    let largest = 0;
    for (let at = c; at < data.length; at += cols)
      if (Math.abs(data[at]) > Math.abs(largest)) largest = data[at];
    if (largest < 0) for (let i = 0; i < rows; i++) data[i * cols + c] = -data[i * cols + c];
  }
}
