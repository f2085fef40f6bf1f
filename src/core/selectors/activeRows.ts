import { UserError } from '../errors.ts';
import type { Points } from '../kernels.ts';
import { gather, normalizeRows } from '../math/matrix.ts';
import { measurePoints } from '../math/points.ts';
import type { Pool, SelectorContext } from './selector.ts';

/** The labeled rows and the candidates of a pool, which is all that a selector may look at, renumbered 0..n-1. */
export interface ActiveRows {
  readonly points: Points;
  /** Pool row of each active row, ascending: the lowest active row is the lowest pool row. */
  readonly rows: Int32Array;
  /** Active rows that are labeled, ascending. */
  readonly labeled: Int32Array;
  /** Active rows that may be picked, ascending. */
  readonly candidates: Int32Array;
}

/** Gathers and measures the active rows; `normalize` scales each to length 1. Copies nothing if nothing must change. */
export async function activeRows(
  pool: Pool,
  normalize: boolean,
  { pause }: Pick<SelectorContext, 'pause'>,
): Promise<ActiveRows> {
  const { embeddings, labels } = pool;
  if (embeddings === undefined)
    throw new UserError('usage', 'This strategy needs embeddings; embed the folder or name a file of them.');
  const rows = Int32Array.from([...pool.labeled, ...pool.candidates]).sort();
  const isWhole = rows.length === embeddings.rows;
  const active = isWhole && !normalize ? embeddings : gather(embeddings, rows);
  if (normalize) await normalizeRows(active, pause);
  const positions = Int32Array.from(rows.keys());
  return {
    points: await measurePoints(active, pause),
    rows,
    labeled: positions.filter((position) => labels[rows[position]] >= 0),
    candidates: positions.filter((position) => labels[rows[position]] < 0),
  };
}
