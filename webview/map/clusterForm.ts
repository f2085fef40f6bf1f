import { html, nothing, type TemplateResult } from 'lit-html';
import type { Actions } from '../actions/actions.ts';
import { messageOf } from '../actions/page.ts';
import { t } from '../l10n.ts';
import { button, numberField, progressBar } from '../widgets.ts';
import type { ClusterStore } from './clusterStore.ts';

/** Into how many clusters the images are to be grouped: so many, or as many as there are groups. */
export function clusterForm(count: number, onGroup: (k: number | 'auto') => void): TemplateResult {
  return html`<div class="cluster-form">
    ${numberField({ label: t('Number of clusters'), value: count, min: 1, onChange: onGroup })}
    ${button({
      label: t('Group'),
      title: t('Group the images into so many clusters'),
      onPress: () => onGroup(count),
    })}
    ${button({
      label: t('Auto'),
      title: t('Group them into as many clusters as the silhouettes of a sample say'),
      isSecondary: true,
      onPress: () => onGroup('auto'),
    })}
  </div>`;
}

/** Why there are no clusters; where nothing is embedded yet, with the way out. */
export function trouble(error: unknown, actions: Pick<Actions, 'run'>): TemplateResult | typeof nothing {
  if (error === undefined) return nothing;
  const needsEmbeddings = error instanceof Error && 'code' in error && error.code === 'needs-input';
  return html`<p class="hint" role="alert">${messageOf(error)}</p>
    ${needsEmbeddings ? button({ label: t('Embed Folder'), onPress: () => actions.run('embedFolder') }) : nothing}`;
}

/** How far the work is, and the way to give it up; nothing while none goes on. */
export function working(store: ClusterStore): TemplateResult | typeof nothing {
  const { work } = store;
  if (work === undefined) return nothing;
  const { done, total } = work === 'begun' ? { done: 0, total: 0 } : work;
  return html`<div class="cluster-work">
    ${progressBar(t('Finding clusters'), done, total)}
    ${button({ label: t('Cancel'), isSecondary: true, onPress: () => store.cancel() })}
  </div>`;
}
