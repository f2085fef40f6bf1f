import type { Annotation } from '../annotations.ts';
import { colorClass } from '../classColor.ts';
import type { Prediction } from '../state/image.ts';
import { Guess } from './guess.ts';

/** What a cell of the grid shows. */
export interface CellContent {
  readonly place: number;
  readonly path: string;
  /** Address of its thumbnail, once known. */
  readonly url: string | undefined;
  readonly isUnreadable: boolean;
  readonly annotation: Annotation;
  /** Number of the color of its class, -1 = none. */
  readonly color: number;
  readonly prediction: Prediction | undefined;
  /** Number of the color of the predicted class, -1 = none. */
  readonly predictedColor: number;
  readonly isPending: boolean;
  readonly isCursor: boolean;
  readonly isSelected: boolean;
}

/** One cell element, used again for other images while a person scrolls. Touches the DOM only where something differs. */
export class Cell {
  readonly element = document.createElement('div');
  readonly #image = document.createElement('img');
  readonly #chip = document.createElement('span');
  readonly #flag = document.createElement('span');
  readonly #guess = new Guess();
  #shown: CellContent | undefined;

  constructor() {
    this.element.setAttribute('role', 'gridcell');
    this.element.className = 'cell';
    this.#image.alt = '';
    this.#image.decoding = 'async';
    this.#image.draggable = false;
    this.#image.addEventListener('load', () => this.element.classList.add('is-loaded'));
    this.#image.addEventListener('error', () => this.element.classList.add('is-broken'));
    this.#chip.className = 'chip';
    this.#flag.className = 'flag codicon codicon-bookmark';
    this.element.append(this.#image, this.#flag, this.#chip, this.#guess.element);
  }

  get place(): number {
    return this.#shown?.place ?? -1;
  }

  /** Shows an image; undefined = an empty place at the end of the last row. */
  show(content: CellContent | undefined): void {
    const before = this.#shown;
    this.#shown = content;
    this.element.hidden = content === undefined;
    if (content === undefined) return;
    const { element } = this;
    if (before?.path !== content.path) this.#showPath(content.path);
    if (before?.path !== content.path || before.url !== content.url) this.#showPicture(content.url);
    if (content.isUnreadable) element.classList.add('is-broken');
    if (before?.place !== content.place) element.id = `cell-${content.place}`;
    const { label, skipped, flagged } = content.annotation;
    element.classList.toggle('is-cursor', content.isCursor);
    element.classList.toggle('is-skipped', skipped);
    element.classList.toggle('is-pending', content.isPending);
    element.setAttribute('aria-selected', String(content.isSelected));
    element.dataset.label = label;
    this.#flag.hidden = !flagged;
    this.#chip.hidden = label === '' && !skipped;
    this.#chip.className = `chip ${skipped ? 'skip' : colorClass(content.color)}`;
    const text = skipped ? 'skipped' : label;
    if (this.#chip.textContent !== text) this.#chip.textContent = text;
    this.#guess.show(content.prediction, content.predictedColor);
    element.dataset.predicted = this.#guess.label;
    const state = [
      text,
      this.#guess.spoken,
      flagged ? 'flagged' : '',
      content.isPending ? 'not saved yet' : '',
    ].filter(Boolean);
    element.setAttribute('aria-label', [content.path, ...state].join(', '));
  }

  #showPath(path: string): void {
    this.element.dataset.path = path;
    this.element.title = path;
  }

  #showPicture(url: string | undefined): void {
    this.element.classList.remove('is-loaded', 'is-broken');
    if (url !== undefined) this.#image.src = url;
    else this.#image.removeAttribute('src');
  }
}
