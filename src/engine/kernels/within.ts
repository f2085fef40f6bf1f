import type { BallTerms, Points } from '../../core/kernels.ts';
import type { Matrix } from '../../core/types.ts';
import { ranges } from './blocks.ts';
import { Frame } from './frame.ts';
import { floats, type GraphSession } from './session.ts';

/** Rows of X and of C in one run: the block of comparisons then stays in the processor's cache. */
const blockRows = 512;
const columns = 512;

/** Weights within the radius of each row of C, summed over blocks of X in float64. */
export async function withinNative(
  X: Points,
  C: Matrix,
  { weight, radius }: BallTerms,
  session: GraphSession,
  step: (share: number) => void,
): Promise<Float64Array> {
  const frame = new Frame(X);
  const sums = new Float64Array(C.rows);
  const part = new Float32Array(Math.min(columns, C.rows));
  const tiles = ranges(C.rows, columns);
  const blocks = ranges(X.rows, blockRows);

  for (const [t, [first, end]] of tiles.entries()) {
    const tile = frame.tile(C, first, end);
    const m = end - first;
    const fixed = { c: floats(tile.rows.data, m, C.cols), bias: floats(tile.bias, 1, m) };
    const largestNorm = tile.squaredNorms.reduce((largest, norm) => Math.max(largest, norm), 0);
    const limits = X.squaredNorms.map(
      (norm) => Math.max(radius * radius, frame.errorBound(norm, largestNorm)) - norm,
    );
    const output = floats(part.subarray(0, m), 1, m);
    for (const [b, [from, to]] of blocks.entries()) {
      step((t + b / blocks.length) / tiles.length);
      const n = to - from;
      await session.run(
        {
          ...fixed,
          x: floats(frame.block(from, to).data, n, X.cols),
          limit: floats(limits.subarray(from, to), n, 1),
          weight: floats(weight.subarray(from, to), 1, n),
        },
        { sums: output },
      );
      for (let j = 0; j < m; j++) sums[first + j] += part[j];
    }
  }
  return sums;
}
