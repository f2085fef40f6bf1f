import { UserError } from '../errors.ts';
import { overRows, row, squaredNorm } from '../math/matrix.ts';
import { TopK } from '../math/topK.ts';
import { rowLengths } from '../model/training.ts';
import type { Matrix } from '../types.ts';

/** How much what is not wanted counts beside what is: near the usual 0.2 (0.15 / 0.75); 1 drowns what is wanted (measured). */
const unlikeWeight = 0.25;
/** A difference of two directions that is shorter than this points nowhere. */
const leastLength = 1e-6;

export interface SimilarQuery {
  /** Rows that what is found must be like, and rows that it must be unlike. */
  readonly like: Int32Array;
  readonly unlike: Int32Array;
  /** The embedding of an image that is no row, which it must be like too. */
  readonly likeAlso?: Float32Array;
  /** How many to find at most. */
  readonly count: number;
}

export interface SimilarRows {
  /** The nearest first, ties to the lowest row; neither rows that were asked with nor rows without an embedding. */
  readonly rows: Int32Array;
  readonly distances: Float32Array;
  readonly notes: readonly string[];
}

/**
 * The rows most like some and unlike others, by Rocchio's rule (1971): what is sought is the direction
 * mean(like) - 1/4 mean(unlike) of rows scaled to length 1, and the distance of a row is the Euclidean distance of its
 * direction to that one, 0 to 2. For one row alone this is the distance to that row. Exact, in float64: one pass over the rows.
 */
export async function similarRows(
  embeddings: Matrix,
  { like, unlike, likeAlso, count }: SimilarQuery,
  pause: () => Promise<void>,
): Promise<SimilarRows> {
  const lengths = await rowLengths(embeddings, pause);
  const known = like.filter((i) => lengths[i] > 0);
  const wanted = Array.from(known, (i) => row(embeddings, i));
  if (likeAlso !== undefined && Number.isFinite(squaredNorm(likeAlso)) && squaredNorm(likeAlso) > 0)
    wanted.push(likeAlso);
  if (wanted.length === 0)
    throw new UserError(
      'needs-input',
      'None of the images to compare with has an embedding yet; run Embed Folder first.',
    );
  const unwanted = Array.from(
    unlike.filter((i) => lengths[i] > 0),
    (i) => row(embeddings, i),
  );
  const target = meanDirection(wanted, embeddings.cols);
  const away = meanDirection(unwanted, embeddings.cols);
  for (let j = 0; j < target.length; j++) target[j] -= unlikeWeight * away[j];
  const length = Math.hypot(...target);
  if (length < leastLength)
    throw new UserError(
      'bad-input',
      'The images to be like and those to be unlike are the same to the encoder; choose others.',
    );
  for (let j = 0; j < target.length; j++) target[j] /= length;

  const asked = new Set([...like, ...unlike]);
  const squared = await squaredDistances(embeddings, lengths, target, pause);
  const nearest = new TopK(count);
  for (let i = 0; i < squared.length; i++) if (lengths[i] > 0 && !asked.has(i)) nearest.offer(-squared[i], i);
  const rows = nearest.ranked();
  const missing = like.length - known.length;
  return {
    rows,
    distances: Float32Array.from(rows, (i) => Math.sqrt(squared[i])),
    notes:
      missing === 0
        ? []
        : [
            `${missing} of the chosen images ${missing === 1 ? 'has' : 'have'} no embedding and did not count.`,
          ],
  };
}

/** The mean of the rows, each scaled to length 1; zeros for none. */
function meanDirection(rows: readonly Float32Array[], cols: number): Float64Array {
  const mean = new Float64Array(cols);
  for (const values of rows) {
    const scale = 1 / (Math.sqrt(squaredNorm(values)) * rows.length);
    for (let j = 0; j < cols; j++) mean[j] += scale * values[j];
  }
  return mean;
}

/** Squared distance of the direction of each row to a direction. */
async function squaredDistances(
  m: Matrix,
  lengths: Float64Array,
  target: Float64Array,
  pause: () => Promise<void>,
): Promise<Float64Array> {
  const squared = new Float64Array(m.rows);
  const { data, cols } = m;
  await overRows(m, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      const scale = lengths[i] > 0 ? 1 / lengths[i] : 0;
      let sum = 0;
      for (let j = 0, at = i * cols; j < cols; j++) sum += (data[at++] * scale - target[j]) ** 2;
      squared[i] = sum;
    }
  });
  return squared;
}
