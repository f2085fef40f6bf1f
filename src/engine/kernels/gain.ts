import type { GainTerms, Points } from '../../core/kernels.ts';
import type { Matrix } from '../../core/types.ts';
import { addTo, ranges } from './blocks.ts';
import { Frame } from './frame.ts';
import { floats, type GraphSession, type Tensors } from './session.ts';

/** Rows of X and of C in one run: the block of similarities then stays in the processor's cache. */
const side = 512;

/** Gains of the rows of C, summed over blocks of X in float64. */
export async function gainNative(
  X: Points,
  C: Matrix,
  terms: GainTerms,
  session: GraphSession,
  step: (share: number) => void,
): Promise<Float64Array> {
  const blocks = new Blocks(X, terms);
  const limit = terms.limit ?? new Float32Array(X.rows).fill(1);
  const gains = new Float64Array(C.rows);
  const part = new Float32Array(Math.min(side, C.rows));
  const tiles = ranges(C.rows, side);
  const rows = ranges(X.rows, side);
  for (const [t, [first, end]] of tiles.entries()) {
    const columns = blocks.columns(C, first, end);
    const output = floats(part.subarray(0, end - first), 1, end - first);
    for (const [b, [from, to]] of rows.entries()) {
      step((t + b / rows.length) / tiles.length);
      const limits = floats(limit.subarray(from, to), to - from, 1);
      await session.run({ ...columns, ...blocks.rows(from, to), limit: limits }, { gains: output });
      addTo(gains, part, first, end);
    }
  }
  return gains;
}

/** Gains of the rows of X themselves, without limits: a pair of blocks is compared once and counts for both. */
export async function mutualGainNative(
  X: Points,
  terms: GainTerms,
  session: GraphSession,
  step: (share: number) => void,
): Promise<Float64Array> {
  const { best, weight } = terms;
  const blocks = new Blocks(X, terms);
  const gains = new Float64Array(X.rows);
  const part = new Float32Array(Math.min(side, X.rows));
  const rowPart = new Float32Array(part.length);
  const sides = ranges(X.rows, side);
  const runs = (sides.length * (sides.length + 1)) / 2;
  let run = 0;
  for (const [t, [first, end]] of sides.entries()) {
    const m = end - first;
    const columns: Tensors = {
      ...blocks.columns(X, first, end),
      columnBest: floats(best.subarray(first, end), 1, m),
      columnWeight: floats(weight.subarray(first, end), m, 1),
    };
    const output = floats(part.subarray(0, m), 1, m);
    for (const [from, to] of sides.slice(t)) {
      step(run++ / runs);
      const rowOutput = floats(rowPart.subarray(0, to - from), to - from, 1);
      await session.run({ ...columns, ...blocks.rows(from, to) }, { gains: output, rowGains: rowOutput });
      addTo(gains, part, first, end);
      if (from !== first) addTo(gains, rowPart, from, to);
    }
  }
  return gains;
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
