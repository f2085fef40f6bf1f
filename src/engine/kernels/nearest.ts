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
      merge({ X, C, tile, frame, lists, excludeSelf }, found);
    }
  }
  return lists.neighbors();
}

/** Where the rows of a run come from, and where its neighbors go. */
interface Search {
  readonly X: Points;
  readonly C: Matrix;
  readonly tile: Tile;
  readonly frame: Frame;
  readonly lists: NearestLists;
  readonly excludeSelf: boolean;
}

/**
 * Adds what a run found to the lists. Distances near zero are computed again in float64; where even the last row that the
 * graph kept is that near, rows it did not keep may be nearer still, and all that rounding could hide are computed again.
 */
function merge(search: Search, { from, count, kept, scores, smallest, columns }: Found): void {
  const { X, tile, frame, lists } = search;
  const m = tile.rows.rows;
  for (let r = 0; r < count; r++) {
    const i = from + r;
    if (lists.farthest(i) === 0) continue;
    const norm = X.squaredNorms[i];
    for (let p = r * kept; p < (r + 1) * kept; p++) offer(search, i, columns[p], norm + smallest[p]);

    const last = (r + 1) * kept - 1;
    if (kept === m || !frame.isNear(norm + smallest[last], norm, tile.squaredNorms[columns[last]])) continue;
    for (let column = 0; column < m; column++) {
      if (lists.isFullOfZerosBefore(i, tile.from + column)) break;
      const distance = norm + scores[r * m + column];
      const error = frame.errorBound(norm, tile.squaredNorms[column]);
      if (distance - error <= lists.farthest(i)) offer(search, i, column, distance);
    }
  }
}

function offer(search: Search, i: number, column: number, distance: number): void {
  const index = search.tile.from + column;
  if (search.excludeSelf && index === i) return;
  const isNear = search.frame.isNear(distance, search.X.squaredNorms[i], search.tile.squaredNorms[column]);
  search.lists.offer(i, index, isNear ? squaredDistance(search.X, i, search.C, index) : distance);
}
