import type { Neighbors, Points } from '../../core/kernels.ts';
import { matrix, squaredDistance } from '../../core/math/matrix.ts';
import type { Matrix } from '../../core/types.ts';
import { ranges, rowsPerRun, tileRows } from './blocks.ts';
import { Frame, farthest } from './frame.ts';
import { groupSize } from './graphs.ts';
import { type Found, merge, type Search } from './nearest.ts';
import { NearestLists } from './nearestLists.ts';
import { floats, type GraphSession } from './session.ts';

/** What one run found, for the columns too. */
interface MutualFound extends Found {
  /** count / 16 x tile: the least |x - c|^2 of each group of rows. */
  readonly columnMinima: Float32Array;
}

/**
 * Exact k nearest rows of X for each row of X. A block of rows is compared with the tiles that begin no later, and what is
 * found counts for both sides: half the work of `nearestNative`.
 */
export async function mutualNearestNative(
  X: Points,
  k: number,
  excludeSelf: boolean,
  session: GraphSession,
  step: (share: number) => void,
): Promise<Neighbors> {
  const frame = new Frame(X);
  const lists = new NearestLists(X.rows, k);
  const widest = filled(Math.min(X.rows, tileRows));
  const blockRows = Math.max(groupSize, filled(rowsPerRun(X.cols * widest, widest) - groupSize + 1));
  const scores = new Float32Array(blockRows * widest);
  const minima = new Float32Array(scores.length / groupSize);
  const columnMinima = new Float32Array(scores.length / groupSize);

  const plan = ranges(X.rows, tileRows).map(([first, end]) => ({
    first,
    end,
    blocks: [...blocksOf(first, end, blockRows), ...blocksOf(end, X.rows, blockRows)],
  }));
  const runs = plan.reduce((sum, { blocks }) => sum + blocks.length, 0);
  let run = 0;

  for (const { first, end, blocks } of plan) {
    const tile = frame.tile(X, first, end, groupSize);
    const m = tile.rows.rows;
    const search: Search = { X, C: X, tile, frame, lists, excludeSelf };
    const fixed = { c: floats(tile.rows.data, m, X.cols), bias: floats(tile.bias, 1, m) };
    for (const [from, to] of blocks) {
      step(run++ / runs);
      const count = to - from;
      const n = filled(count);
      const found: MutualFound = {
        from,
        count,
        scores: scores.subarray(0, n * m),
        minima: minima.subarray(0, (n * m) / groupSize),
        columnMinima: columnMinima.subarray(0, (n * m) / groupSize),
      };
      const norms = new Float32Array(n).fill(farthest);
      norms.set(X.squaredNorms.subarray(from, to));
      await session.run(
        {
          ...fixed,
          x: floats(filledRows(frame.block(from, to), n), n, X.cols),
          norms: floats(norms, n, 1),
        },
        {
          scores: floats(found.scores, n, m),
          minima: floats(found.minima, n, m / groupSize),
          columnMinima: floats(found.columnMinima, n / groupSize, m),
        },
      );
      merge(search, found);
      if (from >= end) mergeColumns(search, found);
    }
  }
  return lists.neighbors();
}

/** The rows of a run as neighbors of the columns. */
function mergeColumns(search: Search, { from, count, scores, columnMinima }: MutualFound): void {
  const { X, tile, frame, lists } = search;
  const m = tile.rows.rows;
  const norms = X.squaredNorms.subarray(from, from + count);
  const largestNorm = norms.reduce((largest, norm) => Math.max(largest, norm), 0);
  const slack = tile.squaredNorms.map((norm) => frame.errorBound(norm, largestNorm));
  const limits = Float64Array.from(slack, (bound, column) => limit(lists, tile.from + column, bound));
  for (let group = 0; group * groupSize < count; group++)
    for (let column = 0; column < tile.count; column++) {
      if (columnMinima[group * m + column] > limits[column]) continue;
      const c = tile.from + column;
      const end = Math.min(count, (group + 1) * groupSize);
      for (let r = group * groupSize; r < end; r++) {
        const distance = scores[r * m + column] + norms[r];
        if (distance > limits[column]) continue;
        const isNear = frame.isNear(distance, norms[r], tile.squaredNorms[column]);
        lists.offer(c, from + r, isNear ? squaredDistance(X, from + r, X, c) : distance);
        limits[column] = limit(lists, c, slack[column]);
      }
    }
}

/** Distances above this cannot enter a list; one that is full of zeros takes no higher index. */
function limit(lists: NearestLists, row: number, slack: number): number {
  const last = lists.farthest(row);
  return last === 0 ? Number.NEGATIVE_INFINITY : last + slack;
}

/** The ranges that cut first..end-1 into steps. */
function blocksOf(first: number, end: number, step: number): readonly (readonly [number, number])[] {
  return ranges(end - first, step).map(([from, to]) => [first + from, first + to] as const);
}

/** The next multiple of the size of a group. */
function filled(count: number): number {
  return Math.ceil(count / groupSize) * groupSize;
}

function filledRows(rows: Matrix, count: number): Float32Array {
  if (rows.rows === count) return rows.data;
  const result = matrix(count, rows.cols);
  result.data.set(rows.data);
  return result.data;
}
