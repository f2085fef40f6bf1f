import type { Points } from '../kernels.ts';
import { gather, matrix, normalizeRows, overRows } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';
import type { SelectorContext } from './selector.ts';

export interface CentroidOptions {
  readonly iterations: number;
  readonly temperature: number;
  /** How much the centroids push each other apart. */
  readonly balance: number;
  readonly learningRate: number;
}

/** Decay of the two means of Adam, and what keeps its division finite (Kingma and Ba 2015, the usual values). */
const decay = { first: 0.9, second: 0.999 };
const epsilon = 1e-8;

type Tools = Pick<SelectorContext, 'kernels' | 'signal' | 'pause' | 'progress'>;

/**
 * Moves centroids on the unit sphere so that each row lies near one and they lie apart (ActiveFT, arXiv 2303.14382,
 * equations 5 to 7): Adam on `centroidGradient` from the rows `start` (b x D). Rows of X and `fixed` have length 1. Returns
 * b x D centroids of length 1.
 */
export async function fitCentroids(
  X: Points,
  start: Matrix,
  fixed: Matrix,
  options: CentroidOptions,
  tools: Tools,
): Promise<Matrix> {
  const { iterations, learningRate } = options;
  const reach = await fixedReach(X, fixed, tools);
  const theta = gather(start, [...Array(start.rows).keys()]);
  const first = new Float64Array(theta.data.length);
  const second = new Float64Array(theta.data.length);
  for (let iteration = 1; iteration <= iterations; iteration++) {
    const gradient = await centroidGradient(X, reach, theta, fixed, options, tools);
    for (let at = 0; at < gradient.length; at++) {
      first[at] = decay.first * first[at] + (1 - decay.first) * gradient[at];
      second[at] = decay.second * second[at] + (1 - decay.second) * gradient[at] ** 2;
      const mean = first[at] / (1 - decay.first ** iteration);
      const size = Math.sqrt(second[at] / (1 - decay.second ** iteration));
      theta.data[at] -= (learningRate * mean) / (size + epsilon);
    }
    tools.progress({ phase: 'train', done: iteration, total: iterations });
    await tools.pause();
  }
  await normalizeRows(theta, tools.pause);
  return theta;
}

/** Rows of `fixed` looked at in one pass, so that no copy of many of them is made at once. */
const rowsPerPass = 4096;

/** Squared distance of each row to the nearest fixed centroid, +Infinity where there is none. */
export async function fixedReach(
  X: Points,
  fixed: Matrix,
  { kernels, signal }: Pick<Tools, 'kernels' | 'signal'>,
): Promise<Float32Array> {
  const reach = new Float32Array(X.rows).fill(Number.POSITIVE_INFINITY);
  for (let from = 0; from < fixed.rows; from += rowsPerPass) {
    const end = Math.min(fixed.rows, from + rowsPerPass);
    const rows = matrix(end - from, fixed.cols, fixed.data.subarray(from * fixed.cols, end * fixed.cols));
    await kernels.relax(reach, X, rows, { signal });
  }
  return reach;
}

/**
 * Gradient of the loss -mean_i log(e_i / (e_i + balance sum_j exp(c_j c_k / temperature))) by theta (b x D), with c the rows
 * of theta scaled to length 1, k the centroid nearest to row i, e_i = exp(x_i c_k / temperature), and j over all
 * centroids, the fixed ones too, held constant. Fixed centroids have no gradient, nor have rows whose nearest is one.
 */
export async function centroidGradient(
  X: Points,
  reach: Float32Array,
  theta: Matrix,
  fixed: Matrix,
  { temperature, balance }: Pick<CentroidOptions, 'temperature' | 'balance'>,
  { kernels, signal, pause }: Omit<Tools, 'progress'>,
): Promise<Float64Array> {
  const { rows: count, cols } = theta;
  const c = gather(theta, [...Array(count).keys()]);
  await normalizeRows(c, pause);
  const { indices, distances } = await kernels.nearest(X, c, 1, { signal });
  const { logSums, shares } = await repulsion(stacked(c, fixed), c, temperature, { kernels, signal });

  const pull = new Float64Array(count * cols);
  const mass = new Float64Array(count);
  await overRows(X, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      if (reach[i] < distances[i]) continue;
      const k = indices[i];
      const similarity = (1 - distances[i] / 2) / temperature;
      const weight = 1 / (1 + Math.exp(similarity - logSums[k] - Math.log(balance)));
      mass[k] += weight;
      addRow(pull, k * cols, X, i, weight);
    }
  });

  const gradient = new Float64Array(count * cols);
  for (let k = 0; k < count; k++) {
    let along = 0;
    let squaredLength = 0;
    for (let at = k * cols; at < (k + 1) * cols; at++) {
      gradient[at] = (mass[k] * shares.data[at] - pull[at]) / (X.rows * temperature);
      along += gradient[at] * c.data[at];
      squaredLength += theta.data[at] ** 2;
    }
    // The loss sees theta scaled to length 1, so only what is tangent to the sphere counts.
    const length = Math.sqrt(squaredLength);
    for (let at = k * cols; at < (k + 1) * cols; at++)
      gradient[at] = (gradient[at] - along * c.data[at]) / length;
  }
  return gradient;
}

/** Adds `weight` times row i of X to `into`, from number `at` on. */
function addRow(into: Float64Array, at: number, { data, cols }: Matrix, i: number, weight: number): void {
  let from = i * cols;
  let to = at;
  const end = from + cols;
  // Four columns at a time: half the time, and this is half of the work.
  for (; from + 3 < end; from += 4, to += 4) {
    into[to] += weight * data[from];
    into[to + 1] += weight * data[from + 1];
    into[to + 2] += weight * data[from + 2];
    into[to + 3] += weight * data[from + 3];
  }
  for (; from < end; from++, to++) into[to] += weight * data[from];
}

/**
 * For each centroid k: log sum_j exp(a_j c_k / temperature) over all rows a_j, in float64, and the mean of the a_j weighted
 * by their shares in that sum (b x D).
 */
async function repulsion(
  all: Matrix,
  c: Matrix,
  temperature: number,
  { kernels, signal }: Pick<Tools, 'kernels' | 'signal'>,
): Promise<{ readonly logSums: Float64Array; readonly shares: Matrix }> {
  const { rows: count } = c;
  const cosines = await kernels.product(all, transposed(c), undefined, { signal });
  const sums = new Float64Array(count);
  // No cosine is above 1, so that no power below is above e^0.
  for (let at = 0; at < cosines.data.length; at++)
    sums[at % count] += Math.exp((cosines.data[at] - 1) / temperature);
  for (let at = 0; at < cosines.data.length; at++)
    cosines.data[at] = Math.exp((cosines.data[at] - 1) / temperature) / sums[at % count];
  return {
    logSums: sums.map((sum) => Math.log(sum) + 1 / temperature),
    shares: await kernels.cross(cosines, all, { signal }),
  };
}

function stacked(a: Matrix, b: Matrix): Matrix {
  const data = new Float32Array(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return matrix(a.rows + b.rows, a.cols, data);
}

function transposed(m: Matrix): Matrix {
  const result = matrix(m.cols, m.rows);
  for (let i = 0; i < m.rows; i++)
    for (let j = 0; j < m.cols; j++) result.data[j * m.rows + i] = m.data[i * m.cols + j];
  return result;
}
