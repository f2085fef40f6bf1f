import { describe, expect, it } from 'vitest';
import { convolve } from '../../../src/core/autograd/convolution.ts';
import type { Shape } from '../../../src/core/autograd/shape.ts';
import { sizeOf } from '../../../src/core/autograd/shape.ts';
import { Tape } from '../../../src/core/autograd/tape.ts';
import { createRng } from '../../../src/core/rng.ts';
import {
  finiteDifferences,
  gradientsOf,
  type LossCase,
  type Values,
  worstError,
} from '../../support/gradients.ts';
import { convolveByDefinition } from '../../support/plainOperators.ts';

function integers(name: string, shape: Shape): readonly number[] {
  const rng = createRng(name);
  return Array.from({ length: sizeOf(shape) }, () => rng.below(9) - 4);
}

/** Images, windows, stride, padding. */
const cases: readonly (readonly [Shape, Shape, number, number])[] = [
  [[2, 3, 5, 5], [4, 3, 3, 3], 1, 1],
  [[2, 3, 5, 5], [4, 3, 3, 3], 1, 0],
  [[2, 1, 4, 6], [2, 1, 1, 1], 1, 0],
  [[1, 2, 6, 6], [3, 2, 3, 3], 2, 1],
  [[2, 2, 7, 5], [3, 2, 3, 3], 2, 1],
  [[2, 2, 8, 8], [3, 2, 4, 4], 3, 2],
  [[1, 2, 6, 6], [2, 2, 2, 2], 2, 0],
  [[1, 1, 8, 8], [1, 1, 5, 5], 3, 0],
  [[1, 2, 3, 3], [2, 2, 3, 3], 1, 0],
  [[2, 17, 4, 4], [2, 17, 3, 3], 2, 1],
];

describe.each(cases)('convolve [%s] with [%s], stride %i, padding %i', (x, w, stride, padding) => {
  const shapes = { x, w };
  const values = { x: integers('x', x), w: integers('w', w) };
  const options = { stride, padding };
  const loss: LossCase['loss'] = (t, p) => convolve(t, p.x, p.w, options);

  // A convolution is linear in each number, and float32 adds small integers without rounding.
  it('has exactly the gradients that differences of whole numbers give', async () => {
    const testCase = { element: 'float32', shapes, values, loss } as const;
    const { gradients } = await gradientsOf(testCase);
    expect(gradients).toEqual(await finiteDifferences(testCase, 1));
  });

  it('agrees with sums over shifted images in float64', async () => {
    const plain = { shapes, loss: (t: Tape, p: Values) => convolveByDefinition(t, p.x, p.w, options) };
    const found = await gradientsOf({ element: 'float32', shapes, loss });
    const expected = await gradientsOf(plain);
    expect(found.loss).toBeCloseTo(expected.loss, 4);
    expect(worstError(found.gradients, expected.gradients)).toBeLessThan(1e-5);
  });
});

it('refuses images of other channels, and windows larger than the image', () => {
  const tape = new Tape();
  const x = tape.input('x', [1, 3, 4, 4]);
  expect(() => convolve(tape, x, tape.parameter('a', [2, 1, 3, 3]))).toThrow(RangeError);
  expect(() => convolve(tape, x, tape.parameter('b', [2, 3, 5, 5]))).toThrow(RangeError);
});
