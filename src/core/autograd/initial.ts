import type { Rng } from '../rng.ts';
import type { Parameter, ParameterValues } from './recorder.ts';
import { type Shape, sizeOf } from './shape.ts';

/** Draws the values that a parameter starts with. */
export type Initial = (shape: Shape, rng: Rng) => Float32Array;

export const zeros: Initial = (shape) => new Float32Array(sizeOf(shape));

export const ones: Initial = (shape) => new Float32Array(sizeOf(shape)).fill(1);

/** Normal with variance 2 / fan-in, for layers before a ReLU. He, Zhang, Ren, Sun 2015. */
export const he: Initial = (shape, rng) => {
  const deviation = Math.sqrt(2 / fans(shape).in);
  return Float32Array.from({ length: sizeOf(shape) }, () => deviation * rng.normal());
};

/** Uniform with variance 2 / (fan-in + fan-out), for linear layers. Glorot, Bengio 2010. */
export const glorot: Initial = (shape, rng) => {
  const fan = fans(shape);
  const limit = Math.sqrt(6 / (fan.in + fan.out));
  return Float32Array.from({ length: sizeOf(shape) }, () => limit * (2 * rng.next() - 1));
};

/** The starting values of parameters. Each has a stream of its own, so that a new one leaves the others as they are. */
export function initialValues(parameters: readonly Parameter[], rng: Rng): ParameterValues {
  return new Map(parameters.map(({ name, shape, initial }) => [name, initial(shape, rng.fork(name))]));
}

/** Inputs and outputs of one unit: of a matrix (in x out), or of convolution weights (out x in x height x width). */
function fans(shape: Shape): { readonly in: number; readonly out: number } {
  if (shape.length < 2) throw new RangeError(`Values of shape [${shape}] are no weights between units.`);
  if (shape.length === 2) return { in: shape[0], out: shape[1] };
  const taps = sizeOf(shape.slice(2));
  return { in: shape[1] * taps, out: shape[0] * taps };
}
