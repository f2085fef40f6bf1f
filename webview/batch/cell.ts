import { colorClass } from '../classColor.ts';
import { t } from '../l10n.ts';
import { Guess } from './guess.ts';

/** What is said of a label that nobody gave. */
export const impliedWords = t('by relation');

/** What a cell of the grid shows. Only plain values, so that two are alike if their parts are. */
export interface CellContent {
  readonly place: number;
  readonly path: string;
  /** Address of its thumbnail, once known. */
  readonly url: string | undefined;
  readonly isUnreadable: boolean;
  readonly label: string;
  /** Number of the color of its class, -1 = none. */
  readonly color: number;
  readonly isSkipped: boolean;
  readonly isFlagged: boolean;
  /** The label follows from relations. */
  readonly isImplied: boolean;
  /** Predicted class; '' = none is shown. */
  readonly predicted: string;
  /** Number of the color of the predicted class, -1 = none. */
  readonly predictedColor: number;
  readonly confidence: number;
  /** A few words on why it is listed; '' = none. */
  readonly caption: string;
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
  readonly #caption = document.createElement('span');
  readonly #guess = new Guess();
  #shown: CellContent | undefined;

  constructor(column: number) {
    this.element.setAttribute('role', 'gridcell');
    this.element.setAttribute('aria-colindex', String(column + 1));
    this.element.className = 'cell';
    this.element.hidden = true;
    this.element.dataset.broken = t('unreadable');
    this.#image.alt = '';
    this.#image.decoding = 'async';
    this.#image.draggable = false;
    this.#image.addEventListener('load', () => this.element.classList.add('is-loaded'));
    this.#image.addEventListener('error', () => this.element.classList.add('is-broken'));
    this.#flag.className = 'flag codicon codicon-bookmark';
    this.#caption.className = 'cell-caption';
    // The space: two words, also for who reads no styles.
    this.element.append(this.#image, this.#flag, this.#caption, ' ', this.#chip, this.#guess.element);
  }

  get place(): number {
    return this.#shown?.place ?? -1;
  }

  /** Shows an image; undefined = an empty place at the end of the last row. */
  show(content: CellContent | undefined): void {
    const before = this.#shown;
    if (content === undefined && before === undefined) return;
    this.#shown = content;
    const { element } = this;
    if ((content === undefined) !== (before === undefined)) element.hidden = content === undefined;
    if (content === undefined || (before !== undefined && isAlike(before, content))) return;
    if (before?.path !== content.path) {
      element.dataset.path = content.path;
      element.title = content.path;
    }
    if (before?.path !== content.path || before.url !== content.url) this.#showPicture(content.url);
    if (content.isUnreadable) element.classList.add('is-broken');
    if (before?.place !== content.place) element.id = `cell-${content.place}`;
    if (before?.isSelected !== content.isSelected)
      element.setAttribute('aria-selected', String(content.isSelected));
    element.classList.toggle('is-cursor', content.isCursor);
    this.#showState(content);
  }

  #showPicture(url: string | undefined): void {
    this.element.classList.remove('is-loaded', 'is-broken');
    if (url !== undefined) this.#image.src = url;
    else this.#image.removeAttribute('src');
  }

  #showState(content: CellContent): void {
    const { element } = this;
    const { label, isSkipped, isFlagged, isImplied, isPending } = content;
    element.classList.toggle('is-skipped', isSkipped);
    element.classList.toggle('is-pending', isPending);
    element.dataset.label = label;
    this.#flag.hidden = !isFlagged;
    const text = isSkipped ? t('skipped') : label;
    this.#chip.hidden = text === '';
    const look = isSkipped ? 'skip' : colorClass(content.color);
    this.#chip.className = `chip ${look} ${isImplied ? 'is-implied' : ''}`;
    this.#chip.title = isImplied ? impliedWords : '';
    if (this.#chip.textContent !== text) this.#chip.textContent = text;
    this.#caption.hidden = content.caption === '';
    this.#caption.textContent = content.caption;
    this.#guess.show(content.predicted, content.confidence, content.predictedColor);
    element.dataset.predicted = content.predicted;
    const state = [
      content.caption,
      text,
      isImplied ? impliedWords : '',
      this.#guess.spoken,
      content.isUnreadable ? t('unreadable') : '',
      isFlagged ? t('flagged') : '',
      isPending ? t('not saved yet') : '',
    ].filter(Boolean);
    element.setAttribute('aria-label', [content.path, ...state].join(', '));
  }
}

function isAlike(a: CellContent, b: CellContent): boolean {
  return (Object.keys(a) as (keyof CellContent)[]).every((key) => a[key] === b[key]);
}
