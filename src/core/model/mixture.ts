import { matrix, row } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';
import { overLogits, softmaxInPlace } from './softmax.ts';

/** Exponents of two models in the product of their probabilities, p^a q^b up to scale. Not both 0. */
export interface MixtureWeights {
  readonly softmax: number;
  readonly spreading: number;
}

/** What two models say of the same rows. */
export interface Opinions {
  /** N x K. */
  readonly softmax: Matrix;
  /** N x K; absent: there is no such model, and its weight counts for nothing. */
  readonly spreading: Matrix | undefined;
}

/** In a mixture nothing is held less likely than this, so that one model cannot overrule the other alone. */
const floor = 1e-6;
/** About the least float32: the logarithm of zero is not a number to count with. */
const least = 1e-37;

/**
 * The log-linear mixture of two models, p^a q^b scaled to sum 1, row by row. A row that spreading knows nothing of (zeros)
 * is the softmax's with the weights of both; one that the softmax knows nothing of stays zeros. The softmax alone and as it
 * is, is returned as it is.
 */
export async function mixed(
  { softmax, spreading }: Opinions,
  weights: MixtureWeights,
  pause: () => Promise<void>,
): Promise<Matrix> {
  if (spreading === undefined && weights.softmax === 1) return softmax;
  const result = matrix(softmax.rows, softmax.cols);
  await overLogits(result, pause, (from, to) => {
    for (let i = from; i < to; i++)
      mixRow(row(result, i), row(softmax, i), spreading && row(spreading, i), weights);
  });
  return result;
}

/** Writes the mixture of two rows; leaves zeros where the softmax's are zeros. */
export function mixRow(
  into: Float32Array,
  p: Float32Array,
  q: Float32Array | undefined,
  weights: MixtureWeights,
): void {
  if (isUnknown(p)) {
    into.fill(0);
    return;
  }
  const known = q === undefined || isUnknown(q) ? undefined : q;
  const b = known === undefined ? 0 : weights.spreading;
  const a = weights.softmax + weights.spreading - b;
  const leastP = b > 0 ? floor : least;
  for (let k = 0; k < into.length; k++) {
    into[k] = a === 0 ? 0 : a * Math.log(Math.max(leastP, p[k]));
    if (known !== undefined && b > 0) into[k] += b * Math.log(Math.max(floor, known[k]));
  }
  softmaxInPlace(into);
}

/** Weights at a temperature: both divided by it. */
export function atTemperature({ softmax, spreading }: MixtureWeights, temperature: number): MixtureWeights {
  return { softmax: softmax / temperature, spreading: spreading / temperature };
}

function isUnknown(values: Float32Array): boolean {
  return values.every((value) => value === 0);
}
