import type { Neighbors } from '../kernels.ts';
import { overRows } from '../math/matrix.ts';
import { symmetricUnion } from './symmetricUnion.ts';

/**
 * A weighted undirected graph in compressed sparse rows: the edges of node i are starts[i]..starts[i + 1] - 1, each stored
 * at both of its ends.
 */
export interface Graph {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Membership strengths, above 0 and at most 1. */
  readonly weights: Float32Array;
}

const halvings = 64;
const tolerance = 1e-5;
/** No ball is smaller than this share of the mean distance to the neighbors. */
const leastShare = 1e-3;

/**
 * The fuzzy simplicial set of a graph of nearest neighbors (arXiv 1802.03426, algorithms 2 and 3): the strength of an edge is
 * exp(-(d - rho) / sigma) with rho the distance to the nearest neighbor that is no copy, and sigma such that the strengths of a
 * node add up to log2(k + 1); the directions are united by a + b - a b. `neighbors` without the rows themselves.
 */
export async function fuzzySet(neighbors: Neighbors, pause: () => Promise<void>): Promise<Graph> {
  return symmetricUnion(neighbors, await strengths(neighbors, pause), pause);
}

/** N x k strengths of the edges to the neighbors; 0 beside a -1. */
export async function strengths(neighbors: Neighbors, pause: () => Promise<void>): Promise<Float32Array> {
  const { k, indices, distances } = neighbors;
  const rows = indices.length / k;
  const result = new Float32Array(indices.length);
  const lengths = Float32Array.from(distances, Math.sqrt);
  const mean = meanOf(lengths);
  await overRows({ rows, cols: 4 * k * halvings }, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      const own = lengths.subarray(i * k, (i + 1) * k);
      const rho = own.find((length) => length > 0 && length < Number.POSITIVE_INFINITY) ?? 0;
      const sigma = Math.max(
        sigmaOf(own, rho, Math.log2(k + 1)),
        leastShare * (rho > 0 ? meanOf(own) : mean),
      );
      for (let s = 0; s < k; s++) {
        const beyond = own[s] - rho;
        // Beside a -1 the distance is infinite, and the strength 0. Where all is one point sigma is 0, and nothing is divided by it.
        result[i * k + s] = beyond <= 0 ? 1 : Math.exp(-beyond / sigma);
      }
    }
  });
  return result;
}

function sigmaOf(lengths: Float32Array, rho: number, target: number): number {
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let sigma = 1;
  for (let step = 0; step < halvings; step++) {
    let sum = 0;
    for (let s = 0; s < lengths.length; s++) {
      const beyond = lengths[s] - rho;
      sum += beyond > 0 ? Math.exp(-beyond / sigma) : 1;
    }
    if (Math.abs(sum - target) < tolerance) break;
    if (sum > target) high = sigma;
    else low = sigma;
    sigma = high === Number.POSITIVE_INFINITY ? sigma * 2 : (low + high) / 2;
  }
  return sigma;
}

/** The mean of the finite lengths. */
function meanOf(lengths: Float32Array): number {
  let sum = 0;
  let count = 0;
  for (let s = 0; s < lengths.length; s++)
    if (lengths[s] < Number.POSITIVE_INFINITY) {
      sum += lengths[s];
      count++;
    }
  return count === 0 ? 0 : sum / count;
}
