import { html, nothing, type TemplateResult } from 'lit-html';
import type { PanelCommand } from '../../src/protocol/panel.ts';
import type { Actions } from '../actions/actions.ts';
import type { State } from '../state/state.ts';
import { button, icon } from '../widgets.ts';

/** What stands where the images would be, if there are none to show: one sentence and at most one button. */
export function emptyState(state: State, actions: Actions): TemplateResult | typeof nothing {
  if (!state.isLoaded) return html`<div class="empty is-late"><p>Listing images …</p></div>`;
  if (state.shown.length > 0) return nothing;
  if (state.paths.length === 0)
    return message(
      'folder',
      `There are no images in ${state.name}. Next Batch reads jpg, png, webp, gif, bmp, tiff and avif.`,
      { label: 'Open Another Folder', command: 'openImageFolder' },
      actions,
    );
  if (state.filter === 'unlabeled')
    return message('pass', 'Every image here is labeled or skipped.', undefined, actions);
  const text = state.job
    ? 'Your first batch is on its way. You can look at all images and label them meanwhile.'
    : 'No batch yet. The button above chooses the images whose labels teach a model most.';
  return message('sparkle', text, undefined, actions);
}

function message(
  iconName: string,
  text: string,
  wayOut: { readonly label: string; readonly command: PanelCommand } | undefined,
  actions: Actions,
): TemplateResult {
  return html`<div class="empty">
    <span class="empty-icon">${icon(iconName)}</span>
    <p>${text}</p>
    ${wayOut ? button({ label: wayOut.label, onPress: () => actions.run(wayOut.command) }) : nothing}
  </div>`;
}
