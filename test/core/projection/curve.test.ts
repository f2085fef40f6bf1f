import { describe, expect, it } from 'vitest';
import { fitCurve } from '../../../src/core/projection/curve.ts';

describe('the curve of distances on the map', () => {
  it('is the one that umap-learn fits', () => {
    // find_ab_params(1, min_dist) of umap-learn.
    const known = [
      [0, 1.9328, 0.7905],
      [0.1, 1.5769, 0.8951],
      [0.5, 0.583, 1.3342],
    ];
    for (const [minDistance, a, b] of known) {
      const curve = fitCurve(minDistance);
      expect(curve.a).toBeCloseTo(a, 3);
      expect(curve.b).toBeCloseTo(b, 3);
    }
  });

  it('falls from 1, the later the larger the least distance', () => {
    for (const minDistance of [0, 0.3, 0.7, 1]) {
      const { a, b } = fitCurve(minDistance);
      const at = (d: number): number => 1 / (1 + a * d ** (2 * b));
      expect(at(minDistance / 2)).toBeGreaterThan(0.8);
      expect(at(3)).toBeLessThan(0.25);
    }
  });
});
