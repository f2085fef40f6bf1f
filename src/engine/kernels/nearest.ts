import type { Neighbors, Points } from '../../core/kernels.ts';
import { squaredDistance } from '../../core/math/matrix.ts';
import type { Matrix } from '../../core/types.ts';
import { ranges, rowsPerRun, tileRows } from './blocks.ts';
import { Frame, type Tile } from './frame.ts';
import { groupSize } from './graphs.ts';
import { NearestLists } from './nearestLists.ts';
import { floats, type GraphSession } from './session.ts';

/** What one run of a graph found for rows from.. of X among the rows of one tile of C. */
export interface Found {
  readonly from: number;
  readonly count: number;
  /** count x tile: |x - c|^2 - |x|^2. */
  readonly scores: Float32Array;
  /** count x tile / 16: the least score of each group of columns. */
  readonly minima: Float32Array;
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
  const widest = Math.ceil(Math.min(C.rows, tileRows) / groupSize) * groupSize;
  const blockRows = Math.min(X.rows, rowsPerRun(X.cols * widest, widest));
  const blocks = ranges(X.rows, blockRows);
  const scores = new Float32Array(blockRows * widest);
  const minima = new Float32Array((blockRows * widest) / groupSize);

  for (const [t, [first, end]] of tiles.entries()) {
    const tile = frame.tile(C, first, end, groupSize);
    const m = tile.rows.rows;
    const groups = m / groupSize;
    const fixed = { c: floats(tile.rows.data, m, C.cols), bias: floats(tile.bias, 1, m) };
    for (const [b, [from, to]] of blocks.entries()) {
      step((t + b / blocks.length) / tiles.length);
      const count = to - from;
      const found: Found = {
        from,
        count,
        scores: scores.subarray(0, count * m),
        minima: minima.subarray(0, count * groups),
      };
      await session.run(
        { ...fixed, x: floats(frame.block(from, to).data, count, X.cols) },
        { scores: floats(found.scores, count, m), minima: floats(found.minima, count, groups) },
      );
      merge({ X, C, tile, frame, lists, excludeSelf }, found);
    }
  }
  return lists.neighbors();
}

/** Where the rows of a run come from, and where its neighbors go. */
export interface Search {
  readonly X: Points;
  readonly C: Matrix;
  readonly tile: Tile;
  readonly frame: Frame;
  readonly lists: NearestLists;
  readonly excludeSelf: boolean;
}

/**
 * Adds what a run found to the lists: opens the groups whose least score could enter the list, whatever rounding may hide.
 * Distances near zero are computed again in float64.
 */
export function merge(search: Search, { from, count, scores, minima }: Found): void {
  const { X, tile, frame, lists } = search;
  const m = tile.rows.rows;
  const groups = m / groupSize;
  const largestNorm = tile.squaredNorms.reduce((largest, norm) => Math.max(largest, norm), 0);
  for (let r = 0; r < count; r++) {
    const i = from + r;
    if (lists.farthest(i) === 0) continue;
    const norm = X.squaredNorms[i];
    const slack = frame.errorBound(norm, largestNorm) - norm;
    let limit = lists.farthest(i) + slack;
    const ownMinima = minima.subarray(r * groups, (r + 1) * groups);
    for (let group = 0; group < groups; group++) {
      if (ownMinima[group] > limit) continue;
      const end = Math.min((group + 1) * groupSize, tile.count);
      for (let column = group * groupSize; column < end; column++) {
        const score = scores[r * m + column];
        if (score > limit) continue;
        offer(search, i, column, norm + score);
        limit = lists.farthest(i) + slack;
      }
      if (lists.isFullOfZerosBefore(i, tile.from + end)) break;
    }
  }
}

function offer(search: Search, i: number, column: number, distance: number): void {
  const index = search.tile.from + column;
  if (search.excludeSelf && index === i) return;
  const isNear = search.frame.isNear(distance, search.X.squaredNorms[i], search.tile.squaredNorms[column]);
  search.lists.offer(i, index, isNear ? squaredDistance(search.X, i, search.C, index) : distance);
}
