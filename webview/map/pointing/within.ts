import { visitRuns } from '../drawing/arrangement.ts';
import { type Picture, unseen } from '../drawing/picture.ts';
import { type Size, toPlace, type View } from '../drawing/view.ts';
import { Polygon } from './polygon.ts';

/** The rows, ascending, of the points that are seen inside a closed line of CSS pixels (x0, y0, x1, y1, ...). */
export function rowsWithin(picture: Picture, view: View, size: Size, line: ArrayLike<number>): Int32Array {
  const { points, slots } = picture;
  const polygon = new Polygon(line);
  const [left, top] = toPlace(view, size, polygon.left, polygon.top);
  const [right, bottom] = toPlace(view, size, polygon.right, polygon.bottom);
  const { minX, maxY } = points.box;
  const moveX = size.width / 2 + (minX - view.x) * view.scale;
  const moveY = size.height / 2 - (maxY - view.y) * view.scale;
  const marks = new Uint8Array(points.of);
  let count = 0;
  const look = (from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      if (slots[i] === unseen) continue;
      if (!polygon.holds(points.x[i] * view.scale + moveX, points.y[i] * view.scale + moveY)) continue;
      marks[points.rows[i]] = 1;
      count++;
    }
  };
  visitRuns(points, [0, points.chunks], left - minX, maxY - top, right - minX, maxY - bottom, look);
  return marked(marks, count);
}

function marked(marks: Uint8Array, count: number): Int32Array {
  const rows = new Int32Array(count);
  for (let row = 0, i = 0; i < count; row++) if (marks[row] === 1) rows[i++] = row;
  return rows;
}
