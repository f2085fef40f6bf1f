import type { Curve } from './curve.ts';

/** 64 steps per octave: a force is wrong by one percent at most, which is nothing beside the noise of the sampling. */
const stepBits = 6;
/** From the bits of a float32 that is not negative to the number of its step. */
export const bitShift = 23 - stepBits;
const steps = 256 << stepBits;
/**
 * How much stronger points push than in the paper, as if more were drawn: on real embeddings the map then shows neighbors that
 * are some, and not whoever was pressed into the same place (trustworthiness 0.90 instead of 0.84 on CIFAR-10).
 */
const pushStrength = 8;
/** No point moves farther in one step than this times the rate. */
const most = 4;

/** What the difference of two points is multiplied by, for each step of their squared distance. */
export interface Forces {
  readonly attraction: Float32Array;
  readonly repulsion: Float32Array;
}

/**
 * The gradients of the cross entropy (arXiv 1802.03426, appendix C) as tables: a power takes twenty times as long as a look-up, and
 * is another number on another processor. With s the squared distance: attraction -2 a b s^(b - 1) / (1 + a s^b),
 * repulsion 2 b / ((0.001 + s) (1 + a s^b)), times the strength; of copies, neither.
 */
export function forceTables({ a, b }: Curve): Forces {
  const attraction = new Float32Array(steps);
  const repulsion = new Float32Array(steps);
  const middle = 1 << (bitShift - 1);
  const bits = new Int32Array(1);
  const float = new Float32Array(bits.buffer);
  for (let step = 1; step < steps; step++) {
    bits[0] = (step << bitShift) + middle;
    const s = float[0];
    if (!Number.isFinite(s)) continue;
    const power = s ** b;
    const limit = most / Math.sqrt(s);
    attraction[step] = -Math.min(limit, (2 * a * b * (power / s)) / (1 + a * power));
    repulsion[step] = Math.min(limit, (pushStrength * 2 * b) / ((0.001 + s) * (1 + a * power)));
  }
  return { attraction, repulsion };
}
