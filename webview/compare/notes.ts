import { html, nothing, type TemplateResult } from 'lit-html';
import type { PanelComparison } from '../../src/protocol/comparePanel.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { comparedTitle } from './titles.ts';

/** What a person should know of each batch, and of all of them. */
export function compareNotes(
  { strategies, notes }: PanelComparison,
  state: State,
): TemplateResult | typeof nothing {
  const own = strategies.flatMap((one) => {
    // What holds for all is said once.
    const said = [one.why, ...one.notes].filter((text) => text !== '' && !notes.includes(text)).join(' ');
    return said === '' ? [] : [html`<li>${t('{0}: {1}', comparedTitle(state, one), said)}</li>`];
  });
  if (notes.length + own.length === 0) return nothing;
  return html`<ul class="compare-notes">
    ${notes.map((note) => html`<li>${note}</li>`)} ${own}
  </ul>`;
}
