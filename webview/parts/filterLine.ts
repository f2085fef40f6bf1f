import { html, nothing, type TemplateResult } from 'lit-html';
import type { Actions } from '../actions/actions.ts';
import { chipButton, textButton } from '../controls.ts';
import { t } from '../l10n.ts';
import type { Show } from '../state/filter.ts';
import type { State } from '../state/state.ts';
import { formatted } from '../words.ts';
import { isNarrowed } from './filterMenu.ts';

/** What the images are narrowed to, each part with one press to take it away; nothing while they are not. */
export function filterLine(state: State, actions: Actions): TemplateResult | typeof nothing {
  const { show, text, folder } = state.filter;
  const shownText = show.kind === 'given' ? (state.given?.title ?? '') : showText(show);
  if (!isNarrowed(state.filter)) return nothing;
  const chips = [
    { text: shownText, onPress: () => actions.filter({ show: { kind: 'all' } }) },
    {
      text: folder === '' ? '' : t('in {0}', folder),
      onPress: () => actions.filter({ folder: '' }),
    },
    {
      text: text === '' ? '' : t('name contains “{0}”', text),
      onPress: () => actions.filter({ text: '' }),
    },
  ];
  return html`<div class="filter-line">
    <span class="filter-count"
      >${t('{0} of {1} images', formatted(state.shown.length), formatted(state.paths.length))}</span
    >
    ${chips
      .filter((chip) => chip.text !== '')
      .map((chip) =>
        chipButton({ label: chip.text, title: t('Clear: {0}', chip.text), onPress: chip.onPress }),
      )}
    ${show.kind === 'given' ? (state.given?.buttons ?? []).map(textButton) : nothing}
  </div>`;
}

/** '' for the lists that the toolbar names itself. */
export function showText(show: Show): string {
  switch (show.kind) {
    case 'batch':
    case 'all':
    case 'unlabeled':
    case 'given':
      return '';
    case 'labeled':
      return t('labeled');
    case 'skipped':
      return t('skipped');
    case 'flagged':
      return t('flagged');
    case 'unreadable':
      return t('unreadable');
    case 'class':
      return t('class {0}', show.name);
    case 'predicted':
      return t('predicted {0}', show.name);
  }
}
