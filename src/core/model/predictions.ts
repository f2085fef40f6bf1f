import type { Matrix } from '../types.ts';

/** A mean over repetitions with its standard error; accuracies are shares, 0 to 1. */
export interface Estimate {
  readonly mean: number;
  readonly standardError: number;
}

/** What a model says of every row of the pool: the built-in head, or the person's own training code. */
export interface Predictions {
  /** size x classCount, rows sum to 1; rows of labeled images too. A row of zeros: nothing is known of that image. */
  readonly probabilities: Matrix;
  /** Who says so, as it stands in a reason: "the built-in head (label spreading)", "predictions.csv". */
  readonly source: string;
  /** Whether the probabilities were fitted to held-out labels (temperature scaling). */
  readonly isCalibrated: boolean;
  /** Cross-validated on the labels; absent where there are too few, or the model is the person's own. */
  readonly accuracy?: Estimate;
}
