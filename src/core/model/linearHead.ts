import { gather, matrix, normalizeRows, overRows, row, squaredNorm } from '../math/matrix.ts';
import type { Pool } from '../selectors/selector.ts';
import type { Matrix } from '../types.ts';
import type { HeadContext } from './head.ts';
import { fitSoftmax, type LinearModel, softmaxInPlace } from './softmax.ts';

/** Weight of the losses against the penalty: rows of length 1 need weights far from 0 to be told apart. */
const C = 1000;

/** A linear model of the classes that have a label, on rows scaled to length 1. */
export interface LinearHead extends LinearModel {
  /** Class number of each column, ascending. */
  readonly classes: Int32Array;
}

/** Fits the head to the labeled rows. */
export async function fitLinearHead(
  embeddings: Matrix,
  { labels, labeled }: Pool,
  ctx: HeadContext,
): Promise<LinearHead> {
  const classes = Int32Array.from(new Set(Array.from(labeled, (i) => labels[i]))).sort();
  const columnOf = new Map(Array.from(classes, (name, column) => [name, column]));
  const rows = gather(embeddings, labeled);
  await normalizeRows(rows, ctx.pause);
  const targets = Int32Array.from(labeled, (i) => columnOf.get(labels[i]) ?? 0);
  const progress = (share: number): void => ctx.progress({ phase: 'train', done: share, total: 1 });
  const { kernels, signal, pause } = ctx;
  const model = await fitSoftmax(rows, targets, classes.length, { C }, { kernels, signal, pause, progress });
  return { ...model, classes };
}

/** Class probabilities of rows (M x D, of any length) as M x classCount; zeros where a row is not finite. */
export async function linearProbabilities(
  { weights, bias, classes }: LinearHead,
  X: Matrix,
  classCount: number,
  { kernels, signal, pause }: HeadContext,
): Promise<Matrix> {
  const logits = await kernels.product(X, weights, undefined, { signal });
  const result = matrix(X.rows, classCount);
  await overRows(X, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      const length = Math.sqrt(squaredNorm(row(X, i))) || 1;
      if (!Number.isFinite(length)) continue;
      const values = row(logits, i);
      for (let k = 0; k < values.length; k++) values[k] = values[k] / length + bias[k];
      softmaxInPlace(values);
      for (let k = 0; k < values.length; k++) result.data[i * classCount + classes[k]] = values[k];
    }
  });
  return result;
}
