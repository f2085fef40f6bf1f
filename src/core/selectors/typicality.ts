import { gather } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';
import type { ParameterValues, SelectorContext } from './selector.ts';

/** In larger groups the neighbors are sought among a random sample of this many members. */
export const maxReferences = 10_000;

/** Keeps typicality finite where neighbors are copies; the published code's value. */
const epsilon = 1e-5;

/**
 * Typicality of each member among the members (arXiv 2202.02794, equation 1): the inverse of the mean distance to the
 * nearest min(neighbors, half of the group) others, squared distances by default as in the published code. A member on
 * its own has typicality 0.
 */
export async function typicalities(
  X: Matrix,
  members: readonly number[],
  parameters: ParameterValues,
  { kernels, rng, signal }: Pick<SelectorContext, 'kernels' | 'rng' | 'signal'>,
): Promise<Float64Array> {
  const k = Math.min(Number(parameters.neighbors), Math.floor(members.length / 2), maxReferences - 1);
  if (k === 0) return new Float64Array(members.length);
  const references = sample(members.length, rng.fork('references').permutation(members.length));
  const group = gather(X, members);
  const { indices, distances } = await kernels.nearest(group, gather(group, references), k + 1, { signal });
  const isSquared = parameters.distance === 'squared';
  return Float64Array.from(members, (_, i) => {
    let sum = 0;
    let counted = 0;
    for (let slot = i * (k + 1); slot < (i + 1) * (k + 1) && counted < k; slot++) {
      if (references[indices[slot]] === i) continue;
      sum += isSquared ? distances[slot] : Math.sqrt(distances[slot]);
      counted++;
    }
    return 1 / (sum / k + epsilon);
  });
}

function sample(count: number, permutation: Int32Array): Int32Array {
  return permutation.subarray(0, Math.min(count, maxReferences)).sort();
}
