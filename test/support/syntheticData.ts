import { matrix } from '../../src/core/math/matrix.ts';
import { createRng } from '../../src/core/rng.ts';
import type { Matrix } from '../../src/core/types.ts';

/** N x D standard normal numbers, times `scale`, plus `offset`. */
export function normalMatrix(rows: number, cols: number, seed = 0, { scale = 1, offset = 0 } = {}): Matrix {
  const rng = createRng(`normal ${seed}`);
  return matrix(
    rows,
    cols,
    Float32Array.from({ length: rows * cols }, () => offset + scale * rng.normal()),
  );
}

/**
 * N x D points of Gaussian clusters, each row scaled to length 1: centers are standard normal, points lie around them
 * with standard deviation `spread` per column, and cluster sizes are equal in expectation. This is the data of the
 * benchmarks (N = 50,000, D = 512, 200 clusters): no image is needed, and what it lacks of real embeddings is known.
 */
export function clusteredMatrix(
  rows: number,
  cols: number,
  clusters: number,
  seed = 0,
  spread = 1,
): { readonly points: Matrix; readonly cluster: Int32Array } {
  const rng = createRng(`clusters ${seed}`);
  const centers = normalMatrix(clusters, cols, seed);
  const cluster = Int32Array.from({ length: rows }, () => rng.below(clusters));
  const points = matrix(rows, cols);
  for (let i = 0; i < rows; i++) {
    let norm = 0;
    for (let j = 0; j < cols; j++) {
      const value = centers.data[cluster[i] * cols + j] + spread * rng.normal();
      points.data[i * cols + j] = value;
      norm += value * value;
    }
    for (let j = 0; j < cols; j++) points.data[i * cols + j] /= Math.sqrt(norm);
  }
  return { points, cluster };
}
