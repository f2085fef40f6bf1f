import type { Value } from '../../autograd/recorder.ts';
import type { Tape } from '../../autograd/tape.ts';

/** The columns of Z less their means. */
export function centered(tape: Tape, Z: Value): Value {
  return tape.subtract(Z, tape.mean(Z, [0], true));
}

/** d x d, divided by n - 1. */
export function covariance(tape: Tape, Z: Value): Value {
  const X = centered(tape, Z);
  return tape.divide(tape.matmul(tape.transpose(X), X), Math.max(1, Z.shape[0] - 1));
}

/** The sum of the squares of all entries. */
export function squares(tape: Tape, a: Value): Value {
  return tape.sum(tape.multiply(a, a), [...a.shape.keys()]);
}

/** A square matrix with zeros on its diagonal. */
export function withoutDiagonal(tape: Tape, a: Value): Value {
  return tape.multiply(a, tape.subtract(1, identity(tape, a.shape[0])));
}

export function identity(tape: Tape, n: number): Value {
  const values = new Float32Array(n * n);
  for (let k = 0; k < n; k++) values[k * (n + 1)] = 1;
  return tape.constant(values, [n, n]);
}
