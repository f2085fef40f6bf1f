import { type Picture, unseen } from '../drawing/picture.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** A step aside counts as this many steps ahead. */
const aside = 2;

/**
 * The row of the nearest point that is drawn, from the point of `row` in a direction: within 45° of it. Points in the
 * same place come one after the other, right and down by row, left and up back again. -1 = there is none.
 */
export function neighborOf({ points, slots }: Picture, row: number, direction: Direction): number {
  const { x, y, rows, orders } = points;
  const own = orders[row] ?? -1;
  if (own < 0) return -1;
  const isAcross = direction === 'left' || direction === 'right';
  const [ahead, beside] = isAcross ? [x, y] : [y, x];
  const sign = direction === 'right' || direction === 'down' ? 1 : -1;
  const from = ahead[own];
  const at = beside[own];
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  let next = -1;
  for (let i = 0; i < rows.length; i++) {
    const along = sign * (ahead[i] - from);
    if (along < 0 || i === own || slots[i] === unseen) continue;
    const off = Math.abs(beside[i] - at);
    if (along === 0 && off === 0) {
      const isBetter = sign * (rows[i] - row) > 0 && (next < 0 || sign * (rows[i] - next) < 0);
      if (isBetter) next = rows[i];
      continue;
    }
    const distance = along + aside * off;
    if (off > along || distance >= least) continue;
    least = distance;
    best = rows[i];
  }
  return next >= 0 ? next : best;
}

/** The row of the point that is drawn nearest to a place; -1 = there is none. */
export function nearestTo({ points, slots }: Picture, x: number, y: number): number {
  const { box, rows } = points;
  const [right, below] = [x - box.minX, box.maxY - y];
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < rows.length; i++) {
    if (slots[i] === unseen) continue;
    const distance = (points.x[i] - right) ** 2 + (points.y[i] - below) ** 2;
    if (distance >= least) continue;
    least = distance;
    best = rows[i];
  }
  return best;
}
