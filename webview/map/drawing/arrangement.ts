import { type Box, boxAround } from './view.ts';

/** Cells of the grid in one direction. */
export const gridSize = 64;
/** Points of one chunk: as many as are drawn between two looks at the clock. */
const chunkSize = 1 << 16;
const cellsPerChunk = gridSize * gridSize;
/** Neighbouring numbers are carried as far apart as can be. */
const goldenRatio = 0.6180339887498949;

/**
 * Points in the order in which they are drawn: chunks, each of them a fair sample of all rows, so that any number of
 * chunks shows the whole; within a chunk by the cells of a grid, row by row, so that what is out of view is skipped.
 */
export interface Arrangement {
  /** Rows, and how many of them have a place. */
  readonly of: number;
  readonly count: number;
  readonly box: Box;
  readonly chunks: number;
  /** By drawing order: the row, and units right of and below the top left corner of the box. */
  readonly rows: Uint32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** By row: its place in the drawing order; -1 = it has none. */
  readonly orders: Int32Array;
  /** Where each cell of each chunk begins in the drawing order. */
  readonly starts: Uint32Array;
  /** Cells per unit. */
  readonly cellsX: number;
  readonly cellsY: number;
}

/** Arranges points (N x 2; NaN = none). The same points give the same order. */
export function arrange(points: Float32Array): Arrangement {
  const of = points.length >> 1;
  const chunks = Math.max(1, Math.ceil(of / chunkSize));
  const box = boxAround(points);
  const perUnit = (length: number): number => (length > 0 ? (gridSize * (1 - 1e-6)) / length : 0);
  const cellsX = perUnit(box.maxX - box.minX);
  const cellsY = perUnit(box.maxY - box.minY);
  const starts = new Uint32Array(chunks * cellsPerChunk + 1);
  const cells = new Int32Array(of).fill(-1);
  const step = stepThrough(of);
  for (let k = 0, row = 0; k < of; k++, row = (row + step) % of) {
    const x = points[2 * row] - box.minX;
    const y = box.maxY - points[2 * row + 1];
    if (!(x >= 0 && y >= 0)) continue;
    const cell = (k >>> 16) * cellsPerChunk + ((y * cellsY) | 0) * gridSize + ((x * cellsX) | 0);
    cells[row] = cell;
    starts[cell + 1]++;
  }
  for (let cell = 1; cell < starts.length; cell++) starts[cell] += starts[cell - 1];
  const count = starts[starts.length - 1];
  const next = starts.slice();
  const rows = new Uint32Array(count);
  const x = new Float32Array(count);
  const y = new Float32Array(count);
  const orders = new Int32Array(of).fill(-1);
  for (let k = 0, row = 0; k < of; k++, row = (row + step) % of) {
    const cell = cells[row];
    if (cell < 0) continue;
    const order = next[cell]++;
    rows[order] = row;
    orders[row] = order;
    x[order] = points[2 * row] - box.minX;
    y[order] = box.maxY - points[2 * row + 1];
  }
  return { of, count, box, chunks, rows, x, y, orders, starts, cellsX, cellsY };
}

/**
 * Calls `visit` with runs [from, to) of the drawing order, in that order, that hold all points of the first `chunks`
 * chunks from `firstChunk` on inside a rectangle of units right of and below the corner of the box, and few others.
 */
export function visitRuns(
  { starts, cellsX, cellsY }: Arrangement,
  [firstChunk, endChunk]: readonly [number, number],
  left: number,
  top: number,
  right: number,
  bottom: number,
  visit: (from: number, to: number) => void,
): void {
  const last = gridSize - 1;
  const first = (value: number): number => Math.min(gridSize, Math.max(0, Math.floor(value)));
  const end = (value: number): number => Math.max(-1, Math.min(last, Math.floor(value)));
  if (right < 0 || bottom < 0) return;
  const [x0, x1, y0, y1] = [
    first(left * cellsX),
    end(right * cellsX),
    first(top * cellsY),
    end(bottom * cellsY),
  ];
  if (x0 > x1 || y0 > y1) return;
  const isWhole = x0 === 0 && x1 === last;
  for (let chunk = firstChunk; chunk < endChunk; chunk++) {
    const base = chunk * cellsPerChunk;
    if (isWhole) {
      visit(starts[base + y0 * gridSize], starts[base + (y1 + 1) * gridSize]);
      continue;
    }
    for (let row = y0; row <= y1; row++) {
      const from = starts[base + row * gridSize + x0];
      const to = starts[base + row * gridSize + x1 + 1];
      if (from < to) visit(from, to);
    }
  }
}

/** The end of a chunk in the drawing order; that of chunk -1 is 0. */
export function chunkEnd({ starts }: Arrangement, chunk: number): number {
  return starts[(chunk + 1) * cellsPerChunk];
}

/** A step by which all of `count` numbers are visited once, far from the last ones each time. */
function stepThrough(count: number): number {
  let step = Math.max(1, Math.round(count * goldenRatio));
  while (commonDivisor(step, count) > 1) step++;
  return step;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
