import type { Kernels } from '../../src/core/kernels.ts';
import type { Matrix } from '../../src/core/types.ts';
import { createKernels } from '../../src/engine/kernels/kernels.ts';

const native = createKernels({ threads: 1 });

/**
 * The kernels as their definitions read, in float64, one number at a time: the oracle of every numeric test. Graphs are run
 * as they are: what they compute is checked where they are written.
 */
export const referenceKernels: Kernels = {
  async nearest(X, C, k, options = {}) {
    const indices = new Int32Array(X.rows * k).fill(-1);
    const distances = new Float32Array(X.rows * k).fill(Number.POSITIVE_INFINITY);
    for (let i = 0; i < X.rows; i++) {
      const all = Array.from({ length: C.rows }, (_, c) => ({ c, distance: squaredDistance(X, i, C, c) }))
        .filter(({ c }) => !options.excludeSelf || c !== i)
        .sort((a, b) => a.distance - b.distance || a.c - b.c)
        .slice(0, k);
      for (const [slot, { c, distance }] of all.entries()) {
        indices[i * k + slot] = c;
        distances[i * k + slot] = distance;
      }
    }
    return { k, indices, distances };
  },
  async relax(minDistance, X, C) {
    for (let i = 0; i < X.rows; i++)
      for (let c = 0; c < C.rows; c++) minDistance[i] = Math.min(minDistance[i], squaredDistance(X, i, C, c));
  },
  async gain(X, C, { weight, best, limit, sigma }) {
    return Float64Array.from({ length: C.rows }, (_, c) => {
      let sum = 0;
      for (let n = 0; n < X.rows; n++) {
        const similarity = Math.exp(-squaredDistance(X, n, C, c) / sigma ** 2);
        sum += weight[n] * Math.max(0, Math.min(similarity, limit?.[n] ?? 1) - best[n]);
      }
      return sum;
    });
  },
  async within(X, C, { weight, radius }) {
    return Float64Array.from({ length: C.rows }, (_, c) => {
      let sum = 0;
      for (let n = 0; n < X.rows; n++) if (squaredDistance(X, n, C, c) < radius ** 2) sum += weight[n];
      return sum;
    });
  },
  async product(X, W, b) {
    return build(X.rows, W.cols, (i, k) => {
      let sum = b === undefined ? 0 : b[k];
      for (let j = 0; j < X.cols; j++) sum += at(X, i, j) * at(W, j, k);
      return sum;
    });
  },
  async cross(A, B) {
    return build(A.cols, B.cols, (d, e) => {
      let sum = 0;
      for (let n = 0; n < A.rows; n++) sum += at(A, n, d) * at(B, n, e);
      return sum;
    });
  },
  train: native.train,
  infer: native.infer,
};

function at(m: Matrix, i: number, j: number): number {
  return m.data[i * m.cols + j];
}

function squaredDistance(a: Matrix, i: number, b: Matrix, j: number): number {
  let sum = 0;
  for (let d = 0; d < a.cols; d++) sum += (at(a, i, d) - at(b, j, d)) ** 2;
  return sum;
}

function build(rows: number, cols: number, value: (i: number, j: number) => number): Matrix {
  const data = Float32Array.from({ length: rows * cols }, (_, p) => value(Math.floor(p / cols), p % cols));
  return { data, rows, cols };
}
