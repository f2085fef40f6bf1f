import type { GainTerms, Points } from '../../core/kernels.ts';
import type { Matrix } from '../../core/types.ts';
import { ranges } from './blocks.ts';
import { Frame } from './frame.ts';
import { floats, type GraphSession } from './session.ts';

/** Rows of X and of C in one run: the block of similarities then stays in the processor's cache. */
const blockRows = 512;
const columns = 512;

/** Gains of the rows of C, summed over blocks of X in float64. */
export async function gainNative(
  X: Points,
  C: Matrix,
  { weight, best, sigma }: GainTerms,
  session: GraphSession,
  step: (share: number) => void,
): Promise<Float64Array> {
  const frame = new Frame(X);
  const gains = new Float64Array(C.rows);
  const scale = 1 / (sigma * sigma);
  const norms = X.squaredNorms.map((norm) => norm * scale);
  const part = new Float32Array(Math.min(columns, C.rows));
  const tiles = ranges(C.rows, columns);
  const blocks = ranges(X.rows, blockRows);

  for (const [t, [first, end]] of tiles.entries()) {
    const tile = frame.tile(C, first, end);
    const m = end - first;
    const fixed = {
      c: floats(scaled(tile.rows.data, scale), m, C.cols),
      bias: floats(scaled(tile.bias, scale), 1, m),
    };
    const output = floats(part.subarray(0, m), 1, m);
    for (const [b, [from, to]] of blocks.entries()) {
      step((t + b / blocks.length) / tiles.length);
      const n = to - from;
      await session.run(
        {
          ...fixed,
          x: floats(frame.block(from, to).data, n, X.cols),
          norms: floats(norms.subarray(from, to), n, 1),
          best: floats(best.subarray(from, to), n, 1),
          weight: floats(weight.subarray(from, to), 1, n),
        },
        { gains: output },
      );
      for (let j = 0; j < m; j++) gains[first + j] += part[j];
    }
  }
  return gains;
}

/** Scales in place: the tile is ours alone. */
function scaled(values: Float32Array, scale: number): Float32Array {
  for (let i = 0; i < values.length; i++) values[i] *= scale;
  return values;
}
