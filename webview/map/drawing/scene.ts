import { type Arrangement, arrange } from './arrangement.ts';
import { packColors } from './cssColors.ts';
import { type ScatterLook, selectedInOrder, slotsInOrder } from './look.ts';
import type { Picture } from './picture.ts';
import type { Box } from './view.ts';

/** Holds points, look and selection, and works out the picture when it is asked for and something is new. */
export class Scene {
  #points: Float32Array = new Float32Array(0);
  #arrangement: Arrangement = arrange(this.#points);
  #look: ScatterLook | undefined;
  #marks: Uint8Array | undefined;
  #colors: Pick<Picture, 'colors' | 'shapes' | 'ring'> | undefined;
  #inOrder: Pick<Picture, 'slots' | 'seen'> | undefined;
  #picture: Picture | undefined;

  /** N x 2; look and selection stay if there are as many as before. */
  setPoints(points: Float32Array): void {
    if (points.length !== this.#points.length) {
      this.#look = undefined;
      this.#marks = undefined;
      this.#colors = undefined;
    }
    this.#points = points;
    this.#arrangement = arrange(points);
    this.#inOrder = undefined;
    this.#picture = undefined;
  }

  /** `foreground` is the color of the text of the page: of rings, and of all points that were given no look yet. */
  setLook(look: ScatterLook, foreground: string): void {
    this.#look = look;
    const [ring, ...colors] = packColors([foreground, ...look.colors]);
    this.#colors = { colors: Uint32Array.from(colors), shapes: look.shapes, ring };
    this.#inOrder = undefined;
    this.#picture = undefined;
  }

  setSelected(marks: Uint8Array | undefined): void {
    this.#marks = marks;
    this.#picture = undefined;
  }

  get points(): Float32Array {
    return this.#points;
  }

  /** Around all points. */
  get box(): Box {
    return this.#arrangement.box;
  }

  /** Where a row is; undefined = nowhere. */
  placeOf(row: number): readonly [x: number, y: number] | undefined {
    const [x, y] = this.#points.subarray(2 * row, 2 * row + 2);
    return row < 0 || Number.isNaN(x) || Number.isNaN(y) ? undefined : [x, y];
  }

  /** The rows that are not hidden, of `rows` or of all; all of them if every one is. */
  shownOf(rows?: ArrayLike<number>): ArrayLike<number> | undefined {
    const hidden = this.#look?.hidden;
    if (hidden === undefined) return rows;
    const shown: number[] = [];
    const count = rows?.length ?? hidden.length;
    for (let i = 0; i < count; i++) {
      const row = rows === undefined ? i : rows[i];
      if (hidden[row] !== 1) shown.push(row);
    }
    return shown.length === 0 ? rows : shown;
  }

  /** `undefined` until there is a look. */
  get picture(): Picture | undefined {
    if (this.#colors === undefined || this.#look === undefined) return undefined;
    this.#inOrder ??= slotsInOrder(this.#arrangement, this.#look);
    this.#picture ??= {
      points: this.#arrangement,
      ...this.#inOrder,
      ...this.#colors,
      selected: selectedInOrder(this.#arrangement, this.#inOrder.slots, this.#marks),
    };
    return this.#picture;
  }
}

/** How many points are drawn once so many chunks are. */
export function seenIn({ seen }: Picture, chunks: number): number {
  return seen.subarray(0, chunks).reduce((sum, count) => sum + count, 0);
}
