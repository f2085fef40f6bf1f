import { kmeans } from '../cluster/kmeans.ts';
import { gather } from '../math/matrix.ts';
import { measurePoints } from '../math/points.ts';
import { rowsWhere } from '../math/rowsWhere.ts';
import type { Rng } from '../rng.ts';
import type { Matrix } from '../types.ts';
import type { Search } from './place.ts';
import type { ProjectionContext } from './umap.ts';

/** Rows that the cells are made of, at most. */
const mostSampled = 50_000;
const iterations = 10;
/** Cells whose rows a row is compared with. */
const probes = 8;

/** Rows parted into cells of what is alike: the cells of k-means on a random sample. */
export interface Cells {
  /** Cell of each row. */
  readonly cellOf: Int32Array;
  readonly centers: Matrix;
}

export async function makeCells(
  components: Matrix,
  count: number,
  rng: Rng,
  { kernels, signal, pause }: ProjectionContext,
): Promise<Cells> {
  const drawn = rng.permutation(components.rows).subarray(0, mostSampled).sort();
  const sample = await measurePoints(gather(components, drawn), pause);
  const { centers } = await kmeans(sample, {
    k: count,
    kernels,
    rng: rng.fork('cells'),
    signal,
    pause,
    maxIterations: iterations,
  });
  const { indices } = await kernels.nearest(components, centers, 1, { signal });
  return { cellOf: indices, centers };
}

/** Rows drawn from all cells by their size, ascending; of each cell so many at least, or all. About `count` in all. */
export function drawFromCells(
  { cellOf, centers }: Cells,
  count: number,
  least: number,
  rng: Rng,
): Int32Array {
  const sizes = new Int32Array(centers.rows);
  for (const cell of cellOf) sizes[cell]++;
  const open = sizes.map((size) =>
    Math.min(size, Math.max(least, Math.round((count * size) / cellOf.length))),
  );
  const isDrawn = new Uint8Array(cellOf.length);
  for (const row of rng.permutation(cellOf.length))
    if (open[cellOf[row]] > 0) {
      open[cellOf[row]]--;
      isDrawn[row] = 1;
    }
  return rowsWhere(cellOf.length, (row) => isDrawn[row] === 1);
}

/** Rows in the order of their cells, in each ascending. `rows`: ascending. */
export function byCell({ cellOf, centers }: Cells, rows: Int32Array): Int32Array {
  const starts = new Int32Array(centers.rows + 1);
  for (let at = 0; at < rows.length; at++) starts[cellOf[rows[at]] + 1]++;
  for (let cell = 0; cell < centers.rows; cell++) starts[cell + 1] += starts[cell];
  const sorted = new Int32Array(rows.length);
  for (let at = 0; at < rows.length; at++) sorted[starts[cellOf[rows[at]]]++] = rows[at];
  return sorted;
}

/** Searches among the fixed rows of the cells nearest to a row's own: most of the nearest, within a hundredth of the time. */
export async function cellSearch(
  components: Matrix,
  { cellOf, centers }: Cells,
  fixed: Int32Array,
  k: number,
  { kernels, signal }: ProjectionContext,
): Promise<Search> {
  const members = membersOf(cellOf, fixed, centers.rows);
  const near = await kernels.nearest(centers, centers, Math.min(probes, centers.rows), { signal });
  return async (rows) => {
    const indices = new Int32Array(rows.length * k);
    const distances = new Float32Array(rows.length * k);
    for (let from = 0; from < rows.length; ) {
      const cell = cellOf[rows[from]];
      let to = from + 1;
      while (to < rows.length && cellOf[rows[to]] === cell) to++;
      const cells = near.indices.subarray(cell * near.k, (cell + 1) * near.k);
      const among = Int32Array.from(Array.from(cells, (one) => [...members[one]]).flat()).sort();
      const found = await kernels.nearest(
        gather(components, rows.subarray(from, to)),
        gather(components, among),
        k,
      );
      indices.set(
        found.indices.map((position) => (position < 0 ? -1 : among[position])),
        from * k,
      );
      distances.set(found.distances, from * k);
      from = to;
    }
    return { k, indices, distances };
  };
}

function membersOf(cellOf: Int32Array, rows: Int32Array, cells: number): readonly Int32Array[] {
  const lists: number[][] = Array.from({ length: cells }, () => []);
  for (const row of rows) lists[cellOf[row]].push(row);
  return lists.map((list) => Int32Array.from(list));
}
