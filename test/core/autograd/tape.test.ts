import { describe, expect, it } from 'vitest';
import type { Value } from '../../../src/core/autograd/recorder.ts';
import type { Shape } from '../../../src/core/autograd/shape.ts';
import { Tape } from '../../../src/core/autograd/tape.ts';
import { finiteDifferences, gradientsOf, type LossCase, worstError } from '../../support/gradients.ts';

type Parameters = Readonly<Record<string, Value>>;

/** Positive numbers, away from 0. */
const positive = [0.5, 2, 1.3, 0.7, 3.1, 0.9];

const m: Shape = [2, 3];
/** Every operator: the shapes of its inputs, and the operator. */
const operators: Readonly<Record<string, LossCase>> = {
  add: { shapes: { a: m, b: m }, loss: (t, { a, b }) => t.add(a, b) },
  subtract: { shapes: { a: m, b: m }, loss: (t, { a, b }) => t.subtract(a, b) },
  multiply: { shapes: { a: m, b: m }, loss: (t, { a, b }) => t.multiply(a, b) },
  divide: { shapes: { a: m, b: m }, values: { b: positive }, loss: (t, { a, b }) => t.divide(a, b) },
  negate: { shapes: { a: m }, loss: (t, { a }) => t.negate(a) },
  relu: { shapes: { a: m }, loss: (t, { a }) => t.relu(a) },
  exp: { shapes: { a: m }, loss: (t, { a }) => t.exp(a) },
  log: { shapes: { a: m }, values: { a: positive }, loss: (t, { a }) => t.log(a) },
  sqrt: { shapes: { a: m }, values: { a: positive }, loss: (t, { a }) => t.sqrt(a) },
  'sum over no axis': { shapes: { a: m }, loss: (t, { a }) => t.sum(a, []) },
  'sum over rows': { shapes: { a: m }, loss: (t, { a }) => t.sum(a, [0]) },
  'sum over rows, kept': { shapes: { a: m }, loss: (t, { a }) => t.sum(a, [0], true) },
  'sum over the middle': { shapes: { a: [2, 3, 4] }, loss: (t, { a }) => t.sum(a, [1]) },
  'mean over two axes': { shapes: { a: [2, 3, 4] }, loss: (t, { a }) => t.mean(a, [0, 2]) },
  'log-sum-exp of rows': { shapes: { a: m }, loss: (t, { a }) => t.logSumExp(a, 1) },
  'log-sum-exp of columns, kept': { shapes: { a: m }, loss: (t, { a }) => t.logSumExp(a, 0, true) },
  reshape: { shapes: { a: m }, loss: (t, { a }) => t.reshape(a, [3, 1, 2]) },
  transpose: { shapes: { a: m }, loss: (t, { a }) => t.transpose(a) },
  'transpose of three axes': { shapes: { a: [2, 3, 4] }, loss: (t, { a }) => t.transpose(a, [2, 0, 1]) },
  expand: { shapes: { a: [2, 1] }, loss: (t, { a }) => t.expand(a, [3, 2, 4]) },
  slice: { shapes: { a: [2, 5] }, loss: (t, { a }) => t.slice(a, [0, 1], [2, 4]) },
  pad: { shapes: { a: m }, loss: (t, { a }) => t.pad(a, [0, 2], [1, 1]) },
  concatenate: { shapes: { a: m, b: [2, 1] }, loss: (t, { a, b }) => t.concatenate([a, b, a], 1) },
  matmul: { shapes: { a: [2, 3], b: [3, 4] }, loss: (t, { a, b }) => t.matmul(a, b) },
  logSoftmax: { shapes: { a: m }, loss: (t, { a }) => t.logSoftmax(a) },
  normalizeRows: { shapes: { a: m }, loss: (t, { a }) => t.normalizeRows(a) },
  'softmaxCrossEntropy of logits and targets': {
    shapes: { a: m, b: m },
    values: { b: [0.2, 0.8, 0, 0.1, 0.3, 0.6] },
    loss: (t, { a, b }) => t.softmaxCrossEntropy(a, b),
  },
};

