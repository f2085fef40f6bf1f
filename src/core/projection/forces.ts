import type { Curve } from './curve.ts';

/** 64 steps per octave: a force is wrong by one percent at most, which is nothing beside the noise of the sampling. */
const stepBits = 6;
/** From the bits of a float32 that is not negative to the number of its step. */
export const bitShift = 23 - stepBits;
const steps = 256 << stepBits;
/** No point moves farther in one step than this times the rate. */
const most = 4;

/** What the difference of two points is multiplied by, for each step of their squared distance. */
export interface Forces {
  readonly attraction: Float32Array;
  readonly repulsion: Float32Array;
}

/**
 * How much stronger points push than in the paper (1), as if more were drawn. Among many, too few of those drawn lie near: strangers
 * are pressed into the same place (trustworthiness 0.84 on CIFAR-10; 0.90 with 8). Among few, more only spreads the map.
 */
export function pushStrength(rows: number): number {
  return Math.max(1, Math.min(8, Math.sqrt(rows / 780)));
}

/**
 * The gradients of the cross entropy (arXiv 1802.03426, appendix C) as tables: a power takes twenty times as long as a look-up, and
 * is another number on another processor. With s the squared distance: attraction -2 a b s^(b - 1) / (1 + a s^b),
 * repulsion 2 b / ((0.001 + s) (1 + a s^b)), times the strength; of copies, neither.
 */
export function forceTables({ a, b }: Curve, strength: number): Forces {
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
    repulsion[step] = Math.min(limit, (2 * strength * b) / ((0.001 + s) * (1 + a * power)));
  }
  return { attraction, repulsion };
}
