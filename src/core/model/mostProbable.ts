import type { Matrix } from '../types.ts';

/** The class of largest probability of each row, ties to the lowest; -1 and 0 where a row is all zeros. */
export function mostProbable({ data, rows, cols }: Matrix): {
  readonly classes: Int32Array;
  readonly confidence: Float32Array;
} {
  const classes = new Int32Array(rows).fill(-1);
  const confidence = new Float32Array(rows);
  for (let i = 0, at = 0; i < rows; i++)
    for (let k = 0; k < cols; k++, at++)
      if (data[at] > confidence[i]) {
        classes[i] = k;
        confidence[i] = data[at];
      }
  return { classes, confidence };
}
