import { matrix, overRows, row, slice } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';
import type { HeadContext } from './head.ts';
import { type Evaluation, lbfgs } from './lbfgs.ts';
import type { Whitening } from './whitening.ts';

/** Logits x W + b of a row x. */
export interface LinearModel {
  /** D x K. */
  readonly weights: Matrix;
  readonly bias: Float32Array;
}

export interface SoftmaxOptions {
  /** Weight of the log losses against half the squared length of the weights, as in scikit-learn. */
  readonly C: number;
  /** Weight per row; 0 leaves it out. Default: all 1. */
  readonly rowWeights?: Float64Array;
  /** Where to begin, e.g. the model of other folds. Default: all 0. */
  readonly start?: LinearModel;
  /** Of the rows: where there are many, far fewer steps are needed. Changes nothing else. */
  readonly whitening?: Whitening;
  /** The largest entry of the gradient of the mean loss that counts as none. Default: 1e-4, scikit-learn's. */
  readonly tolerance?: number;
}

/** More than any fit has been seen to need. */
const maxIterations = 1000;
/** What an exponential costs beside the additions that `overRows` counts. */
const additionsPerExponential = 8;
/** Logits of one block: some 2 MB, which stay in the cache, and 10 ms of exponentials. */
const logitsPerBlock = 500_000;

/**
 * Multinomial logistic regression: minimises C sum_i w_i log loss_i + |W|^2 / 2 over W (D x K) and the bias b, which is
 * not penalised, by L-BFGS. `targets`: class 0..K-1 per row of X (n x D). Matrix products are float32, sums float64. The
 * objective is that of scikit-learn's LogisticRegression (of two classes: with C halved).
 */
export async function fitSoftmax(
  X: Matrix,
  targets: Int32Array,
  classCount: number,
  { C, rowWeights = new Float64Array(X.rows).fill(1), start, whitening, tolerance = 1e-4 }: SoftmaxOptions,
  ctx: HeadContext,
): Promise<LinearModel> {
  const total = rowWeights.reduce((sum, weight) => sum + weight, 0);
  const penalty = 1 / (C * total);
  const origin = start ?? {
    weights: matrix(X.cols, classCount),
    bias: new Float32Array(classCount),
  };
  const coordinates = new Coordinates(origin, whitening, ctx);
  const { x } = await lbfgs(
    async (position) => {
      const model = await coordinates.model(position);
      const { value, gradient } = await logLoss(X, targets, rowWeights, model, ctx);
      const weights = model.weights.data;
      let squares = 0;
      let steepest = 0;
      for (let at = 0; at < gradient.length; at++) {
        const weight = at < weights.length ? weights[at] : 0;
        gradient[at] = gradient[at] / total + penalty * weight;
        squares += weight * weight;
        steepest = Math.max(steepest, Math.abs(gradient[at]));
      }
      return {
        value: value / total + (penalty * squares) / 2,
        gradient: await coordinates.gradient(gradient),
        steepest,
      };
    },
    new Float64Array((X.cols + 1) * classCount),
    {
      maxIterations,
      isConverged: ({ steepest }) => steepest <= tolerance,
      onStep: async (iteration) => {
        ctx.progress({ phase: 'train', done: iteration, total: 0 });
        await ctx.pause();
      },
    },
  );
  return coordinates.model(x);
}

/** The numbers that L-BFGS moves (weights U, then bias c) as a model: W = W0 + M U, b = b0 + c - (M U)^T mean. */
class Coordinates {
  private readonly origin: LinearModel;
  private readonly whitening: Whitening | undefined;
  private readonly ctx: HeadContext;

  constructor(origin: LinearModel, whitening: Whitening | undefined, ctx: HeadContext) {
    this.origin = origin;
    this.whitening = whitening;
    this.ctx = ctx;
  }

  async model(position: Float64Array): Promise<LinearModel> {
    const { weights, bias } = this.origin;
    const size = weights.data.length;
    const moved = await this.transformed(new Float32Array(position.subarray(0, size)));
    const mean = this.whitening?.mean;
    const shift = mean && (await this.ctx.kernels.product(matrix(1, mean.length, mean), moved)).data;
    for (let at = 0; at < size; at++) moved.data[at] += weights.data[at];
    return {
      weights: moved,
      bias: bias.map((value, k) => value + position[size + k] - (shift?.[k] ?? 0)),
    };
  }

  /** The gradient in W and b as one in U and c: M^T (G_W - mean g_b^T). */
  async gradient(inModel: Float64Array): Promise<Float64Array> {
    if (this.whitening === undefined) return inModel;
    const { mean, transform } = this.whitening;
    const { rows, cols } = this.origin.weights;
    const size = rows * cols;
    const centered = matrix(rows, cols);
    for (let j = 0, at = 0; j < rows; j++)
      for (let k = 0; k < cols; k++, at++) centered.data[at] = inModel[at] - mean[j] * inModel[size + k];
    const { signal } = this.ctx;
    const result = inModel.slice();
    result.set((await this.ctx.kernels.cross(transform, centered, { signal })).data);
    return result;
  }

  private async transformed(data: Float32Array): Promise<Matrix> {
    const moved = matrix(this.origin.weights.rows, this.origin.weights.cols, data);
    if (this.whitening === undefined) return moved;
    const { signal } = this.ctx;
    return this.ctx.kernels.product(this.whitening.transform, moved, undefined, { signal });
  }
}

/** Sum of the weighted log losses and its gradient in W and b, a block of rows at a time. */
async function logLoss(
  X: Matrix,
  targets: Int32Array,
  rowWeights: Float64Array,
  { weights, bias }: LinearModel,
  { kernels, signal, pause }: HeadContext,
): Promise<Evaluation> {
  const classCount = bias.length;
  const size = weights.data.length;
  const gradient = new Float64Array(size + classCount);
  const step = Math.max(1, Math.floor(logitsPerBlock / classCount));
  let value = 0;
  for (let from = 0; from < X.rows; from += step) {
    const block = slice(X, from, Math.min(X.rows, from + step));
    const logits = await kernels.product(block, weights, bias, { signal });
    for (let i = 0; i < block.rows; i++) {
      const weight = rowWeights[from + i];
      const target = targets[from + i];
      const values = row(logits, i);
      const logit = values[target];
      value += weight * (softmaxInPlace(values) - logit);
      values[target] -= 1;
      for (let k = 0; k < classCount; k++) {
        values[k] *= weight;
        gradient[size + k] += values[k];
      }
    }
    const { data } = await kernels.cross(block, logits, { signal });
    for (let at = 0; at < size; at++) gradient[at] += data[at];
    await pause();
  }
  return { value, gradient };
}

/** `overRows` for work that takes an exponential or a logarithm of every number. */
export function overLogits(
  { rows, cols }: Matrix,
  pause: () => Promise<void>,
  work: (from: number, to: number) => void,
): Promise<void> {
  return overRows({ rows, cols: additionsPerExponential * cols }, pause, work);
}

/** Turns logits into probabilities. Returns the logarithm of the sum of their exponentials. */
export function softmaxInPlace(values: Float32Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < values.length; k++) if (values[k] > largest) largest = values[k];
  let sum = 0;
  for (let k = 0; k < values.length; k++) {
    const share = Math.exp(values[k] - largest);
    values[k] = share;
    sum += share;
  }
  for (let k = 0; k < values.length; k++) values[k] /= sum;
  return largest + Math.log(sum);
}
