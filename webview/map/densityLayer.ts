import { contourOf, joined } from './drawing/contours.ts';
import { densityOf, levelsOf } from './drawing/densityField.ts';
import type { Frame, Picture } from './drawing/picture.ts';

/** The contours that these shares of all points lie inside of. */
const shares = [0.25, 0.5, 0.7, 0.85, 0.95];
const opacities = { fill: 0.02, line: 0.45 };

/** Contours of how dense the points lie: faint, above them, where dense points cannot hide them. Worked out between frames, once per picture. */
export class DensityLayer {
  readonly canvas = document.createElement('canvas');
  readonly #onReady: () => void;
  #isOn = false;
  /** What the contours are of: the points and what of them is hidden. */
  #of: Picture['slots'] | undefined;
  #bands: readonly Path2D[] = [];
  #color = '#888';
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(onReady: () => void) {
    this.#onReady = onReady;
    this.canvas.setAttribute('aria-hidden', 'true');
    this.canvas.hidden = true;
  }

  set(isOn: boolean): void {
    this.#isOn = isOn;
    this.canvas.hidden = !isOn;
    if (isOn) return;
    this.#of = undefined;
    this.#bands = [];
  }

  /** Draws the contours there are, and works out those of another picture when it rests. */
  show(picture: Picture, frame: Frame): void {
    if (!this.#isOn) return;
    if (this.#of !== picture.slots) this.#plan(picture);
    this.#draw(frame);
  }

  dispose(): void {
    clearTimeout(this.#waiting);
    this.set(false);
  }

  #plan(picture: Picture): void {
    this.#of = picture.slots;
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => {
      this.#color = getComputedStyle(this.canvas).color;
      this.#bands = bandsOf(picture);
      this.#onReady();
    }, 50);
  }

  #draw({ width, height, originX, originY, scale }: Frame): void {
    const { canvas } = this;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) return;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.setTransform(scale, 0, 0, scale, originX, originY);
    context.fillStyle = this.#color;
    context.strokeStyle = this.#color;
    context.lineWidth = 1 / scale;
    for (const band of this.#bands) {
      context.globalAlpha = opacities.fill;
      context.fill(band);
      context.globalAlpha = opacities.line;
      context.stroke(band);
    }
  }
}

/** Closed lines, in units right of and below the corner of the box of all points. */
function bandsOf(picture: Picture): Path2D[] {
  const field = densityOf(picture);
  if (field === undefined) return [];
  const { left, top, step } = field;
  return levelsOf(field, shares).map((level) => {
    const path = new Path2D();
    for (const line of joined(contourOf(field, level))) {
      path.moveTo(left + line[0] * step, top + line[1] * step);
      for (let i = 2; i < line.length; i += 2) path.lineTo(left + line[i] * step, top + line[i + 1] * step);
      path.closePath();
    }
    return path;
  });
}
