/** The `count` rows nearest to a place, the nearest first; `hidden` ones and those without a place left out. */
export function nearest(
  points: Float32Array,
  [x, y]: readonly [x: number, y: number],
  count: number,
  hidden?: Uint8Array,
): { readonly row: number; readonly distance: number }[] {
  const found: { row: number; distance: number }[] = [];
  let worst = Infinity;
  for (let row = 0; 2 * row < points.length; row++) {
    const distance = Math.hypot(points[2 * row] - x, points[2 * row + 1] - y);
    // NaN is not smaller than anything.
    if (!(distance < worst) || hidden?.[row] === 1) continue;
    let at = found.length;
    while (at > 0 && found[at - 1].distance > distance) at--;
    found.splice(at, 0, { row, distance });
    if (found.length > count) found.pop();
    if (found.length === count) worst = found[count - 1].distance;
  }
  return found;
}

/** Rows whose place is inside a rectangle, ascending. */
export function rowsInside(
  points: Float32Array,
  { minX, minY, maxX, maxY }: { readonly [side in 'minX' | 'minY' | 'maxX' | 'maxY']: number },
  hidden?: Uint8Array,
): Int32Array {
  const rows: number[] = [];
  for (let row = 0; 2 * row < points.length; row++) {
    const x = points[2 * row];
    const y = points[2 * row + 1];
    if (x >= minX && x <= maxX && y >= minY && y <= maxY && hidden?.[row] !== 1) rows.push(row);
  }
  return Int32Array.from(rows);
}
