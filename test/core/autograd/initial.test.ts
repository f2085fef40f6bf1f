import { expect, it } from 'vitest';
import { glorot, he, type Initial, initialValues, ones } from '../../../src/core/autograd/initial.ts';
import type { Shape } from '../../../src/core/autograd/shape.ts';
import { createRng } from '../../../src/core/rng.ts';

function variance(initial: Initial, shape: Shape): number {
  const numbers = initial(shape, createRng(1));
  return numbers.reduce((sum, number) => sum + number * number, 0) / numbers.length;
}

it('draws with the variance that the fans ask for', () => {
  expect(variance(he, [100, 400])).toBeCloseTo(2 / 100, 3);
  expect(variance(he, [64, 32, 3, 3])).toBeCloseTo(2 / (32 * 9), 3);
  expect(variance(glorot, [100, 400])).toBeCloseTo(2 / 500, 3);
});

it('gives each parameter a stream of its own', () => {
  const a = { name: 'a', shape: [4, 4], initial: he };
  const b = { name: 'b', shape: [4], initial: ones };
  const one = initialValues([a], createRng(1));
  const both = initialValues([b, a], createRng(1));
  expect(both.get('a')).toEqual(one.get('a'));
  expect([...(both.get('b') ?? [])]).toEqual([1, 1, 1, 1]);
  expect(initialValues([a], createRng(2)).get('a')).not.toEqual(one.get('a'));
});

it('refuses to draw weights for a bias', () => {
  expect(() => he([3], createRng(1))).toThrow(RangeError);
});