/** What is easily wrong in how operators are put together. */
const compositions: Readonly<Record<string, LossCase>> = {
  'a number on the left': { shapes: { a: m }, loss: (t, { a }) => t.subtract(1, t.multiply(2, a)) },
  'a row, broadcast': { shapes: { a: m, b: [3] }, loss: (t, { a, b }) => t.multiply(a, b) },
  'a column, broadcast': { shapes: { a: m, b: [2, 1] }, loss: (t, { a, b }) => t.multiply(b, a) },
  'both broadcast': { shapes: { a: [3, 1], b: [1, 4] }, loss: (t, { a, b }) => t.multiply(a, b) },
  'a scalar, broadcast': { shapes: { a: m, b: [] }, loss: (t, { a, b }) => t.multiply(a, b) },
  'a value used twice': { shapes: { a: m }, loss: (t, { a }) => t.multiply(a, t.exp(a)) },
  'a value on both sides': { shapes: { a: [3, 3] }, loss: (t, { a }) => t.matmul(a, a) },
  'a chain that forks and joins': {
    shapes: { a: m },
    loss: (t, { a }) => {
      const b = t.exp(a);
      return t.add(t.multiply(b, a), t.divide(b, t.add(b, 1)));
    },
  },
  'a parameter that is declared twice': {
    shapes: { a: m },
    loss: (t, { a }) => t.multiply(a, t.exp(t.parameter('a', m))),
  },
  'two layers': {
    shapes: { w1: [4, 5], b1: [5], w2: [5, 3] },
    loss: (t, { w1, b1, w2 }) => {
      const x = t.constant(
        [...Array(24).keys()].map((i) => Math.sin(i)),
        [6, 4],
      );
      const targets = t.constant([1, 0, 0, 0, 1, 0, 0, 0, 1, 0.5, 0.5, 0, 0, 0, 0, 0, 0, 1], [6, 3]);
      return t.softmaxCrossEntropy(t.matmul(t.relu(t.add(t.matmul(x, w1), b1)), w2), targets);
    },
  },
};

describe.each(Object.entries({ ...operators, ...compositions }))('%s', (_, testCase) => {
  it('has the gradients that central differences give in float64', async () => {
    const { gradients } = await gradientsOf(testCase);
    expect(worstError(gradients, await finiteDifferences(testCase, 1e-4))).toBeLessThan(1e-6);
  });

  it('has the same gradients in float32', async () => {
    const { gradients } = await gradientsOf({ ...testCase, element: 'float32' });
    expect(worstError(gradients, (await gradientsOf(testCase)).gradients)).toBeLessThan(1e-5);
  });
});

describe('values', () => {
  it('are those of the definitions', async () => {
    const value = async (loss: LossCase['loss']): Promise<number> =>
      (await gradientsOf({ shapes: { a: [2, 2] }, values: { a: [1, -2, 3, 0.5] }, loss })).loss;
    const all = [0, 1];
    expect(await value((t, { a }) => t.sum(t.relu(a), all))).toBeCloseTo(4.5, 12);
    expect(await value((t, { a }) => t.mean(a, all))).toBeCloseTo(0.625, 12);
    expect(await value((t, { a }) => t.sum(t.logSumExp(a, 1), [0]))).toBeCloseTo(
      Math.log(Math.exp(1) + Math.exp(-2)) + Math.log(Math.exp(3) + Math.exp(0.5)),
      12,
    );
    const one = (t: Tape, v: Value, i: number): Value => t.sum(t.slice(t.reshape(v, [4]), [i], [i + 1]), [0]);
    expect(await value((t, { a }) => one(t, t.matmul(a, a), 1))).toBeCloseTo(1 * -2 + -2 * 0.5, 12);
    expect(await value((t, { a }) => one(t, t.normalizeRows(a), 0))).toBeCloseTo(1 / Math.sqrt(5), 8);
  });

  it('do not overflow in log-sum-exp and cross-entropy', async () => {
    const { loss, gradients } = await gradientsOf({
      shapes: { a: [1, 2] },
      values: { a: [1000, 0] },
      loss: (t, { a }) =>
        t.add(t.sum(t.logSumExp(a, 1), [0]), t.softmaxCrossEntropy(a, t.constant([1, 0], [1, 2]))),
    });
    expect(loss).toBeCloseTo(1000, 8);
    expect([...(gradients.get('a') ?? [])]).toEqual([1, 0]);
  });
});

