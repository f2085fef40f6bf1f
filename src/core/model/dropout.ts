import { gather, matrix, overRows, row } from '../math/matrix.ts';
import type { Pool } from '../selectors/selector.ts';
import type { Matrix } from '../types.ts';
import type { HeadContext } from './head.ts';
import { fitLinearModel, linearProbabilities, overAllClasses } from './linearHead.ts';
import { trainingSet } from './training.ts';

/** A head of which every pass sees other features: how far the passes differ says how little the head knows. */
export interface DropoutHead {
  readonly classCount: number;
  /**
   * rows.length x classCount class probabilities of these rows of the pool under the t-th dropout mask (t = -1: without
   * dropout); zeros where nothing is known of a row. Equal t and row, equal mask, whatever the other rows.
   */
  pass(t: number, rows: Int32Array): Promise<Matrix>;
}

/** Numbers that are masked and multiplied at once: some 20 ms of work. */
const numbersPerBlock = 2_000_000;

/**
 * A linear head with dropout on its input features (Gal and Ghahramani 2016): each pass sets each feature of each row to
 * zero with probability `dropout`, and scales what is left by 1 / (1 - dropout). The head is trained on all features, as
 * that of DropQuery (Gupte et al. 2024). Throws `needs-labels` below two classes.
 */
export async function fitDropoutHead(
  pool: Pool,
  { dropout }: { readonly dropout: number },
  ctx: HeadContext,
): Promise<DropoutHead> {
  const { classCount } = pool;
  const training = await trainingSet(pool, ctx.pause);
  const { embeddings, lengths, classes } = training;
  const model = await fitLinearModel(training, ctx);
  const seed = ctx.rng.fork('dropout').below(2 ** 32);
  const step = Math.max(1, Math.floor(numbersPerBlock / embeddings.cols));
  return {
    classCount,
    async pass(t, rows) {
      const result = matrix(rows.length, classCount);
      for (let from = 0; from < rows.length; from += step) {
        const some = rows.subarray(from, from + step);
        const block = gather(embeddings, some);
        if (t >= 0)
          await overRows(block, ctx.pause, (first, end) => {
            for (let i = first; i < end; i++) dropOut(row(block, i), dropout, mix(seed, t, some[i]));
          });
        const blockLengths = Float64Array.from(some, (i) => lengths[i]);
        const probabilities = await linearProbabilities(model, block, blockLengths, ctx);
        const { data } = await overAllClasses(probabilities, classes, classCount, ctx.pause);
        result.data.set(data, from * classCount);
      }
      return result;
    },
  };
}

/** Drops values in place by a stream of xorshift32 numbers (Marsaglia 2003) from the given state, which is not 0. */
function dropOut(values: Float32Array, dropout: number, state: number): void {
  const limit = dropout * 2 ** 32;
  const scale = 1 / (1 - dropout);
  let word = state;
  for (let j = 0; j < values.length; j++) {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    values[j] = word >>> 0 < limit ? 0 : values[j] * scale;
  }
}

/** A state for the stream of one pass and row: neighboring rows and passes share no pattern. */
function mix(seed: number, t: number, row: number): number {
  let h = seed ^ Math.imul(t + 1, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b) ^ Math.imul(row + 1, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 13), 0x27d4eb2f);
  h ^= h >>> 16;
  h = Math.imul(h, 0x165667b1);
  return (h ^ (h >>> 15)) | 1;
}
