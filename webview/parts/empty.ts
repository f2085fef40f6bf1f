import { html, nothing, type TemplateResult } from 'lit-html';
import type { PanelCommand } from '../../src/protocol/panel.ts';
import type { Actions } from '../actions/actions.ts';
import { t } from '../l10n.ts';
import { everything } from '../state/filter.ts';
import type { State } from '../state/state.ts';
import { button, icon } from '../widgets.ts';
import { isNarrowed } from './filterMenu.ts';

interface Message {
  readonly icon: string;
  readonly text: string;
  readonly button: { readonly label: string; readonly onPress: () => void };
}

/** What stands where the images would be, if there are none to show: one sentence and one button. */
export function emptyState(state: State, actions: Actions): TemplateResult | typeof nothing {
  if (!state.isLoaded) return html`<div class="empty is-late"><p>${t('Listing images …')}</p></div>`;
  if (state.shown.length > 0) return nothing;
  const { icon: name, text, button: wayOut } = messageOf(state, actions);
  return html`<div class="empty">
    <span class="empty-icon">${icon(name)}</span>
    <p>${text}</p>
    ${button(wayOut)}
  </div>`;
}

function messageOf(state: State, actions: Actions): Message {
  const runs = (label: string, command: PanelCommand): Message['button'] => ({
    label,
    onPress: () => actions.run(command),
  });
  const showAll = (label: string): Message['button'] => ({
    label,
    onPress: () => actions.filter(everything),
  });
  if (state.paths.length === 0)
    return {
      icon: 'folder',
      text: t(
        'There are no images in {0}. Next Batch reads jpg, png, webp, gif, bmp, tiff and avif.',
        state.name,
      ),
      button: runs(t('Open Another Folder'), 'openImageFolder'),
    };
  if (isNarrowed(state.filter))
    return {
      icon: 'filter',
      text: t('No image is left in this filter.'),
      button: showAll(t('Clear Filter')),
    };
  if (state.filter.show.kind === 'unlabeled')
    return {
      icon: 'pass',
      text: t('Every image here is labeled or skipped.'),
      button: showAll(t('Show All Images')),
    };
  if (state.batch !== null)
    return {
      icon: 'folder',
      text: t('The images of this batch are not in the folder any more. Their labels are kept.'),
      button: showAll(t('Show All Images')),
    };
  if (state.job)
    return {
      icon: 'sparkle',
      text: t('Your first batch is on its way. You can look at all images and label them meanwhile.'),
      button: showAll(t('Show All Images')),
    };
  return {
    icon: 'sparkle',
    text: t('No batch yet. Next Batch chooses the images whose labels teach a model most.'),
    button: runs(t('Select Next Batch'), 'selectNextBatch'),
  };
}
