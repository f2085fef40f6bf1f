import { describe, expect, it } from 'vitest';
import { gather, matrix } from '../../../src/core/math/matrix.ts';
import { designOf } from '../../../src/core/model/design.ts';
import { fitSoftmax, type LinearModel, softmaxInPlace } from '../../../src/core/model/softmax.ts';
import { fitWhitening } from '../../../src/core/model/whitening.ts';
import { headContext } from '../../support/heads.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

const ctx = headContext();
const tolerance = 1e-6;

/** 30 x 4 waves, raised by 1.5 in the column of the class. */
const targets = Int32Array.from({ length: 30 }, (_, i) => Math.floor((7 * i) / 4) % 3);
const waves = matrix(
  30,
  4,
  Float32Array.from({ length: 120 }, (_, at) => {
    const [i, j] = [Math.floor(at / 4), at % 4];
    return Math.sin(1 + 3 * i + 5 * j * j) + (j === targets[i] ? 1.5 : 0);
  }),
);

function expectClose(found: ArrayLike<number>, expected: readonly number[], digits = 3): void {
  expect(found.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, digits);
}

/** K x D, as scikit-learn prints coefficients. */
function coefficients({ weights }: LinearModel): readonly number[] {
  return Array.from(weights.data, (_, at) => {
    const [k, j] = [Math.floor(at / weights.rows), at % weights.rows];
    return weights.data[j * weights.cols + k];
  });
}

describe('multinomial logistic regression', () => {
  it('gives the weights of scikit-learn 1.2 (C = 5, tol = 1e-12)', async () => {
    const model = await fitSoftmax(waves, targets, 3, { C: 5, tolerance }, ctx);
    expectClose(
      coefficients(model),
      [
        1.58391, -1.41824, -1.43377, -0.27822, -1.08479, 1.6605, -0.747, 1.94093, -0.49913, -0.24227, 2.18077,
        -1.66271,
      ],
    );
    expectClose(model.bias, [0.49394, 0.18062, -0.67456]);
  });

  it('and with weights per row, where 0 leaves a row out', async () => {
    const rowWeights = Float64Array.from(targets, (_, i) => (i % 5 === 0 ? 0 : 1 + (i % 2)));
    const model = await fitSoftmax(waves, targets, 3, { C: 5, tolerance, rowWeights }, ctx);
    expectClose(
      coefficients(model),
      [
        1.65741, -1.4356, -1.46951, -0.35634, -1.08422, 1.79937, -0.70086, 1.86343, -0.57319, -0.36377,
        2.17036, -1.50709,
      ],
    );
    expectClose(model.bias, [0.53918, 0.09914, -0.63832]);
    const kept = [...targets.keys()].filter((i) => i % 5 !== 0);
    const without = await fitSoftmax(
      gather(waves, kept),
      Int32Array.from(kept, (i) => targets[i]),
      3,
      { C: 5, tolerance, rowWeights: Float64Array.from(kept, (i) => 1 + (i % 2)) },
      ctx,
    );
    expectClose(without.weights.data, [...model.weights.data]);
  });

  it('finds the same optimum from another start and in whitened coordinates', async () => {
    const model = await fitSoftmax(waves, targets, 3, { C: 5, tolerance }, ctx);
    const start = { weights: matrix(4, 3, new Float32Array(12).fill(0.7)), bias: Float32Array.of(3, -1, 2) };
    const restarted = await fitSoftmax(waves, targets, 3, { C: 5, tolerance, start }, ctx);
    expectClose(restarted.weights.data, [...model.weights.data]);
    const whitening = await fitWhitening(waves, ctx);
    const whitened = await fitSoftmax(waves, targets, 3, { C: 5, tolerance, whitening }, ctx);
    expectClose(whitened.weights.data, [...model.weights.data]);
    expectClose(
      [...whitened.bias].map((b) => b - whitened.bias[0]),
      [...model.bias].map((b) => b - model.bias[0]),
    );
  });

  it('is cancelled between steps', async () => {
    const abort = new AbortController();
    const steps: number[] = [];
    const cancelling = {
      ...headContext(0, abort.signal),
      progress: ({ done }: { readonly done: number }) => {
        steps.push(done);
        abort.abort();
      },
    };
    await expect(fitSoftmax(waves, targets, 3, { C: 5, tolerance }, cancelling)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(steps).toEqual([1]);
  });
});

describe('the coordinates of a fit', () => {
  it.each([
    ['the span of few rows', 20, 64],
    ['whitened columns of many rows', 300, 12],
    ['the columns as they are', 40, 30],
  ])('%s change nothing but the way', async (_, rows, columns) => {
    const { points, cluster } = clusteredMatrix(rows, columns, 3, 1, 1.5);
    const options = { C: 10, tolerance };
    const plain = await fitSoftmax(points, cluster, 3, options, ctx);
    const design = await designOf(points, ctx);
    const fitted = await fitSoftmax(design.rows, cluster, 3, { ...options, ...design }, ctx);
    const restored = await design.restore(fitted);
    expectClose(restored.weights.data, [...plain.weights.data], 2);
  });

  it('the span of rows with copies among them has as many coordinates as there are different rows', async () => {
    const { points } = clusteredMatrix(6, 40, 2, 2);
    const { rows } = await designOf(gather(points, [0, 1, 2, 0, 1, 5, 5]), ctx);
    expect([rows.rows, rows.cols]).toEqual([7, 4]);
  });
});

it('a softmax returns the logarithm of the sum of exponentials, for large logits too', () => {
  const values = Float32Array.of(1000, 1000 + Math.log(3));
  expect(softmaxInPlace(values)).toBeCloseTo(1000 + Math.log(4), 3);
  expectClose(values, [0.25, 0.75]);
});
