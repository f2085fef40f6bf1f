import { describe, expect, test } from 'vitest';
import { logArea, reaches } from '../../../src/core/simulate/curve.ts';

describe('the area under a learning curve', () => {
  test('is the height of a level curve, whatever its points', () => {
    expect(logArea([10, 20, 500], [0.7, 0.7, 0.7])).toBeCloseTo(0.7, 12);
    expect(logArea([10], [0.4])).toBe(0.4);
    expect(logArea([10, 10], [0.4, 0.6])).toBe(0.6);
  });

  test('counts a doubling as much as another', () => {
    expect(logArea([10, 20, 40], [0, 1, 1])).toBeCloseTo(0.75, 12);
    expect(logArea([1, 10, 100], [0.2, 0.4, 0.8])).toBeCloseTo((0.3 + 0.6) / 2, 12);
  });
});

describe('the labels needed', () => {
  test('lie between two budgets, on the logarithmic axis', () => {
    expect(reaches([10, 1000], [0, 1], 0.5)).toBeCloseTo(100, 9);
    expect(reaches([10, 20, 40], [0.5, 0.4, 0.6], 0.55)).toBeCloseTo(40 / 2 ** 0.25, 9);
  });

  test('are the first budget where it is enough, and null where none is', () => {
    expect(reaches([10, 20], [0.9, 0.95], 0.9)).toBe(10);
    expect(reaches([10, 20], [0.1, 0.2], 0.3)).toBeNull();
  });
});
