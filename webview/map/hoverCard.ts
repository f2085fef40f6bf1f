import { html, nothing, render } from 'lit-html';
import type { Thumbnails } from '../batch/thumbnails.ts';
import { t } from '../l10n.ts';
import { percent } from '../percent.ts';
import { annotationOf, predictionOf } from '../state/image.ts';
import type { State } from '../state/state.ts';

const distance = 14;

/** A small card beside the mouse: the picture, its name and what is known of it. */
export class HoverCard {
  readonly element = document.createElement('div');
  readonly #thumbnails: Pick<Thumbnails, 'get'>;
  #row = -1;

  constructor(thumbnails: Pick<Thumbnails, 'get'>) {
    this.#thumbnails = thumbnails;
    this.element.className = 'map-card';
    this.element.hidden = true;
    this.element.setAttribute('aria-hidden', 'true');
  }

  /** The row it is about; -1 = it is not shown. */
  get row(): number {
    return this.#row;
  }

  /** Beside a place of what it lies in; -1 takes it away. */
  at(row: number, x: number, y: number, state: State): void {
    this.#row = row;
    this.element.hidden = row < 0;
    if (row < 0) return;
    this.show(state);
    const { offsetWidth, offsetHeight, offsetParent } = this.element;
    const { clientWidth = 0, clientHeight = 0 } = offsetParent ?? {};
    const left = x + distance + offsetWidth > clientWidth ? x - distance - offsetWidth : x + distance;
    const top = Math.min(y + distance, clientHeight - offsetHeight - 4);
    this.element.style.setProperty('transform', `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`);
  }

  /** The same image, of which more may be known now. */
  show(state: State): void {
    const path = state.paths[this.#row];
    if (path === undefined) {
      this.#row = -1;
      this.element.hidden = true;
      return;
    }
    const picture = this.#thumbnails.get(path);
    const { label, skipped, flagged } = annotationOf(state, this.#row);
    const prediction = predictionOf(state, this.#row);
    const words = [label, skipped ? t('skipped') : '', flagged ? t('flagged') : ''].filter(Boolean);
    render(
      html`${
        picture?.kind === 'picture'
          ? html`<img src=${picture.url} alt="" />`
          : html`<div class="map-card-none">${picture === undefined ? '' : t('not readable')}</div>`
      }
        <p class="map-card-name">${path}</p>
        <p>${words.length > 0 ? words.join(' · ') : t('no label')}</p>
        ${prediction ? html`<p class="hint">${t('predicted: {0}, {1}', prediction.label, percent(prediction.confidence))}</p>` : nothing}`,
      this.element,
    );
  }
}
