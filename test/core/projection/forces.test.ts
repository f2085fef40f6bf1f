import { describe, expect, it } from 'vitest';
import { bitShift, forceTables, pushStrength } from '../../../src/core/projection/forces.ts';

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

function at(table: Float32Array, squared: number): number {
  float[0] = squared;
  return table[bits[0] >> bitShift];
}

describe('forces between points of a map', () => {
  const [a, b, strength] = [1.577, 0.895, 3];
  const { attraction, repulsion } = forceTables({ a, b }, strength);

  it('are the gradients of the cross entropy, to one percent', () => {
    for (let squared = 0.3; squared < 1e4; squared *= 1.37) {
      const power = squared ** b;
      const pull = (-2 * a * b * squared ** (b - 1)) / (1 + a * power);
      const push = (2 * b * strength) / ((0.001 + squared) * (1 + a * power));
      expect(at(attraction, squared) / pull).toBeCloseTo(1, 1.7);
      if (push * Math.sqrt(squared) < 4) expect(at(repulsion, squared) / push).toBeCloseTo(1, 1.7);
    }
  });

  it('move nothing farther than 4, however near or far, and copies not at all', () => {
    for (let squared = 1e-30; squared < 1e30; squared *= 7) {
      const distance = Math.sqrt(squared);
      expect(Math.abs(at(attraction, squared)) * distance).toBeLessThan(4.05);
      expect(at(repulsion, squared) * distance).toBeLessThan(4.05);
    }
    expect([at(attraction, 0), at(repulsion, 0)]).toEqual([-0, 0].map(Math.abs));
  });

  it('push more among many', () => {
    expect([100, 780, 3120, 50_000, 1e6].map(pushStrength)).toEqual([1, 1, 2, expect.closeTo(8, 5), 8]);
  });
});
