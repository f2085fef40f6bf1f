import { html, nothing, type TemplateResult } from 'lit-html';
import type { Actions } from '../actions/actions.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { button } from '../widgets.ts';

/** Where there is no question: why, and the way out. */
export function noQuestion({ relations, paths, job }: State, actions: Actions): TemplateResult {
  if (paths.length === 0)
    return html`<div class="relations-none">
      <p>${t('There are no images in this folder.')}</p>
      ${button({ label: t('Open Image Folder'), onPress: () => actions.run('openImageFolder') })}
    </div>`;
  const isFirst = (relations?.answers ?? 0) === 0;
  const canEmbed = relations?.lacks === 'embeddings' && job === null;
  return html`<div class="relations-none">
    ${isFirst ? html`<h2>${t('Which images show the same?')}</h2><p>${introduction()}</p>` : html`<h2>${t('No question now')}</h2>`}
    <p>${relations?.nothing ?? ''}</p>
    ${canEmbed ? button({ label: t('Embed Folder'), onPress: () => actions.run('embedFolder') }) : nothing}
  </div>`;
}

/** What the view is for, before the first answer. */
export function introduction(): string {
  return t(
    'Say which images show the same, and the labels follow. A group gets its name later, with one key.',
  );
}
