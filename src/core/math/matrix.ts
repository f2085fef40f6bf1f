import type { Matrix } from '../types.ts';

/** How many numbers a loop may touch before it pauses: about 10 ms of work. */
const numbersPerPause = 4_000_000;

/** A `rows` x `cols` matrix over `data`, or of zeros. */
export function matrix(
  rows: number,
  cols: number,
  data: Float32Array = new Float32Array(rows * cols),
): Matrix {
  if (data.length !== rows * cols)
    throw new RangeError(`${rows} x ${cols} needs ${rows * cols} numbers, not ${data.length}.`);
  return { data, rows, cols };
}

/** Row i as a view: writing to it writes to the matrix. */
export function row(m: Matrix, i: number): Float32Array {
  return m.data.subarray(i * m.cols, (i + 1) * m.cols);
}

/** Rows from..to-1 as a view. */
export function slice(m: Matrix, from: number, to: number): Matrix {
  return matrix(to - from, m.cols, m.data.subarray(from * m.cols, to * m.cols));
}

/** A copy of the named rows, in that order. */
export function gather(m: Matrix, rows: ArrayLike<number>): Matrix {
  const result = matrix(rows.length, m.cols);
  for (let i = 0; i < rows.length; i++) result.data.set(row(m, rows[i]), i * m.cols);
  return result;
}

/** Scales each row to length 1, in place. A row of zeros stays a row of zeros. */
export async function normalizeRows(m: Matrix, pause: () => Promise<void>): Promise<void> {
  await overRows(m, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      const values = row(m, i);
      const length = Math.sqrt(squaredNorm(values));
      if (length > 0) for (let j = 0; j < values.length; j++) values[j] /= length;
    }
  });
}

/** The mean of each column (D float64 sums, rounded once to float32). A matrix without rows has mean 0. */
export async function columnMean(m: Matrix, pause: () => Promise<void>): Promise<Float32Array> {
  const sums = new Float64Array(m.cols);
  const { data, cols } = m;
  await overRows(m, pause, (from, to) => {
    let i = from;
    // Four rows at a time: half the time, since the sums are read and written once for four.
    for (; i + 3 < to; i += 4)
      for (let j = 0, at = i * cols; j < cols; j++, at++)
        sums[j] += data[at] + data[at + cols] + data[at + 2 * cols] + data[at + 3 * cols];
    for (; i < to; i++) for (let j = 0, at = i * cols; j < cols; j++, at++) sums[j] += data[at];
  });
  return Float32Array.from(sums, (sum) => (m.rows === 0 ? 0 : sum / m.rows));
}

/** Numbers of the rows that hold NaN or an infinity, ascending. */
export async function nonFiniteRows(m: Matrix, pause: () => Promise<void>): Promise<Int32Array> {
  const found: number[] = [];
  await overRows(m, pause, (from, to) => {
    for (let i = from; i < to; i++) if (!allFinite(row(m, i))) found.push(i);
  });
  return Int32Array.from(found);
}

function allFinite(values: Float32Array): boolean {
  let sum = 0;
  // 0 for each finite number, else NaN: a sum without a branch takes a seventh of the time of a test of each.
  for (let j = 0; j < values.length; j++) sum += values[j] - values[j];
  return sum === 0;
}

/** Calls `work` on ranges of rows, with a pause after each range. */
export async function overRows(
  m: Pick<Matrix, 'rows' | 'cols'>,
  pause: () => Promise<void>,
  work: (from: number, to: number) => void,
): Promise<void> {
  const step = Math.max(1, Math.floor(numbersPerPause / Math.max(1, m.cols)));
  for (let from = 0; from < m.rows; from += step) {
    work(from, Math.min(m.rows, from + step));
    await pause();
  }
}

/** |a|^2 in float64. */
export function squaredNorm(a: Float32Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * a[j];
  return sum;
}

/** |a_i - b_j|^2 in float64, as the sum of squared differences: exact to rounding however close the rows are. */
export function squaredDistance(a: Matrix, i: number, b: Matrix, j: number): number {
  const { data: x, cols } = a;
  const { data: y } = b;
  let p = i * cols;
  let q = j * cols;
  let even = 0;
  let odd = 0;
  const end = p + cols - (cols & 1);
  while (p < end) {
    const first = x[p++] - y[q++];
    const second = x[p++] - y[q++];
    even += first * first;
    odd += second * second;
  }
  if (cols & 1) {
    const last = x[p] - y[q];
    even += last * last;
  }
  return even + odd;
}
