import type { Field } from './densityField.ts';

/**
 * The lines where a field has a value (marching squares, Lorensen and Cline, 1987, in the plane): pieces x1, y1, x2, y2
 * in crossings of the grid. What is higher lies to the right of each piece, seen from its beginning.
 */
export function contourOf({ columns, rows, values }: Field, level: number): Float32Array {
  const pieces: number[] = [];
  for (let y = 0; y + 1 < rows; y++)
    for (let x = 0; x + 1 < columns; x++) {
      const at = y * columns + x;
      const corners = [values[at], values[at + 1], values[at + columns + 1], values[at + columns]] as const;
      if (Math.max(...corners) >= level && Math.min(...corners) < level) cross(pieces, x, y, corners, level);
    }
  return Float32Array.from(pieces);
}

/** Adds the pieces inside one square, whose corners are given clockwise from the top left one. */
function cross(
  pieces: number[],
  x: number,
  y: number,
  [a, b, c, d]: readonly [number, number, number, number],
  level: number,
): void {
  const way = (from: number, to: number): number => (level - from) / (to - from);
  const top = (): [number, number] => [x + way(a, b), y];
  const right = (): [number, number] => [x + 1, y + way(b, c)];
  const bottom = (): [number, number] => [x + way(d, c), y + 1];
  const left = (): [number, number] => [x, y + way(a, d)];
  const isHigh = (value: number, bit: number): number => (value >= level ? bit : 0);
  const isMiddleHigh = (a + b + c + d) / 4 >= level;
  const add = (from: [number, number], to: [number, number]): number => pieces.push(...from, ...to);
  switch (isHigh(a, 1) | isHigh(b, 2) | isHigh(c, 4) | isHigh(d, 8)) {
    case 1:
      return void add(top(), left());
    case 2:
      return void add(right(), top());
    case 3:
      return void add(right(), left());
    case 4:
      return void add(bottom(), right());
    case 6:
      return void add(bottom(), top());
    case 7:
      return void add(bottom(), left());
    case 8:
      return void add(left(), bottom());
    case 9:
      return void add(top(), bottom());
    case 11:
      return void add(right(), bottom());
    case 12:
      return void add(left(), right());
    case 13:
      return void add(top(), right());
    case 14:
      return void add(left(), top());
    case 5:
      if (isMiddleHigh) add(top(), right());
      else add(top(), left());
      return void (isMiddleHigh ? add(bottom(), left()) : add(bottom(), right()));
    default:
      if (isMiddleHigh) add(left(), top());
      else add(right(), top());
      return void (isMiddleHigh ? add(right(), bottom()) : add(left(), bottom()));
  }
}

/** Pieces joined to closed lines (x0, y0, x1, y1, ...). A field that is 0 at its edges has no open ones. */
export function joined(pieces: Float32Array): Float32Array[] {
  const key = (at: number): string => `${pieces[at]} ${pieces[at + 1]}`;
  const byStart = new Map<string, number[]>();
  for (let at = 0; at < pieces.length; at += 4) {
    const same = byStart.get(key(at));
    if (same === undefined) byStart.set(key(at), [at]);
    else same.push(at);
  }
  const lines: Float32Array[] = [];
  for (let first = 0; first < pieces.length; first += 4) {
    const line: number[] = [];
    let at = take(byStart.get(key(first)), first);
    while (at !== undefined) {
      line.push(pieces[at], pieces[at + 1]);
      at = byStart.get(key(at + 2))?.pop();
    }
    if (line.length > 0) lines.push(Float32Array.from(line));
  }
  return lines;
}

/** Takes a number out of a list; undefined = it was taken before. */
function take(list: number[] | undefined, number: number): number | undefined {
  const index = list?.indexOf(number) ?? -1;
  return index < 0 ? undefined : list?.splice(index, 1)[0];
}
