import type { Pool, SelectorContext } from '../selectors/selector.ts';
import type { Matrix } from '../types.ts';
import { fitLinear, overAllClasses } from './linearHead.ts';
import type { Predictions } from './predictions.ts';
import { rowLengths, trainingSet } from './training.ts';

/** What a person can ask for; `auto` chooses or mixes by cross-validation on the labels. */
export const headChoices = ['auto', 'softmax', 'spreading'] as const;
export type HeadChoice = (typeof headChoices)[number];

export interface HeadOptions {
  readonly choice: HeadChoice;
  /** False leaves out temperature scaling and, unless `auto` needs it, cross-validation. Default true. */
  readonly calibrate?: boolean;
}

/** A main-task model on embeddings, fitted to the labels of a pool. */
export interface Head extends Predictions {
  readonly kind: 'softmax' | 'spreading' | 'mix';
  /** Why this kind, in one sentence, with the accuracies compared. */
  readonly why: string;
  /** Probabilities of rows outside the pool: M x D embeddings, not normalised, to M x classCount. */
  predict(X: Matrix): Promise<Matrix>;
}

export type HeadContext = Pick<SelectorContext, 'kernels' | 'rng' | 'signal' | 'progress' | 'pause'>;

/** Classes with at least one label. A head needs two. */
export function labeledClasses({ labels, labeled }: Pool): number {
  return new Set(Array.from(labeled, (row) => labels[row])).size;
}

/**
 * Fits the head to the labels of the pool. Throws `needs-labels` where fewer than two classes have a label.
 * Rows that are neither labeled nor candidates get a prediction too where their embedding is finite.
 */
export async function fitHead(pool: Pool, { choice }: HeadOptions, ctx: HeadContext): Promise<Head> {
  const training = await trainingSet(pool, ctx.pause);
  const { classes } = training;
  const model = await fitLinear(training, undefined, ctx);
  const spreadTo = (m: Matrix): Matrix => overAllClasses(m, classes, pool.classCount);
  return {
    kind: 'softmax',
    why: `Logistic regression, since ${choice} asks for it.`,
    probabilities: spreadTo(model.probabilities),
    source: 'the built-in head (logistic regression)',
    isCalibrated: false,
    predict: async (X) => spreadTo(await model.predict(X, await rowLengths(X, ctx.pause))),
  };
}
