import type { BallTerms, Points } from '../../core/kernels.ts';
import type { Matrix } from '../../core/types.ts';
import { addTo, ranges } from './blocks.ts';
import { Frame } from './frame.ts';
import { floats, type GraphSession, type Tensors } from './session.ts';

/** Rows of X and of C in one run: the block of comparisons then stays in the processor's cache. */
const side = 512;

/** Weights within the radius of each row of C, summed over blocks of X in float64. */
export async function withinNative(
  X: Points,
  C: Matrix,
  terms: BallTerms,
  session: GraphSession,
  step: (share: number) => void,
): Promise<Float64Array> {
  const balls = new Balls(X, terms);
  const sums = new Float64Array(C.rows);
  const part = new Float32Array(Math.min(side, C.rows));
  const tiles = ranges(C.rows, side);
  const blocks = ranges(X.rows, side);
  for (const [t, [first, end]] of tiles.entries()) {
    const { columns, rows } = balls.tile(C, first, end);
    const output = floats(part.subarray(0, end - first), 1, end - first);
    for (const [b, [from, to]] of blocks.entries()) {
      step((t + b / blocks.length) / tiles.length);
      await session.run({ ...columns, ...rows(from, to) }, { sums: output });
      addTo(sums, part, first, end);
    }
  }
  return sums;
}

/** Weights within the radius of each row of X: a pair of blocks is compared once and counts for both. */
export async function mutualWithinNative(
  X: Points,
  terms: BallTerms,
  session: GraphSession,
  step: (share: number) => void,
): Promise<Float64Array> {
  const balls = new Balls(X, terms);
  const sums = new Float64Array(X.rows);
  const part = new Float32Array(Math.min(side, X.rows));
  const rowPart = new Float32Array(part.length);
  const sides = ranges(X.rows, side);
  const runs = (sides.length * (sides.length + 1)) / 2;
  let run = 0;
  for (const [t, [first, end]] of sides.entries()) {
    const { columns, rows } = balls.tile(X, first, end);
    const columnWeight = floats(terms.weight.subarray(first, end), end - first, 1);
    const output = floats(part.subarray(0, end - first), 1, end - first);
    for (const [from, to] of sides.slice(t)) {
      step(run++ / runs);
      const rowOutput = floats(rowPart.subarray(0, to - from), to - from, 1);
      await session.run(
        { ...columns, columnWeight, ...rows(from, to) },
        { sums: output, rowSums: rowOutput },
      );
      addTo(sums, part, first, end);
      if (from !== first) addTo(sums, rowPart, from, to);
    }
  }
  return sums;
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
