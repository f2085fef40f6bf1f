import type { GainTerms, Points } from '../../core/kernels.ts';
import type { Matrix } from '../../core/types.ts';
import { sumOverBlocks, sumOverPairsOfBlocks } from './blockSums.ts';
import { Frame } from './frame.ts';
import { floats, type GraphSession, type Tensors } from './session.ts';

type Step = (share: number) => void;

/** Gains of the rows of C, summed over blocks of X in float64. */
export function gainNative(
  X: Points,
  C: Matrix,
  terms: GainTerms,
  session: GraphSession,
  step: Step,
): Promise<Float64Array> {
  const blocks = new Blocks(X, terms);
  const limit = terms.limit ?? new Float32Array(X.rows).fill(1);
  return sumOverBlocks({ rows: X.rows, columns: C.rows }, step, (first, end) => {
    const columns = blocks.columns(C, first, end);
    return (from, to, gains) => {
      const limits = floats(limit.subarray(from, to), to - from, 1);
      return session.run({ ...columns, ...blocks.rows(from, to), limit: limits }, { gains });
    };
  });
}

/** Gains of the rows of X themselves, without limits: a pair of blocks is compared once and counts for both. */
export function mutualGainNative(
  X: Points,
  terms: GainTerms,
  session: GraphSession,
  step: Step,
): Promise<Float64Array> {
  const { best, weight } = terms;
  const blocks = new Blocks(X, terms);
  return sumOverPairsOfBlocks(X.rows, step, (first, end) => {
    const m = end - first;
    const columns: Tensors = {
      ...blocks.columns(X, first, end),
      columnBest: floats(best.subarray(first, end), 1, m),
      columnWeight: floats(weight.subarray(first, end), m, 1),
    };
    return (from, to, gains, rowGains) =>
      session.run({ ...columns, ...blocks.rows(from, to) }, { gains, rowGains });
  });
}

/** What the graphs are fed for blocks of rows and columns. */
class Blocks {
  private readonly X: Points;
  private readonly frame: Frame;
  private readonly scale: number;
  private readonly norms: Float32Array;
  private readonly terms: GainTerms;

  constructor(X: Points, terms: GainTerms) {
    this.X = X;
    this.frame = new Frame(X);
    this.scale = 1 / (terms.sigma * terms.sigma);
    this.norms = X.squaredNorms.map((norm) => norm * this.scale);
    this.terms = terms;
  }

  rows(from: number, to: number): Tensors {
    const { best, weight } = this.terms;
    const n = to - from;
    return {
      x: floats(this.frame.block(from, to).data, n, this.X.cols),
      norms: floats(this.norms.subarray(from, to), n, 1),
      best: floats(best.subarray(from, to), n, 1),
      weight: floats(weight.subarray(from, to), 1, n),
    };
  }

  columns(C: Matrix, from: number, to: number): Tensors {
    const { rows, bias } = this.frame.tile(C, from, to);
    return {
      c: floats(scaled(rows.data, this.scale), to - from, C.cols),
      bias: floats(scaled(bias, this.scale), 1, to - from),
    };
  }
}

/** Scales in place: the tile is ours alone. */
function scaled(values: Float32Array, scale: number): Float32Array {
  for (let i = 0; i < values.length; i++) values[i] *= scale;
  return values;
}
