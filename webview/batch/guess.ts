import { colorClass } from '../classColor.ts';
import { percent } from '../percent.ts';
import type { Prediction } from '../state/image.ts';

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
    this.element.append(this.#dot, this.#label, this.#percent);
  }

  /** `color`: its number, -1 = the palette does not have the class yet. */
  show(prediction: Prediction | undefined, color: number): void {
    const { element } = this;
    element.hidden = prediction === undefined || prediction.isRejected;
    if (prediction === undefined || prediction.isRejected) return;
    this.#dot.className = `guess-dot ${colorClass(color)}`;
    setText(this.#label, prediction.label);
    setText(this.#percent, percent(prediction.confidence));
  }

  /** The predicted class; '' while hidden. */
  get label(): string {
    return this.element.hidden ? '' : (this.#label.textContent ?? '');
  }

  /** For screen readers; '' while hidden. */
  get spoken(): string {
    return this.element.hidden ? '' : `predicted ${this.#label.textContent}, ${this.#percent.textContent}`;
  }
}

/** Leaves the DOM alone where nothing differs. */
function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
