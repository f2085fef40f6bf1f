import { type Box, fitted, panned, type Size, toScreen, type View, zoomed } from './view.ts';

/** Pixels between what is brought into view and the edge. */
const revealMargin = 32;

/** How much closer than all points a part of them is shown at most, and a single one of them. */
const closestFit = 40;
const aroundPlace = 8;

/** Holds the view. What was fitted stays fitted when the element or the points change, until a person moves it. */
export class Camera {
  view: View = { x: 0, y: 0, scale: 1 };
  size: Size = { width: 0, height: 0 };
  #all: Box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  /** What the view was fitted to, until a person moves it. */
  #fitted: Box | undefined = this.#all;

  /** The scale that shows all points. */
  get whole(): number {
    return fitted(this.#all, this.size).scale;
  }

  resize(size: Size): void {
    this.size = size;
    if (this.#fitted !== undefined) this.fit(this.#fitted);
  }

  /** The points lie in another box now. */
  follow(box: Box): void {
    const isWhole = this.#fitted === this.#all;
    this.#all = box;
    if (isWhole || !this.#seesAny(box)) this.fit(box);
  }

  /** Shows a box, and goes on to when the size of the element changes. */
  fit(box: Box): void {
    this.#fitted = box;
    const view = fitted(box, this.size);
    const isPlace = box.minX === box.maxX && box.minY === box.maxY;
    const scale = isPlace ? aroundPlace * this.whole : Math.min(view.scale, closestFit * this.whole);
    this.view = box === this.#all ? view : { ...view, scale };
  }

  fitAll(): void {
    this.fit(this.#all);
  }

  set(view: View): void {
    this.#fitted = undefined;
    this.view = view;
  }

  pan(dx: number, dy: number): void {
    this.set(panned(this.view, dx, dy));
  }

  zoom(factor: number, px = this.size.width / 2, py = this.size.height / 2): void {
    this.set(zoomed(this.view, this.size, factor, px, py, this.whole));
  }

  /** Moves no more than is needed for a place to be in view. */
  reveal(x: number, y: number): void {
    if (this.size.width === 0) return;
    const [px, py] = toScreen(this.view, this.size, x, y);
    const missing = (at: number, length: number): number => {
      const margin = Math.min(revealMargin, length / 2);
      // What is in view, if only just, stays where a person put it.
      if (at >= 0 && at <= length) return 0;
      return Math.max(margin, Math.min(length - margin, at)) - at;
    };
    const [dx, dy] = [missing(px, this.size.width), missing(py, this.size.height)];
    if (dx !== 0 || dy !== 0) this.pan(dx, dy);
  }

  #seesAny({ minX, minY, maxX, maxY }: Box): boolean {
    const { x, y, scale } = this.view;
    const [right, up] = [this.size.width / 2 / scale, this.size.height / 2 / scale];
    return minX <= x + right && maxX >= x - right && minY <= y + up && maxY >= y - up;
  }
}
