import { matrix, overRows, row } from '../math/matrix.ts';
import { fitDropoutHead } from '../model/dropout.ts';
import type { Matrix } from '../types.ts';
import type { ParameterValues, Pool, SelectorContext } from './selector.ts';
import { entropy } from './uncertainty.ts';

/** What so many passes of a head with dropout say of some rows. */
export interface DropoutPasses {
  /** N x K mean probabilities. */
  readonly mean: Matrix;
  /** N means of the entropies of the passes. */
  readonly meanEntropy: Float64Array;
}

/**
 * Fits a head with dropout to the labels and asks it `passes` times about the candidates (Gal and Ghahramani 2016). Throws
 * `needs-labels` below two classes. Holds one pass at a time.
 */
export async function dropoutPasses(
  pool: Pool,
  parameters: ParameterValues,
  ctx: SelectorContext,
): Promise<DropoutPasses> {
  const { candidates } = pool;
  const passes = Number(parameters.passes);
  const head = await fitDropoutHead(pool, { dropout: Number(parameters.dropout) }, ctx);
  const mean = matrix(candidates.length, head.classCount);
  const meanEntropy = new Float64Array(candidates.length);
  for (let t = 0; t < passes; t++) {
    const P = await head.pass(t, candidates);
    await overRows(P, ctx.pause, (from, to) => {
      for (let i = from; i < to; i++) meanEntropy[i] += entropy(row(P, i)) / passes;
      for (let at = from * P.cols; at < to * P.cols; at++) mean.data[at] += P.data[at] / passes;
    });
    ctx.progress({ phase: 'select', done: t + 1, total: passes });
    await ctx.pause();
  }
  return { mean, meanEntropy };
}
