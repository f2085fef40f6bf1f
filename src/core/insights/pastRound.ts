import { labeledClasses } from '../model/head.ts';
import type { Pool } from '../selectors/selector.ts';

/** A batch as its manifest tells of it. */
export interface PastRound {
  /** Rows that were labeled when it was chosen. */
  readonly labeled: Int32Array;
  /** Rows of its images. */
  readonly picks: Int32Array;
}

/** Points of a curve at most. */
const mostPoints = 12;

/**
 * The labels that a curve has points for, as rows, ascending, the fewest first: those before each batch that have a label to
 * this day, then all of today. Points that add no label to the one before are one; of many, evenly spread ones are kept, the
 * first and the last among them. `leastClasses`: classes that must have a label at the first point.
 */
export function curvePoints(
  pool: Pool,
  rounds: readonly Pick<PastRound, 'labeled'>[],
  leastClasses: number,
): readonly Int32Array[] {
  const points: Int32Array[] = [];
  for (const { labeled } of [...rounds, pool]) {
    const then = new Set(labeled);
    const rows = pool.labeled.filter((row) => then.has(row));
    const isMore = rows.length > (points.at(-1)?.length ?? 0);
    if (isMore && labeledClasses({ ...pool, labeled: rows }) >= leastClasses) points.push(rows);
  }
  if (points.length <= mostPoints) return points;
  const step = (points.length - 1) / (mostPoints - 1);
  return Array.from({ length: mostPoints }, (_, i) => points[Math.round(i * step)]);
}
