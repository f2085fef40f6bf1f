import { html, nothing, type TemplateResult } from 'lit-html';
import type { ViewName } from '../../src/protocol/panel.ts';
import type { Actions } from '../actions/actions.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { views } from '../views/registry.ts';

/** The views of the panel. */
export function viewTabs({ view }: State, actions: Actions): TemplateResult {
  const tab = (name: ViewName, title: string): TemplateResult =>
    html`<button
      type="button"
      data-view=${name}
      aria-current=${name === view ? 'page' : nothing}
      @click=${() => actions.showView(name)}
    >
      ${title}
    </button>`;
  return html`<nav class="view-tabs" aria-label=${t('Views')}>
    ${tab('batch', t('Batch'))} ${views.map(({ name, title }) => tab(name, title))}
  </nav>`;
}
