import type { Matrix } from '../types.ts';

/** A model fitted to a training set. K: the classes that have a label. */
export interface Fitted {
  /** Rows of the pool x K; zeros where the model can say nothing. */
  readonly probabilities: Matrix;
  /** Labels x K: probabilities of each label by a model that was fitted without it. Zeros for labels in no fold. */
  readonly outOfSample?: Matrix;
  /** Rows outside the pool (M x D, of any length) to M x K; `lengths` as of a training set. */
  predict(X: Matrix, lengths: Float64Array): Promise<Matrix>;
}
