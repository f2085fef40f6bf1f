import { describe, expect, it } from 'vitest';
import { classMix } from '../../../src/core/compare/classMix.ts';
import { nearnessOf } from '../../../src/core/compare/nearness.ts';
import { overlapOf } from '../../../src/core/compare/overlap.ts';
import { matrix, normalizeRows, row, squaredDistance } from '../../../src/core/math/matrix.ts';
import { measurePoints } from '../../../src/core/math/points.ts';
import { createRng } from '../../../src/core/rng.ts';
import { roundContext } from '../../support/rounds.ts';

const ctx = roundContext();

describe('near images inside a batch', () => {
  it('are pairs with a cosine of 0.97 or more; the quartiles are of the distance to the nearest other pick', async () => {
    const rng = createRng(3);
    const X = matrix(
      40,
      2,
      Float32Array.from({ length: 80 }, () => rng.normal()),
    );
    await normalizeRows(X, ctx.pause);
    const picks = Array.from({ length: 25 }, (_, i) => i + 5);
    const nearness = await nearnessOf(await measurePoints(X, ctx.pause), picks, ctx);
    const distance = (a: number, b: number): number => Math.sqrt(squaredDistance(X, a, X, b));
    const cosine = (a: number, b: number): number =>
      row(X, a).reduce((sum, value, j) => sum + value * row(X, b)[j], 0);
    const pairs = picks.flatMap((a, i) => picks.slice(i + 1).map((b) => [a, b] as const));
    const close = pairs.filter(([a, b]) => cosine(a, b) >= 0.97).length;
    expect(close).toBeGreaterThan(2);
    expect(nearness?.closePairs).toBe(close);
    const nearest = picks
      .map((a) => Math.min(...picks.filter((b) => b !== a).map((b) => distance(a, b))))
      .sort((a, b) => a - b);
    for (const [quarter, value] of [nearest[0], nearest[6], nearest[12], nearest[18], nearest[24]].entries())
      expect(nearness?.quartiles[quarter]).toBeCloseTo(value, 5);
    expect(await nearnessOf(await measurePoints(X, ctx.pause), [4], ctx)).toBeUndefined();
  });
});

describe('the expected classes of a batch', () => {
  it('counts the most probable class of each pick, and those of which nothing is known', () => {
    const probabilities = matrix(5, 3, Float32Array.of(0.2, 0.5, 0.3, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1));
    expect(classMix({ probabilities }, [0, 1, 2, 3]).mix).toEqual([
      { class: 1, count: 2 },
      { class: -1, count: 1 },
      { class: 0, count: 1 },
    ]);
  });

  it('is balanced where all classes are expected alike, whatever the single images', () => {
    const probabilities = matrix(4, 2, Float32Array.of(1, 0, 0, 1, 0.5, 0.5, 0.75, 0.25));
    expect(classMix({ probabilities }, [0, 1]).balance).toBeCloseTo(1);
    expect(classMix({ probabilities }, [2]).balance).toBeCloseTo(1);
    expect(classMix({ probabilities }, [0]).balance).toBe(0);
    const entropy = -(0.75 * Math.log2(0.75) + 0.25 * Math.log2(0.25));
    expect(classMix({ probabilities }, [3]).balance).toBeCloseTo(entropy);
  });

  it('has no balance with one class, or where nothing is known', () => {
    expect(classMix({ probabilities: matrix(1, 1, Float32Array.of(1)) }, [0]).balance).toBeUndefined();
    expect(classMix({ probabilities: matrix(1, 2) }, [0])).toEqual({ mix: [{ class: -1, count: 1 }] });
  });
});

describe('what two batches share', () => {
  it('is counted, and as a share of all their picks', () => {
    expect(overlapOf([1, 2, 3], [3, 2, 9, 8])).toEqual({ common: 2, jaccard: 2 / 5 });
    expect(overlapOf([1], [1])).toEqual({ common: 1, jaccard: 1 });
    expect(overlapOf([], [])).toEqual({ common: 0, jaccard: 0 });
  });
});
