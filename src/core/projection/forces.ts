import type { Curve } from './curve.ts';

/** Octaves of squared distances that the tables cover: 2^-24 to 2^24; what lies outside is taken for the edge. */
const leastExponent = -24;
const octaves = 48;
/** 64 steps per octave: a force is wrong by one percent at most, which is nothing beside the noise of the sampling. */
const stepBits = 6;
/** From the bits of a float32 to the number of its step. */
export const bitShift = 23 - stepBits;
export const firstStep = (127 + leastExponent) << stepBits;
export const lastStep = (octaves << stepBits) - 1;

/** What the difference of two points is multiplied by, for each step of their squared distance. */
export interface Forces {
  readonly attraction: Float32Array;
  readonly repulsion: Float32Array;
}

/**
 * The gradients of the cross entropy (arXiv 1802.03426, appendix C) as tables: a power is ten times as slow as a look-up, and is
 * another number on another processor. With s the squared distance: attraction -2 a b s^(b - 1) / (1 + a s^b),
 * repulsion 2 b / ((0.001 + s) (1 + a s^b)).
 */
export function forceTables({ a, b }: Curve): Forces {
  const attraction = new Float32Array(lastStep + 1);
  const repulsion = new Float32Array(lastStep + 1);
  const perOctave = 1 << stepBits;
  for (let step = 0; step <= lastStep; step++) {
    const exponent = leastExponent + Math.floor(step / perOctave);
    const s = 2 ** exponent * (1 + ((step % perOctave) + 0.5) / perOctave);
    const power = s ** b;
    attraction[step] = (-2 * a * b * (power / s)) / (1 + a * power);
    repulsion[step] = (2 * b) / ((0.001 + s) * (1 + a * power));
  }
  return { attraction, repulsion };
}
