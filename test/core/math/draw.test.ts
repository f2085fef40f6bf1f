import { describe, expect, it } from 'vitest';
import { drawWeighted } from '../../../src/core/math/draw.ts';
import { createRng } from '../../../src/core/rng.ts';

describe('a weighted draw', () => {
  it('meets each index in proportion to its weight', () => {
    const rng = createRng('draw');
    const counts = new Int32Array(4);
    for (let i = 0; i < 20_000; i++) counts[drawWeighted([1, 0, 2, 5], rng)]++;
    expect(counts[1]).toBe(0);
    for (const [index, share] of [1 / 8, 0, 2 / 8, 5 / 8].entries())
      expect(counts[index] / 20_000).toBeCloseTo(share, 1.5);
  });

  it('takes the last index with a weight for the highest number, and none where all are 0', () => {
    const highest = { ...createRng(0), next: () => 1 - 2 ** -53 };
    expect(drawWeighted([0.1, 0.2, 0.3, 0], highest)).toBe(2);
    expect(drawWeighted([0, 0], highest)).toBe(-1);
    expect(drawWeighted([], highest)).toBe(-1);
  });
});
