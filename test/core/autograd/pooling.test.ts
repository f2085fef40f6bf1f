import { expect, it } from 'vitest';
import { globalAveragePool, maxPool } from '../../../src/core/autograd/pooling.ts';
import { Tape } from '../../../src/core/autograd/tape.ts';
import { createRng } from '../../../src/core/rng.ts';
import { finiteDifferences, gradientsOf, type Values, worstError } from '../../support/gradients.ts';

it.each([
  [2, [2, 3, 4, 6]],
  [3, [1, 2, 6, 3]],
])('max-pool of %i: exactly the gradients that differences give', async (size, shape) => {
  const count = shape.reduce((product, length) => product * length);
  // Different whole numbers, so that a difference of a quarter changes no order.
  const x = [...createRng('pool').permutation(count)];
  const testCase = {
    element: 'float32',
    shapes: { x: shape },
    values: { x },
    loss: (t: Tape, p: Values) => maxPool(t, p.x, size),
  } as const;
  const { gradients } = await gradientsOf(testCase);
  expect(gradients).toEqual(await finiteDifferences(testCase, 0.25));
});

it('max-pool gives the gradient of a window to exactly one of equal numbers', async () => {
  const { gradients } = await gradientsOf({
    element: 'float32',
    shapes: { x: [1, 1, 2, 4] },
    values: { x: [5, 5, 0, 0, 5, 5, 0, 0] },
    loss: (t, { x }) => t.sum(maxPool(t, x, 2), [0, 1, 2, 3]),
  });
  expect([...(gradients.get('x') ?? [])]).toEqual([1, 0, 1, 0, 0, 0, 0, 0]);
});

it('global average pool: gradients as in float64', async () => {
  const testCase = {
    shapes: { x: [2, 3, 4, 5] },
    loss: (t: Tape, p: Values) => globalAveragePool(t, p.x),
  };
  const { gradients } = await gradientsOf(testCase);
  expect(worstError(gradients, await finiteDifferences(testCase, 1e-3))).toBeLessThan(1e-9);
});

it('refuses images that do not divide into windows', () => {
  const tape = new Tape();
  expect(() => maxPool(tape, tape.input('x', [1, 1, 3, 4]), 2)).toThrow(RangeError);
});
