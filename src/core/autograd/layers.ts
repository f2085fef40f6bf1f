import { batchNorm } from './batchNorm.ts';
import { convolve } from './convolution.ts';
import { glorot, he } from './initial.ts';
import { maxPool } from './pooling.ts';
import type { Value } from './recorder.ts';
import type { Tape } from './tape.ts';

/** x W + b: n x d to n x units. */
export function dense(tape: Tape, x: Value, units: number, name: string): Value {
  const weights = tape.parameter(`${name}/weights`, [x.shape[1], units], glorot);
  return tape.add(tape.matmul(x, weights), tape.parameter(`${name}/bias`, [units]));
}

/**
 * Convolution with windows of 3 x 3, batch normalisation, ReLU, and the largest of each 2 x 2: half as many rows and columns.
 * The ReLU stands behind the pooling, where it does the same to a quarter of the numbers.
 */
export function convolutionBlock(tape: Tape, x: Value, channels: number, name: string): Value {
  const windows = tape.parameter(`${name}/windows`, [channels, x.shape[1], 3, 3], he);
  const seen = batchNorm(tape, convolve(tape, x, windows, { padding: 1 }), `${name}/norm`);
  return tape.relu(maxPool(tape, seen, 2));
}
