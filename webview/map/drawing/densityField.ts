import type { Picture } from './picture.ts';
import { unseen } from './picture.ts';

/** How dense the points lie: values at the crossings of a square grid, row by row from the top. */
export interface Field {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float32Array;
  /** Units between two crossings, and where the first one is, right of and below the corner of the box of all points. */
  readonly step: number;
  readonly left: number;
  readonly top: number;
}

/** Crossings along the longer side of the box. */
const resolution = 160;
/** Crossings around the box: contours close before they end. */
const border = 8;
/** Three passes of a box of this many crossings to each side come near to a Gaussian (Wells, 1986). */
const reach = 2;
const passes = 3;

/** How dense the points that are drawn lie; undefined = there are none, or all are in one place. */
export function densityOf({ points, slots }: Picture): Field | undefined {
  const { box, x, y, count } = points;
  const [width, height] = [box.maxX - box.minX, box.maxY - box.minY];
  const step = Math.max(width, height) / resolution;
  if (!(step > 0)) return undefined;
  const columns = Math.ceil(width / step) + 2 * border + 1;
  const rows = Math.ceil(height / step) + 2 * border + 1;
  let values = new Float32Array(columns * rows);
  for (let i = 0; i < count; i++) {
    if (slots[i] === unseen) continue;
    const column = Math.round(x[i] / step) + border;
    values[(Math.round(y[i] / step) + border) * columns + column]++;
  }
  for (let pass = 0; pass < passes; pass++) {
    values = blurred(values, rows, columns, columns, 1);
    values = blurred(values, columns, rows, 1, columns);
  }
  return { columns, rows, values, step, left: -border * step, top: -border * step };
}

/** The mean of each value and its neighbours along lines; `across` and `along` are the steps to the next line and value. */
function blurred(
  values: Float32Array,
  lines: number,
  length: number,
  across: number,
  along: number,
): Float32Array<ArrayBuffer> {
  const result = new Float32Array(values.length);
  for (let line = 0; line < lines; line++) {
    const start = line * across;
    let sum = 0;
    for (let i = -reach; i < length; i++) {
      if (i + reach < length) sum += values[start + (i + reach) * along];
      if (i - reach - 1 >= 0) sum -= values[start + (i - reach - 1) * along];
      if (i >= 0) result[start + i * along] = sum / (2 * reach + 1);
    }
  }
  return result;
}

/** The densities above which lie these shares of all points, each below the next. */
export function levelsOf({ values }: Field, shares: readonly number[]): number[] {
  const sorted = values.filter((value) => value > 0).sort();
  const total = sorted.reduce((sum, value) => sum + value, 0);
  const levels: number[] = [];
  let above = 0;
  let i = sorted.length;
  for (const share of [...shares].sort((a, b) => a - b)) {
    while (i > 0 && above < share * total) above += sorted[--i];
    levels.unshift(sorted[i] ?? 0);
  }
  return levels;
}
