/** What is looked at: the place in the middle of the element (y upwards), and CSS pixels per unit. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** Width and height in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The smallest rectangle around points; `minX` > `maxX` = around none. */
export interface Box {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

/** Pixels that stay free around what is fitted. */
const margin = 28;
/** How far a person may zoom out and in, as factors of the scale that shows all. */
const least = 0.4;
const most = 4000;

/** Where a place is drawn, in CSS pixels from the left and top of the element. */
export function toScreen(view: View, size: Size, x: number, y: number): readonly [px: number, py: number] {
  return [size.width / 2 + (x - view.x) * view.scale, size.height / 2 - (y - view.y) * view.scale];
}

/** The place that is drawn at a CSS pixel. */
export function toPlace(view: View, size: Size, px: number, py: number): readonly [x: number, y: number] {
  return [view.x + (px - size.width / 2) / view.scale, view.y - (py - size.height / 2) / view.scale];
}

/** The view after its picture was moved by so many CSS pixels. */
export function panned({ x, y, scale }: View, dx: number, dy: number): View {
  return { x: x - dx / scale, y: y + dy / scale, scale };
}

/** Zooms by a factor; what lies at the CSS pixel (px, py) stays there. `whole` is the scale that shows all. */
export function zoomed(view: View, size: Size, factor: number, px: number, py: number, whole: number): View {
  const scale = Math.min(whole * most, Math.max(whole * least, view.scale * factor));
  const [x, y] = toPlace(view, size, px, py);
  const ratio = view.scale / scale;
  return { x: x + (view.x - x) * ratio, y: y + (view.y - y) * ratio, scale };
}

/** The view that shows a box as large as the element allows. A single place is shown as one unit around it. */
export function fitted(box: Box, { width, height }: Size): View {
  if (box.minX > box.maxX) return { x: 0, y: 0, scale: Math.max(1, Math.min(width, height)) / 2 };
  const free = (length: number): number => Math.max(length - 2 * margin, length / 2, 1);
  const x = (box.minX + box.maxX) / 2;
  const y = (box.minY + box.maxY) / 2;
  const across = box.maxX - box.minX;
  const down = box.maxY - box.minY;
  const scale = Math.min(free(width) / across, free(height) / down);
  return { x, y, scale: Number.isFinite(scale) ? scale : Math.min(free(width), free(height)) / 2 };
}

/** The box around the points (N x 2, NaN = none) of some rows, or of all. */
export function boxAround(points: Float32Array, rows?: ArrayLike<number>): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  const count = rows?.length ?? points.length / 2;
  for (let i = 0; i < count; i++) {
    const row = rows === undefined ? i : rows[i];
    const x = points[2 * row];
    const y = points[2 * row + 1];
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return { minX, minY, maxX, maxY };
}
