import { html, render } from 'lit-html';
import { failed } from '../actions/page.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import type { View, ViewPage } from '../views/view.ts';

/** The view *Relations*: which images show the same, and the labels that follow. */
class RelationsView implements View {
  readonly element = document.createElement('section');
  readonly #page: ViewPage;

  constructor(page: ViewPage) {
    this.#page = page;
    this.element.className = 'view relations';
    this.element.tabIndex = -1;
    this.element.setAttribute('aria-label', t('Relations'));
  }

  show({ relations }: State): void {
    render(html`<p>${relations?.nothing ?? t('Working out the next questions …')}</p>`, this.element);
  }

  shown(isShown: boolean): void {
    this.#page.host.relations(isShown).catch(failed(this.#page));
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
  }
}

export default function createRelationsView(page: ViewPage): View {
  return new RelationsView(page);
}
