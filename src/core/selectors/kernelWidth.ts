import { squaredDistance } from '../math/matrix.ts';
import type { ActiveRows } from './activeRows.ts';
import type { ParameterValue } from './selector.ts';

/** Rows that the median distance is taken over: 32,640 pairs. */
const medianRows = 256;

/**
 * The width that a parameter sigma stands for; `median` is the median distance between evenly spread rows, 1 if that is 0,
 * and `half-median` half of it.
 */
export function kernelWidth(sigma: ParameterValue | undefined, { points }: ActiveRows): number {
  if (typeof sigma === 'number') return sigma;
  const share = sigma === 'half-median' ? 0.5 : 1;
  const count = Math.min(medianRows, points.rows);
  const rows = Array.from({ length: count }, (_, i) => Math.floor((i * points.rows) / count));
  const distances = rows.flatMap((a, i) =>
    rows.slice(0, i).map((b) => squaredDistance(points, a, points, b)),
  );
  const sorted = Float64Array.from(distances).sort();
  return share * (Math.sqrt(sorted[sorted.length >> 1] ?? 0) || 1);
}
