import type { Points } from '../../core/kernels.ts';
import type { Matrix } from '../../core/types.ts';
import { ranges, rowsPerRun, tileRows } from './blocks.ts';
import { Frame, type Tile } from './frame.ts';
import { floats, type GraphSession } from './session.ts';

/**
 * minDistance[i] <- min(minDistance[i], min_c |x_i - c|^2), where that is not near zero. Returns the rows that the float32
 * product puts so near a row of C that the distance must be computed again, and leaves them as they are. Rows at distance
 * 0 stay there and are passed over.
 */
export async function relaxNative(
  minDistance: Float32Array,
  X: Points,
  C: Matrix,
  session: GraphSession,
  step: (share: number) => void,
): Promise<readonly number[]> {
  const frame = new Frame(X);
  const near = new Set<number>();
  const tiles = ranges(C.rows, tileRows);
  const widest = Math.min(C.rows, tileRows);
  const blocks = ranges(X.rows, rowsPerRun(X.cols * widest, widest));
  const least = new Float32Array(X.rows);

  for (const [t, [first, end]] of tiles.entries()) {
    const tile = frame.tile(C, first, end);
    const m = end - first;
    const fixed = { c: floats(tile.rows.data, m, C.cols), bias: floats(tile.bias, 1, m) };
    for (const [b, [from, to]] of blocks.entries()) {
      step((t + b / blocks.length) / tiles.length);
      await session.run(
        { ...fixed, x: floats(frame.block(from, to).data, to - from, X.cols) },
        { least: floats(least.subarray(from, to), to - from) },
      );
    }
    take(minDistance, least, X, frame, tile, near);
  }
  return [...near];
}

function take(
  minDistance: Float32Array,
  least: Float32Array,
  { squaredNorms }: Points,
  frame: Frame,
  tile: Tile,
  near: Set<number>,
): void {
  const largestNorm = tile.squaredNorms.reduce((largest, norm) => Math.max(largest, norm), 0);
  for (let i = 0; i < least.length; i++) {
    const norm = squaredNorms[i];
    const distance = norm + least[i];
    if (minDistance[i] === 0 || distance - frame.errorBound(norm, largestNorm) >= minDistance[i]) continue;
    if (frame.isNear(distance, norm, largestNorm)) near.add(i);
    else if (distance < minDistance[i]) minDistance[i] = distance;
  }
}
