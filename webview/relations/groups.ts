import { html, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { PanelGroup, PanelRelations } from '../../src/protocol/relationsPanel.ts';
import { t } from '../l10n.ts';
import { annotationOf } from '../state/image.ts';
import type { State } from '../state/state.ts';
import { formatted } from '../words.ts';
import { keyHint, wayBack } from './keyHint.ts';
import { type Pictures, pictureOf } from './pictures.ts';

const mostPictures = 9;

/** Groups that nobody has given a name yet: one that is being named is gone at once. */
export function unnamed(state: State): readonly PanelGroup[] {
  const { relations, rowOf } = state;
  return (relations?.groups.shown ?? []).filter(({ id }) => {
    const row = rowOf.get(id);
    return row === undefined || annotationOf(state, row).label === '';
  });
}

export interface GroupParts {
  readonly state: State;
  readonly groups: readonly PanelGroup[];
  readonly cursor: number;
  readonly pictures: Pictures;
  readonly onPick: (place: number) => void;
}

/** The groups that wait for a name; a key of a class names the one under the cursor. */
export function groupList({ state, groups, cursor, pictures, onPick }: GroupParts): TemplateResult {
  if (groups.length === 0)
    return html`<div class="relations-none">
      <h2>${t('No group waits for a name')}</h2>
      <p>
        ${t('Images that show the same stand here as a group until one of them has a label. Then all of them have it.')}
      </p>
    </div>`;
  const pick = (event: Event): void => {
    const group = event.target instanceof Element ? event.target.closest('.group') : null;
    if (group instanceof HTMLElement) onPick(Number(group.dataset.place));
  };
  return html`<div class="groups-head">
      <h2>${t('Name the group: one key labels all its images')}</h2>
      <p class="hint">${countWords(state.relations)}</p>
    </div>
    <div
      class="groups"
      role="listbox"
      tabindex="0"
      aria-label=${t('Groups without a name')}
      aria-activedescendant=${`group-${cursor}`}
      @click=${pick}
    >
      ${repeat(
        groups,
        ({ id }) => id,
        (group, place) => groupCard(group, place, place === cursor, pictures),
      )}
    </div>
    <p class="relations-keys hint">
      <span><kbd>1</kbd>–<kbd>9</kbd>, <kbd>0</kbd> ${t('names the group')}</span>
      ${keyHint(state, ['find'], t('finds or adds a class'))}
      <span><kbd>←</kbd> <kbd>→</kbd> ${t('other groups')}</span>
      ${wayBack(state, 'groups')}
    </p>`;
}

/** "37 groups, 412 images", and that only some of them are here. */
function countWords(relations: PanelRelations | null): string {
  const { count = 0, images = 0, shown = [] } = relations?.groups ?? {};
  const all =
    count === 1
      ? t('1 group, {0} images.', formatted(images))
      : t('{0} groups, {1} images.', formatted(count), formatted(images));
  return shown.length < count ? `${all} ${t('Here are the {0} largest.', formatted(shown.length))}` : all;
}

function groupCard(
  { id, size, paths }: PanelGroup,
  place: number,
  isCursor: boolean,
  pictures: Pictures,
): TemplateResult {
  const words = t('{0} images', formatted(size));
  return html`<div
    role="option"
    id=${`group-${place}`}
    class="group ${isCursor ? 'is-cursor' : ''}"
    aria-selected=${isCursor}
    aria-label=${`${words}: ${paths.slice(0, 3).join(', ')}`}
    data-place=${place}
    data-group=${id}
    title=${paths.join('\n')}
  >
    <span class="group-pictures">
      ${paths.slice(0, mostPictures).map((path) => pictureOf(path, pictures, { alt: '' }))}
    </span>
    <span class="group-size">${words}</span>
  </div>`;
}

/** Thumbnails of the groups, from the cursor on. */
export function wantedOfGroups(groups: readonly PanelGroup[], cursor: number): readonly string[] {
  const order = [...groups.slice(cursor), ...groups.slice(0, cursor)];
  return order.flatMap(({ paths }) => paths.slice(0, mostPictures));
}
