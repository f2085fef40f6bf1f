import { gather, matrix, normalizeRows, overRows, row } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';
import type { Folds } from './crossValidation.ts';
import { type Design, designOf } from './design.ts';
import type { Fitted } from './fitted.ts';
import type { HeadContext } from './head.ts';
import { fitSoftmax, type LinearModel, overLogits, softmaxInPlace } from './softmax.ts';
import type { TrainingSet } from './training.ts';

/**
 * Weight of the losses against the penalty, by labels per class: rows of length 1 need weights far from 0 to be told apart
 * (1, 2, 5 labels: C = 1000 is 0 to 2 points ahead of C = 10), noise in many labels calls for a penalty (100 labels of
 * cifar10: C = 10 is 2.7 points ahead). Columns scaled to variance 1 instead of rows to length 1 were 1 point better at
 * best (imagenette, 1 label), and 19 to 16 points worse on cifar10, whose columns are principal components.
 */
export function strength(labelsPerClass: number): number {
  return Math.max(10, 1000 * Math.min(1, 20 / labelsPerClass) ** 2);
}

/** Logistic regression on the labeled rows scaled to length 1, and, where there are folds, what it says without each. */
export async function fitLinear(
  training: TrainingSet,
  folds: Folds | undefined,
  ctx: HeadContext,
): Promise<Fitted> {
  const { embeddings, lengths, classes } = training;
  const design = await designOf(await unitRows(training, ctx), ctx);
  const train = trainer(design, training, ctx);
  const crossed = folds && (await crossFit(design.rows, classes.length, folds, train, ctx));
  // Few labels are told apart in many ways; which way is found must not depend on whether there were folds.
  const start = design.whitening && crossed?.last;
  const model = await design.restore(await train(start && { start }));
  return {
    probabilities: await linearProbabilities(model, embeddings, lengths, ctx),
    ...(crossed && { outOfSample: crossed.outOfSample }),
    predict: (rows, ofLength) => linearProbabilities(model, rows, ofLength, ctx),
  };
}

type Train = (options?: {
  readonly rowWeights?: Float64Array;
  readonly start?: LinearModel;
}) => Promise<LinearModel>;

/**
 * Predicts each fold by a model fitted to the others. None starts from a model that has seen the labels held out: where
 * the losses are small, it would stop where it starts.
 */
async function crossFit(
  X: Matrix,
  classCount: number,
  folds: Folds,
  train: Train,
  ctx: HeadContext,
): Promise<{ readonly outOfSample: Matrix; readonly last: LinearModel | undefined }> {
  const outOfSample = matrix(X.rows, classCount);
  let last: LinearModel | undefined;
  for (let fold = 0; fold < folds.count; fold++) {
    last = await train({ rowWeights: Float64Array.from(folds.of, (f) => (f === fold ? 0 : 1)) });
    const held = Int32Array.from(folds.of.keys()).filter((i) => folds.of[i] === fold);
    const lengths = new Float64Array(held.length).fill(1);
    const found = await linearProbabilities(last, gather(X, held), lengths, ctx);
    for (const [h, i] of held.entries()) row(outOfSample, i).set(row(found, h));
  }
  return { outOfSample, last };
}

/** Logistic regression on the labeled rows scaled to length 1. */
export async function fitLinearModel(training: TrainingSet, ctx: HeadContext): Promise<LinearModel> {
  const design = await designOf(await unitRows(training, ctx), ctx);
  return design.restore(await trainer(design, training, ctx)());
}

function trainer({ rows, whitening }: Design, { targets, classes }: TrainingSet, ctx: HeadContext): Train {
  const C = strength(targets.length / classes.length);
  return (options) =>
    fitSoftmax(rows, targets, classes.length, { C, ...(whitening && { whitening }), ...options }, ctx);
}

async function unitRows({ embeddings, rows }: TrainingSet, { pause }: HeadContext): Promise<Matrix> {
  const X = gather(embeddings, rows);
  await normalizeRows(X, pause);
  return X;
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
  await overLogits(result, pause, (from, to) => {
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
export async function overAllClasses(
  probabilities: Matrix,
  classes: Int32Array,
  classCount: number,
  pause: () => Promise<void>,
): Promise<Matrix> {
  const { data, rows, cols } = probabilities;
  if (cols === classCount) return probabilities;
  const result = matrix(rows, classCount);
  await overRows(result, pause, (from, to) => {
    for (let i = from, at = from * cols; i < to; i++)
      for (let k = 0; k < cols; k++, at++) result.data[i * classCount + classes[k]] = data[at];
  });
  return result;
}
