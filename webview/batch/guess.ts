import { colorClass } from '../classColor.ts';
import { t } from '../l10n.ts';
import { percent } from '../percent.ts';

/** The quiet chip of an undecided image: the predicted class and how sure the model is. Hidden where there is none. */
export class Guess {
  readonly element = document.createElement('span');
  readonly #dot = document.createElement('span');
  readonly #label = document.createElement('span');
  readonly #percent = document.createElement('span');

  constructor() {
    this.element.className = 'guess';
    this.element.hidden = true;
    this.#label.className = 'guess-label';
    this.#percent.className = 'guess-percent';
    this.element.append(this.#dot, this.#label, ' ', this.#percent);
  }

  /** `predicted`: '' = there is none. `color`: its number, -1 = the palette does not have the class yet. */
  show(predicted: string, confidence: number, color: number): void {
    const { element } = this;
    const isHidden = predicted === '';
    if (element.hidden !== isHidden) element.hidden = isHidden;
    if (isHidden) return;
    this.#dot.className = `guess-dot ${colorClass(color)}`;
    setText(this.#label, predicted);
    setText(this.#percent, percent(confidence));
  }

  /** For screen readers; '' while hidden. */
  get spoken(): string {
    const { element } = this;
    return element.hidden
      ? ''
      : t('predicted: {0} {1}', this.#label.textContent ?? '', this.#percent.textContent ?? '');
  }
}

/** Leaves the DOM alone where nothing differs. */
function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
