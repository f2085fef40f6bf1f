import { matrix, row, slice } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';
import type { HeadContext } from './head.ts';
import { type Evaluation, lbfgs } from './lbfgs.ts';

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
  readonly start?: LinearModel;
  readonly maxIterations?: number;
}

/** The largest entry of the gradient of the mean loss that counts as none: scikit-learn's default. */
const tolerance = 1e-4;
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
  options: SoftmaxOptions,
  ctx: HeadContext,
): Promise<LinearModel> {
  const { C, rowWeights = new Float64Array(X.rows).fill(1), maxIterations = 300, start } = options;
  const total = rowWeights.reduce((sum, weight) => sum + weight, 0);
  const penalty = 1 / (C * total);
  const size = X.cols * classCount;
  const { x } = await lbfgs(
    async (parameters) => {
      const model = modelOf(parameters, X.cols, classCount);
      const { value, gradient } = await logLoss(X, targets, rowWeights, model, ctx);
      let squares = 0;
      for (let at = 0; at < gradient.length; at++) {
        const weight = at < size ? parameters[at] : 0;
        gradient[at] = gradient[at] / total + penalty * weight;
        squares += weight * weight;
      }
      return { value: value / total + (penalty * squares) / 2, gradient };
    },
    start === undefined ? new Float64Array(size + classCount) : parametersOf(start),
    {
      maxIterations,
      isConverged: (gradient) => gradient.every((entry) => Math.abs(entry) <= tolerance),
      onStep: async (iteration) => {
        ctx.progress({ phase: 'train', done: iteration, total: 0 });
        await ctx.pause();
      },
    },
  );
  return modelOf(x, X.cols, classCount);
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

function parametersOf({ weights, bias }: LinearModel): Float64Array {
  const parameters = new Float64Array(weights.data.length + bias.length);
  parameters.set(weights.data);
  parameters.set(bias, weights.data.length);
  return parameters;
}

function modelOf(parameters: Float64Array, columns: number, classCount: number): LinearModel {
  const size = columns * classCount;
  return {
    weights: matrix(columns, classCount, Float32Array.from(parameters.subarray(0, size))),
    bias: Float32Array.from(parameters.subarray(size)),
  };
}
