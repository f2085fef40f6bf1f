import { UserError } from '../errors.ts';
import { overRows, row, squaredNorm } from '../math/matrix.ts';
import type { Pool } from '../selectors/selector.ts';
import type { Matrix } from '../types.ts';

/** What a head learns from: the labeled rows that say something, and the classes they show. */
export interface TrainingSet {
  readonly embeddings: Matrix;
  /** Length of each row of the pool; 0 where the row is all zeros or not finite: nothing is known of that image. */
  readonly lengths: Float64Array;
  /** Labeled rows of length above 0, ascending. */
  readonly rows: Int32Array;
  /** Position in `classes` per row of `rows`. */
  readonly targets: Int32Array;
  /** Class numbers that have a label, ascending. Only they get a probability. */
  readonly classes: Int32Array;
}

/** The training set of a pool. Throws `needs-labels` where fewer than two classes have a label with an embedding. */
export async function trainingSet(
  { embeddings: distances, unprojected: embeddings = distances, labeled, labels }: Pool,
  pause: () => Promise<void>,
): Promise<TrainingSet> {
  if (embeddings === undefined)
    throw new UserError('usage', 'The head needs embeddings; embed the folder or name a file of them.');
  const lengths = await rowLengths(embeddings, pause);
  const rows = labeled.filter((i) => lengths[i] > 0);
  const classes = Int32Array.from(new Set(Array.from(rows, (i) => labels[i]))).sort();
  if (classes.length < 2)
    throw new UserError(
      'needs-labels',
      'The head needs labels of two classes at least, of images that have an embedding; label or embed more.',
    );
  const positionOf = new Map(Array.from(classes, (name, position) => [name, position]));
  const targets = Int32Array.from(rows, (i) => positionOf.get(labels[i]) ?? 0);
  return { embeddings, lengths, rows, targets, classes };
}

/** The Euclidean length of each row; 0 for a row that is not finite. */
export async function rowLengths(m: Matrix, pause: () => Promise<void>): Promise<Float64Array> {
  const lengths = new Float64Array(m.rows);
  await overRows(m, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      const length = Math.sqrt(squaredNorm(row(m, i)));
      lengths[i] = Number.isFinite(length) ? length : 0;
    }
  });
  return lengths;
}
