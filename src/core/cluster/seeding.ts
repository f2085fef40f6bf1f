import type { Kernels } from '../kernels.ts';
import { centeredCopy, distancesTo } from '../math/centered.ts';
import { gather } from '../math/matrix.ts';
import { measurePoints } from '../math/points.ts';
import type { Rng } from '../rng.ts';
import type { Matrix } from '../types.ts';

interface SeedingOptions {
  readonly k: number;
  /** Squared distance of each row to the nearest center there is already. Default: there is none. */
  readonly reach?: Float32Array;
  readonly kernels: Kernels;
  readonly rng: Rng;
  readonly signal?: AbortSignal;
  readonly pause: () => Promise<void>;
  /** Share of the centers chosen. */
  readonly progress?: (share: number) => void;
}

/**
 * Greedy k-means++ (Arthur and Vassilvitskii 2007, section 5; the number of trials, 2 + ln k, is scikit-learn's): each
 * new center is, of a few rows drawn with probability proportional to their squared distance to the nearest center, the
 * one that lowers the sum of these distances most. Returns k x D centers; rows repeat if X has fewer than k distinct ones.
 */
export async function seedCenters(X: Matrix, options: SeedingOptions): Promise<Matrix> {
  const { k, reach, rng, kernels, signal, pause, progress } = options;
  const centered = centeredCopy(await measurePoints(X, pause));
  const trials = 2 + Math.floor(Math.log(k));
  const chosen = reach === undefined ? [rng.below(X.rows)] : [];
  const nearest = reach?.slice() ?? (await distancesTo(centered, chosen, kernels, signal));
  const cumulative = new Float64Array(X.rows);
  while (chosen.length < k) {
    const total = accumulate(nearest, cumulative);
    if (total === 0) break;
    const drawn = Array.from({ length: trials }, () => drawFrom(cumulative, rng.next() * total));
    const distances = await distancesTo(centered, drawn, kernels, signal);
    const best = lowestPotential(nearest, distances, trials);
    for (let i = 0; i < nearest.length; i++) nearest[i] = Math.min(nearest[i], distances[i * trials + best]);
    chosen.push(drawn[best]);
    progress?.(chosen.length / k);
    await pause();
  }
  return gather(
    X,
    Array.from({ length: k }, (_, c) => chosen[c % chosen.length] ?? 0),
  );
}

function accumulate(values: Float32Array, into: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    into[i] = sum;
  }
  return sum;
}

/** The first row whose cumulative weight passes `target`. */
function drawFrom(cumulative: Float64Array, target: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle] > target) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Which of the trial columns gives the smallest sum of min(nearest, distance). */
function lowestPotential(nearest: Float32Array, distances: Float32Array, trials: number): number {
  const potential = new Float64Array(trials);
  for (let i = 0; i < nearest.length; i++)
    for (let t = 0; t < trials; t++) potential[t] += Math.min(nearest[i], distances[i * trials + t]);
  return potential.indexOf(Math.min(...potential));
}
