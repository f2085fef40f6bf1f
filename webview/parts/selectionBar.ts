import { html, nothing, type TemplateResult } from 'lit-html';
import type { Actions } from '../actions/actions.ts';
import { textButton } from '../controls.ts';
import { shownKeys } from '../keys.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { iconButton } from '../widgets.ts';
import { formatted } from '../words.ts';

/** How many images the next key acts on; nothing while it is the one under the cursor. */
export function selectionBar({ selection, keys }: State, actions: Actions): TemplateResult | typeof nothing {
  if (selection === undefined) return nothing;
  return html`<div class="selection-bar" role="status">
    <strong>${t('{0} selected', formatted(selection.count))}</strong>
    <span>${t('1 to 9 label all, {0} skips all, {1} flags all', shownKeys(keys, 'skip'), shownKeys(keys, 'flag'))}</span>
    ${textButton({ label: t('Find similar'), title: t('List the images most like these'), onPress: () => actions.findSimilar() })}
    ${iconButton({ icon: 'close', label: t('Clear the selection ({0})', shownKeys(keys, 'escape')), onPress: actions.clearSelection })}
  </div>`;
}
