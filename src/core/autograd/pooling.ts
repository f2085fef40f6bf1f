import type { Value } from './recorder.ts';
import type { Tape } from './tape.ts';

/**
 * The largest number of each window of size x size, side by side; the sides of the images (n x channels x height x width) must
 * be multiples. The gradient goes to one number of each window, the first of equal ones.
 */
export function maxPool(tape: Tape, x: Value, size: number): Value {
  const [n, channels, height, width] = x.shape;
  if (height % size !== 0 || width % size !== 0)
    throw new RangeError(`Images [${x.shape}] do not divide into windows of ${size} x ${size}.`);
  const attributes = { kernel_shape: { ints: [size, size] }, strides: { ints: [size, size] } };
  const places = tape.graph.fresh('places');
  return tape.record({
    type: 'MaxPool',
    inputs: [x],
    attributes,
    further: [places],
    shape: [n, channels, height / size, width / size],
    pullbacks: [
      (dy) =>
        tape.record({
          type: 'MaxUnpool',
          inputs: [dy],
          constants: [places],
          attributes,
          shape: x.shape,
        }),
    ],
  });
}

/** The mean of each channel: n x channels. */
export function globalAveragePool(tape: Tape, x: Value): Value {
  return tape.mean(x, [2, 3]);
}
