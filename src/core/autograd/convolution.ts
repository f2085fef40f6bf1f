import type { Value } from './recorder.ts';
import { type Shape, sizeOf } from './shape.ts';
import type { Tape } from './tape.ts';

export interface ConvolutionOptions {
  /** Rows and columns from one place of the window to the next. Default 1. */
  readonly stride?: number;
  /** Rows and columns of zeros around the image. Default 0. */
  readonly padding?: number;
}

/** Where a square window is laid on an image. */
interface Window {
  readonly size: number;
  readonly stride: number;
  readonly padding: number;
}

/** Cross-correlation of images (n x in x height x width) with square windows `w` (out x in x k x k). */
export function convolve(
  tape: Tape,
  x: Value,
  w: Value,
  { stride = 1, padding = 0 }: ConvolutionOptions = {},
): Value {
  const [n, channels, ...sides] = x.shape;
  const [out, taken, size] = w.shape;
  const window = { size, stride, padding };
  const places = sides.map((side) => Math.floor((side + 2 * padding - size) / stride) + 1);
  if (channels !== taken || places.some((count) => count < 1))
    throw new RangeError(`Images [${x.shape}] cannot be convolved with windows [${w.shape}].`);
  return tape.record({
    type: 'Conv',
    inputs: [x, w],
    attributes: attributesOf(window),
    shape: [n, out, ...places],
    pullbacks: [
      (dy) => imageGradient(tape, dy, w, x.shape, window),
      (dy) => windowGradient(tape, dy, x, w.shape, window),
    ],
  });
}

/** Lays each number of `dy`, times the window, back where it came from. */
function imageGradient(tape: Tape, dy: Value, w: Value, shape: Shape, window: Window): Value {
  const { size, stride, padding } = window;
  // Rows and columns at the far side that the window did not reach.
  const missed = [2, 3].map((axis) => shape[axis] + 2 * padding - size - (dy.shape[axis] - 1) * stride);
  return tape.record({
    type: 'ConvTranspose',
    inputs: [dy, w],
    attributes: { ...attributesOf(window), output_padding: { ints: missed } },
    shape,
  });
}

/** From so many channels on, a matrix product for each place of the window is quicker than one for all (measured). */
const manyChannels = 16;

/**
 * Matrix products of `dy` with what lay under each place (i, j) of the window, over all images at once: twice as quick as a
 * convolution of x with dy.
 */
function windowGradient(tape: Tape, dy: Value, x: Value, shape: Shape, window: Window): Value {
  const [out, channels, size] = shape;
  const byChannel = (images: Value): Value => tape.transpose(images, [1, 0, 2, 3]);
  const rows = (a: Value): Value => tape.reshape(a, [a.shape[0], sizeOf(a.shape.slice(1))]);
  const padded = byChannel(tape.pad(x, [0, 0, window.padding, window.padding]));
  const places = Array.from({ length: size * size }, (_, i) => [Math.floor(i / size), i % size]);
  const seen = places.map((place) => rows(seenFrom(tape, padded, place, dy.shape, window.stride)));
  const factors = channels < manyChannels ? [tape.concatenate(seen, 0)] : seen;
  const dyRows = rows(byChannel(dy));
  const products = factors.map((factor) => tape.matmul(dyRows, tape.transpose(factor)));
  const byPlace = tape.reshape(tape.concatenate(products, 1), [out, places.length, channels]);
  return tape.reshape(tape.transpose(byPlace, [0, 2, 1]), shape);
}

/** What lies under one place of the window wherever it is laid: channels x n x height x width of the result. */
function seenFrom(tape: Tape, padded: Value, place: Shape, [, , ...places]: Shape, stride: number): Value {
  const ends = place.map((from, axis) => from + (places[axis] - 1) * stride + 1);
  return tape.record({
    type: 'Slice',
    inputs: [padded],
    constants: [place, ends, [2, 3], [stride, stride]].map((numbers) => tape.graph.integers(numbers)),
    shape: [...padded.shape.slice(0, 2), ...places],
  });
}

function attributesOf({ size, stride, padding }: Window) {
  return {
    kernel_shape: { ints: [size, size] },
    strides: { ints: [stride, stride] },
    pads: { ints: [padding, padding, padding, padding] },
  };
}
