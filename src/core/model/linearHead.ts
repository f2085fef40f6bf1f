import { gather, matrix, normalizeRows, overRows, row } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';
import type { HeadContext } from './head.ts';
import { fitSoftmax, type LinearModel, softmaxInPlace } from './softmax.ts';
import type { TrainingSet } from './training.ts';

/** Weight of the losses against the penalty: rows of length 1 need weights far from 0 to be told apart. */
const C = 1000;

/** Fits a linear model of the classes that have a label, on the labeled rows scaled to length 1. */
export async function fitLinearHead(
  { embeddings, rows, targets, classes }: TrainingSet,
  ctx: HeadContext,
): Promise<LinearModel> {
  const X = gather(embeddings, rows);
  await normalizeRows(X, ctx.pause);
  const progress = (share: number): void => ctx.progress({ phase: 'train', done: share, total: 1 });
  return fitSoftmax(X, targets, classes.length, { C }, { ...ctx, progress });
}

/**
 * Probabilities (M x K) of rows of any length (M x D). `lengths`: theirs; the row is divided by it, without a copy. A row of
 * length 0 gets zeros.
 */
export async function linearProbabilities(
  { weights, bias }: LinearModel,
  X: Matrix,
  lengths: ArrayLike<number>,
  { kernels, signal, pause }: HeadContext,
): Promise<Matrix> {
  const result = await kernels.product(X, weights, undefined, { signal });
  await overRows(result, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      const values = row(result, i);
      if (lengths[i] === 0) {
        values.fill(0);
        continue;
      }
      for (let k = 0; k < values.length; k++) values[k] = values[k] / lengths[i] + bias[k];
      softmaxInPlace(values);
    }
  });
  return result;
}

/** M x K probabilities of the classes that have a label as M x classCount; the others get 0. */
export function overAllClasses(
  { data, rows, cols }: Matrix,
  classes: Int32Array,
  classCount: number,
): Matrix {
  if (cols === classCount) return matrix(rows, cols, data);
  const result = matrix(rows, classCount);
  for (let i = 0, at = 0; i < rows; i++)
    for (let k = 0; k < cols; k++, at++) result.data[i * classCount + classes[k]] = data[at];
  return result;
}
