import { row } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';

/** Rounding of probabilities, in the favour of a class. */
const tolerance = 1e-6;
/** A threshold that no probability reaches: that of a class without a label. */
const unreachable = 2;

/** How often which class was given where another is right, by the model's own confidence. */
export interface ConfidentJoint {
  /** K thresholds: the mean probability of a class among the images it was given to. */
  readonly thresholds: Float64Array;
  /** K x K whole numbers: images given class k that are truly of class j, calibrated; row sums are the class sizes. */
  readonly counts: Int32Array;
}

/**
 * The calibrated confident joint of confident learning (Northcutt et al. 2021, arXiv 1911.00068, equations 1 and 3).
 * `P`: L x K out-of-sample probabilities; `given`: L class numbers below K.
 */
export function confidentJoint(P: Matrix, given: Int32Array): ConfidentJoint {
  const K = P.cols;
  const sizes = new Int32Array(K);
  for (const k of given) sizes[k]++;
  const thresholds = thresholdsOf(P, given, sizes);
  const joint = new Float64Array(K * K);
  for (const [i, k] of given.entries()) {
    const guess = confidentClass(row(P, i), thresholds);
    if (guess >= 0) joint[k * K + guess]++;
  }
  for (let k = 0; k < K; k++) joint[k * K + k] = Math.max(1, joint[k * K + k]);
  return { thresholds, counts: calibrated(joint, sizes) };
}

function thresholdsOf(P: Matrix, given: Int32Array, sizes: Int32Array): Float64Array {
  const sums = new Float64Array(P.cols);
  for (const [i, k] of given.entries()) sums[k] += P.data[i * P.cols + k];
  return sums.map((sum, k) => (sizes[k] === 0 ? unreachable : Math.max(2 * tolerance, sum / sizes[k])));
}

/** The class whose threshold is reached, the most probable of all where several are, -1 where none is. */
function confidentClass(values: Float32Array, thresholds: Float64Array): number {
  let reached = 0;
  let only = -1;
  for (let k = 0; k < values.length; k++)
    if (values[k] >= thresholds[k] - tolerance) {
      reached++;
      only = k;
    }
  return reached > 1 ? values.indexOf(Math.max(...values)) : only;
}

/** Rows scaled to the class sizes, and rounded so that they add up to them. */
function calibrated(joint: Float64Array, sizes: Int32Array): Int32Array {
  const K = sizes.length;
  const counts = new Int32Array(K * K);
  for (let k = 0; k < K; k++) {
    const values = joint.subarray(k * K, (k + 1) * K);
    const sum = values.reduce((total, value) => total + value, 0);
    counts.set(
      roundedTo(
        sizes[k],
        values.map((value) => (value / sum) * sizes[k]),
      ),
      k * K,
    );
  }
  return counts;
}

/** Rounds numbers that add up to `total` so that they still do: those furthest from their rounded value give way. */
function roundedTo(total: number, values: Float64Array): Int32Array {
  const rounded = Int32Array.from(values, (value) => Math.round(value));
  const missing = total - rounded.reduce((sum, value) => sum + value, 0);
  const step = Math.sign(missing);
  const order = Array.from(values.keys()).sort(
    (a, b) => step * (values[b] - rounded[b] - (values[a] - rounded[a])) || a - b,
  );
  for (const k of order.slice(0, Math.abs(missing))) rounded[k] += step;
  return rounded;
}

/**
 * Labels to doubt, by the filter `prune_by_noise_rate`: for each pair of classes as many as the joint counts there, those
 * whose other class is furthest ahead of the given one. One label at least of each class is left alone, and so is every
 * label that is the most probable class. Positions in `given`, ascending.
 */
export function prunedByNoiseRate(P: Matrix, given: Int32Array, { counts }: ConfidentJoint): Int32Array {
  const K = P.cols;
  const flagged = new Set<number>();
  const members: number[][] = Array.from({ length: K }, () => []);
  for (const [i, k] of given.entries()) members[k].push(i);
  for (let k = 0; k < K; k++) {
    const own = leaveOne(counts.subarray(k * K, (k + 1) * K), k, members[k].length);
    for (let j = 0; j < K; j++) {
      if (j === k || own[j] === 0) continue;
      const lead = (i: number): number => P.data[i * K + j] - P.data[i * K + k];
      const order = [...members[k]].sort((a, b) => lead(b) - lead(a) || a - b);
      for (const i of order.slice(0, own[j])) flagged.add(i);
    }
  }
  return Int32Array.from(flagged)
    .filter((i) => !isMostProbable(row(P, i), given[i]))
    .sort();
}

/** The counts of a class's row with its off-diagonal lessened, the largest first, until one label is left. */
function leaveOne(counts: Int32Array, diagonal: number, size: number): Int32Array {
  const left = counts.slice();
  const wrong = (): number => left.reduce((sum, count, j) => (j === diagonal ? sum : sum + count), 0);
  while (wrong() > Math.max(0, size - 1)) {
    left[diagonal] = 0;
    left[left.indexOf(Math.max(...left))]--;
  }
  return left;
}

/** Whether the given class is the most probable one, or as probable. */
function isMostProbable(values: Float32Array, given: number): boolean {
  return values[given] + tolerance >= Math.max(...values);
}
