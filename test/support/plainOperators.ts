import type { ConvolutionOptions } from '../../src/core/autograd/convolution.ts';
import type { Value } from '../../src/core/autograd/recorder.ts';
import type { Tape } from '../../src/core/autograd/tape.ts';

/**
 * Operators that onnxruntime has in float32 only, put together from those that it has in float64 too: what the quick ones are
 * checked against.
 */
export function convolveByDefinition(
  tape: Tape,
  x: Value,
  w: Value,
  { stride = 1, padding = 0 }: ConvolutionOptions = {},
): Value {
  const [n, channels] = x.shape;
  const [out, , size] = w.shape;
  const padded = tape.pad(x, [0, 0, padding, padding]);
  const [height, width] = [2, 3].map((axis) => Math.floor((padded.shape[axis] - size) / stride) + 1);
  const places: Value[] = [];
  for (let i = 0; i < height; i++)
    for (let j = 0; j < width; j++) {
      const from = [0, 0, i * stride, j * stride];
      const seen = tape.slice(padded, from, [n, channels, from[2] + size, from[3] + size]);
      const rows = tape.reshape(seen, [n, channels * size * size]);
      places.push(tape.reshape(tape.matmul(rows, flat(tape, w)), [n, out, 1]));
    }
  return tape.reshape(tape.concatenate(places, 2), [n, out, height, width]);
}

function flat(tape: Tape, w: Value): Value {
  return tape.transpose(tape.reshape(w, [w.shape[0], w.shape[1] * w.shape[2] * w.shape[3]]));
}

/** The larger of two is b + max(0, a - b). */
export function maxPoolByDefinition(tape: Tape, x: Value, size: number): Value {
  const [n, channels, height, width] = x.shape;
  const windows = tape.reshape(x, [n, channels, height / size, size, width / size, size]);
  let largest: Value | undefined;
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      const one = tape.slice(
        windows,
        [0, 0, 0, i, 0, j],
        [n, channels, height / size, i + 1, width / size, j + 1],
      );
      largest = largest === undefined ? one : tape.add(largest, tape.relu(tape.subtract(one, largest)));
    }
  return tape.reshape(largest ?? x, [n, channels, height / size, width / size]);
}