describe('gradients', () => {
  const gradientOf = async (shape: Shape, numbers: readonly number[], loss: LossCase['loss']) => [
    ...((await gradientsOf({ shapes: { a: shape }, values: { a: numbers }, loss })).gradients.get('a') ?? []),
  ];

  it('are 0 where relu is at its kink', async () => {
    expect(await gradientOf([3], [-1, 0, 2], (t, { a }) => t.sum(t.relu(a), [0]))).toEqual([0, 0, 1]);
  });

  it('of a row of zeros that is normalised are finite', async () => {
    const found = await gradientOf([1, 2], [0, 0], (t, { a }) => t.normalizeRows(a));
    expect(found.every(Number.isFinite)).toBe(true);
  });

  it('leave rows without targets out of the cross-entropy', async () => {
    const loss =
      (targets: readonly number[]) =>
      (t: Tape, { a }: Parameters) =>
        t.softmaxCrossEntropy(a, t.constant(targets, [2, 2]));
    const logits = [0, 1, 5, 7];
    const [first, second, ...rest] = await gradientOf([2, 2], logits, loss([1, 0, 0, 0]));
    expect(rest).toEqual([0, 0]);
    expect(first).toBeCloseTo(1 / (1 + Math.exp(1)) - 1, 7);
    expect(second).toBeCloseTo(-first, 12);
    expect(await gradientOf([2, 2], logits, loss([0, 0, 0, 0]))).toEqual([0, 0, 0, 0]);
  });

  it('are missing for parameters that the loss does not depend on, and for inputs', () => {
    const tape = new Tape();
    const [used, unused] = [tape.parameter('used', [2]), tape.parameter('unused', [2])];
    const input = tape.input('x', [2]);
    tape.multiply(unused, input);
    const gradients = tape.gradients(tape.sum(tape.multiply(used, input), [0]));
    expect(gradients.has(used.name)).toBe(true);
    expect(gradients.has(unused.name)).toBe(false);
    expect(gradients.has(input.name)).toBe(false);
  });

  it('can be differentiated again', async () => {
    // d/da of (d/da sum(a^3))^2 = 2 (3 a^2) (6 a) = 36 a^3
    const found = await gradientOf([2], [1, 2], (t, { a }) => {
      const first = t.gradients(t.sum(t.multiply(a, t.multiply(a, a)), [0])).get(a.name) ?? a;
      return t.sum(t.multiply(first, first), [0]);
    });
    expect(found).toEqual([36, 288]);
  });
});

describe('a tape refuses', () => {
  const tape = new Tape();
  const [a, b] = [tape.parameter('a', [2, 3]), tape.parameter('b', [2, 2])];
  it.each<readonly [string, () => unknown]>([
    ['shapes that do not broadcast', () => tape.add(a, b)],
    ['matrices without a product', () => tape.matmul(a, b)],
    ['a reshape to another size', () => tape.reshape(a, [4])],
    ['a slice out of bounds', () => tape.slice(a, [1, 0], [3, 1])],
    ['a loss of several numbers', () => tape.gradients(tape.exp(a))],
    ['a parameter known by another shape', () => tape.parameter('a', [3, 2])],
    ['a constant of the wrong size', () => tape.constant([1, 2], [3])],
  ])('%s', (_, act) => {
    expect(act).toThrow(RangeError);
  });
});
