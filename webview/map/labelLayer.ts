import { type Size, toScreen, type View } from './drawing/view.ts';
import { placeLabels } from './labelPlaces.ts';

/** A name, or a picture with one, at a place of the map. */
export interface MapLabel {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** Address of a small picture. */
  readonly picture?: string;
}

/** More labels are never in view at once. */
const most = 80;

/** Labels above the points, as text of the page; the first ones have the first choice of place. */
export class LabelLayer {
  readonly element = document.createElement('div');
  #labels: readonly MapLabel[] = [];
  #elements: readonly HTMLElement[] = [];
  #sizes: readonly { readonly width: number; readonly height: number }[] | undefined;

  constructor() {
    this.element.className = 'scatter-labels';
    this.element.setAttribute('aria-hidden', 'true');
  }

  set(labels: readonly MapLabel[]): void {
    this.#labels = labels.slice(0, most);
    this.#elements = this.#labels.map(draw);
    this.#sizes = undefined;
    this.element.replaceChildren(...this.#elements);
  }

  show(view: View, size: Size): void {
    if (this.#labels.length === 0) return;
    // All are measured at once, when the first of them can be.
    this.#sizes ??= this.#elements.map(({ offsetWidth: width, offsetHeight: height }) => ({ width, height }));
    const sizes = this.#sizes;
    const wishes = this.#labels.map((label, i) => {
      const [x, y] = toScreen(view, size, label.x, label.y);
      return { x, y, ...sizes[i] };
    });
    for (const [i, place] of placeLabels(wishes, size.width, size.height).entries()) {
      const { style } = this.#elements[i];
      style.visibility = place === undefined ? 'hidden' : '';
      if (place !== undefined) style.transform = `translate(${place.left}px, ${place.top}px)`;
    }
  }
}

function draw({ text, picture }: MapLabel): HTMLElement {
  const element = document.createElement('div');
  element.className = 'scatter-label';
  if (picture !== undefined) {
    const image = document.createElement('img');
    image.alt = '';
    image.src = picture;
    element.append(image);
  }
  if (text !== '') {
    const words = document.createElement('span');
    words.textContent = text;
    element.append(words);
  }
  return element;
}
