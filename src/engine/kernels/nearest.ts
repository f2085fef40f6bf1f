import { Tensor } from 'onnxruntime-node';
import type { Neighbors, Points } from '../../core/kernels.ts';
import { squaredDistance } from '../../core/math/matrix.ts';
import type { Matrix } from '../../core/types.ts';
import { ranges, rowsPerRun, tileRows } from './blocks.ts';
import { Frame, type Tile } from './frame.ts';
import { NearestLists } from './nearestLists.ts';
import { floats, type GraphSession } from './session.ts';

/** What one run of the graph found for rows from.. of X among the rows of one tile of C. */
interface Found {
  readonly from: number;
  readonly count: number;
  readonly kept: number;
  /** count x tile: |x - c|^2 - |x|^2. */
  readonly scores: Float32Array;
  /** count x kept. */
  readonly smallest: Float32Array;
  readonly columns: Int32Array;
}

/**
 * Exact k nearest rows of C for each row of X, one block of scores at a time (|x - c|^2 = |x|^2 + |c|^2 - 2 x c).
 * `step` is told the share done before every run and may throw.
 */
export async function nearestNative(
  X: Points,
  C: Matrix,
  k: number,
  excludeSelf: boolean,
  session: GraphSession,
  step: (share: number) => void,
): Promise<Neighbors> {
  const frame = new Frame(X);
  const lists = new NearestLists(X.rows, k);
  const tiles = ranges(C.rows, tileRows);
  const blockRows = Math.min(
    X.rows,
    rowsPerRun(X.cols * Math.min(C.rows, tileRows), Math.min(C.rows, tileRows)),
  );
  const blocks = ranges(X.rows, blockRows);
  const widest = Math.min(C.rows, tileRows);
  const wanted = Math.min(widest, k + (excludeSelf ? 1 : 0));
  const scores = new Float32Array(blockRows * widest);
  const smallest = new Float32Array(blockRows * wanted);
  const columns = new Int32Array(blockRows * wanted);

  for (const [t, [first, end]] of tiles.entries()) {
    const tile = frame.tile(C, first, end);
    const m = end - first;
    const kept = Math.min(m, wanted);
    const fixed = {
      c: floats(tile.rows.data, m, C.cols),
      bias: floats(tile.bias, 1, m),
      k: new Tensor('int64', BigInt64Array.of(BigInt(kept)), [1]),
    };
    for (const [b, [from, to]] of blocks.entries()) {
      step((t + b / blocks.length) / tiles.length);
      const count = to - from;
      const found: Found = {
        from,
        count,
        kept,
        scores: scores.subarray(0, count * m),
        smallest: smallest.subarray(0, count * kept),
        columns: columns.subarray(0, count * kept),
      };
      await session.run(
        { ...fixed, x: floats(frame.block(from, to).data, count, X.cols) },
        {
          scores: floats(found.scores, count, m),
          smallest: floats(found.smallest, count, kept),
          columns: new Tensor('int32', found.columns, [count, kept]),
        },
      );
      merge(lists, found, X, C, tile, frame, excludeSelf);
    }
  }
  return lists.neighbors();
}

/**
 * Adds what a run found to the lists. Distances near zero are computed again in float64; where even the last row that the
 * graph kept is that near, rows it did not keep may be nearer still, and all that rounding could hide are computed again.
 */
function merge(
  lists: NearestLists,
  found: Found,
  X: Points,
  C: Matrix,
  tile: Tile,
  frame: Frame,
  excludeSelf: boolean,
): void {
  const { kept, scores, smallest, columns } = found;
  const m = tile.rows.rows;
  for (let r = 0; r < found.count; r++) {
    const i = found.from + r;
    if (lists.farthest(i) === 0) continue;
    const norm = X.squaredNorms[i];
    const offer = (column: number, distance: number): void => {
      if (excludeSelf && tile.from + column === i) return;
      const near = frame.isNear(distance, norm, tile.squaredNorms[column]);
      lists.offer(i, tile.from + column, near ? squaredDistance(X, i, C, tile.from + column) : distance);
    };
    for (let p = r * kept; p < (r + 1) * kept; p++) offer(columns[p], norm + smallest[p]);

    const last = (r + 1) * kept - 1;
    if (kept === m || !frame.isNear(norm + smallest[last], norm, tile.squaredNorms[columns[last]])) continue;
    for (let column = 0; column < m; column++) {
      if (lists.isFullOfZerosBefore(i, tile.from + column)) break;
      const distance = norm + scores[r * m + column];
      if (distance - frame.errorBound(norm, tile.squaredNorms[column]) <= lists.farthest(i))
        offer(column, distance);
    }
  }
}
