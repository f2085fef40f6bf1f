import { type Arrangement, arrange } from './arrangement.ts';
import { packColors } from './cssColors.ts';
import { type ScatterLook, selectedInOrder, slotsInOrder } from './look.ts';
import type { Picture } from './picture.ts';
import type { Box } from './view.ts';

/** Holds points, look and selection, and works out the picture when it is asked for and something is new. */
export class Scene {
  readonly #element: Element;
  #points: Float32Array = new Float32Array(0);
  #arrangement: Arrangement = arrange(this.#points);
  #look: ScatterLook | undefined;
  #marks: Uint8Array | undefined;
  #colors: Pick<Picture, 'colors' | 'shapes' | 'background' | 'ring'> | undefined;
  #inOrder: Pick<Picture, 'slots' | 'seen'> | undefined;
  #picture: Picture | undefined;

  /** `element` has the color of the text of the page, once it is part of it. */
  constructor(element: Element) {
    this.#element = element;
  }

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

  setLook(look: ScatterLook): void {
    this.#look = look;
    this.#colors = undefined;
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

  /** Whether there are points and a look. */
  get isComplete(): boolean {
    return this.#look !== undefined;
  }

  /** `undefined` until there is a look. Asked for when the element is part of the page. */
  get picture(): Picture | undefined {
    if (this.#look === undefined) return undefined;
    this.#colors ??= this.#packed(this.#look);
    this.#inOrder ??= slotsInOrder(this.#arrangement, this.#look);
    this.#picture ??= {
      points: this.#arrangement,
      ...this.#inOrder,
      ...this.#colors,
      selected: selectedInOrder(this.#arrangement, this.#inOrder.slots, this.#marks),
    };
    return this.#picture;
  }

  #packed({
    colors: names,
    shapes,
    background = new Uint8Array(names.length),
  }: ScatterLook): Pick<Picture, 'colors' | 'shapes' | 'background' | 'ring'> {
    const [ring, ...colors] = packColors([getComputedStyle(this.#element).color, ...names]);
    return { colors: Uint32Array.from(colors), shapes, background, ring };
  }
}

/** How many points are drawn once so many steps are; without a number, all that are drawn at all. */
export function seenIn({ seen }: Picture, steps = seen.length): number {
  return seen.subarray(0, steps).reduce((sum, count) => sum + count, 0);
}
