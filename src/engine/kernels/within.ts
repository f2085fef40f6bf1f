import type { BallTerms, Points } from '../../core/kernels.ts';
import type { Matrix } from '../../core/types.ts';
import { sumOverBlocks, sumOverPairsOfBlocks } from './blockSums.ts';
import { Frame } from './frame.ts';
import { floats, type GraphSession, type Tensors } from './session.ts';

type Step = (share: number) => void;

/** Weights within the radius of each row of C, summed over blocks of X in float64. */
export function withinNative(
  X: Points,
  C: Matrix,
  terms: BallTerms,
  session: GraphSession,
  step: Step,
): Promise<Float64Array> {
  const balls = new Balls(X, terms);
  return sumOverBlocks({ rows: X.rows, columns: C.rows }, step, (first, end) => {
    const { columns, rows } = balls.tile(C, first, end);
    return (from, to, sums) => session.run({ ...columns, ...rows(from, to) }, { sums });
  });
}

/** Weights within the radius of each row of X: a pair of blocks is compared once and counts for both. */
export function mutualWithinNative(
  X: Points,
  terms: BallTerms,
  session: GraphSession,
  step: Step,
): Promise<Float64Array> {
  const balls = new Balls(X, terms);
  return sumOverPairsOfBlocks(X.rows, step, (first, end) => {
    const { columns, rows } = balls.tile(X, first, end);
    const columnWeight = floats(terms.weight.subarray(first, end), end - first, 1);
    return (from, to, sums, rowSums) =>
      session.run({ ...columns, columnWeight, ...rows(from, to) }, { sums, rowSums });
  });
}

/** What the graphs are fed for blocks of rows and columns. */
class Balls {
  private readonly X: Points;
  private readonly frame: Frame;
  private readonly terms: BallTerms;

  constructor(X: Points, terms: BallTerms) {
    this.X = X;
    this.frame = new Frame(X);
    this.terms = terms;
  }

  tile(
    C: Matrix,
    first: number,
    end: number,
  ): { readonly columns: Tensors; readonly rows: (from: number, to: number) => Tensors } {
    const { X, frame } = this;
    const { weight, radius } = this.terms;
    const tile = frame.tile(C, first, end);
    const largestNorm = tile.squaredNorms.reduce((largest, norm) => Math.max(largest, norm), 0);
    // What rounding cannot tell from a copy is in the ball, however small that is.
    const limits = X.squaredNorms.map(
      (norm) => Math.max(radius * radius, frame.errorBound(norm, largestNorm)) - norm,
    );
    return {
      columns: {
        c: floats(tile.rows.data, end - first, C.cols),
        bias: floats(tile.bias, 1, end - first),
      },
      rows: (from, to) => ({
        x: floats(frame.block(from, to).data, to - from, X.cols),
        limit: floats(limits.subarray(from, to), to - from, 1),
        weight: floats(weight.subarray(from, to), 1, to - from),
      }),
    };
  }
}
