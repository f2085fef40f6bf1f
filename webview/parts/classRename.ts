import { html, nothing, type TemplateResult } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import type { PanelClass } from '../../src/protocol/panel.ts';
import type { Actions } from '../actions/actions.ts';
import { colorClass } from '../classColor.ts';
import { t } from '../l10n.ts';
import type { ClassEdit } from '../state/classEdit.ts';
import { button } from '../widgets.ts';
import { formatted } from '../words.ts';
import { whenDrawn } from './classFocus.ts';

type Rename = Extract<ClassEdit, { readonly step: 'rename' | 'key' }>;
type Merge = Extract<ClassEdit, { readonly step: 'merge' }>;

/** A row whose name is being typed anew: Enter takes it, Escape leaves it as it was. */
export function classRename(
  { name, fault }: Rename,
  { key, color }: PanelClass,
  actions: Actions,
): TemplateResult {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    event.stopPropagation();
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    const field = event.currentTarget as HTMLInputElement;
    const to = event.key === 'Enter' ? field.value : name;
    field.dataset.done = 'true'; // The focus that now leaves it ends nothing more.
    actions.renameClass(name, to);
  };
  return html`<div class="class-rename" role="listitem">
    <kbd class="key ${colorClass(color)}">${key}</kbd>
    <input
      type="text"
      spellcheck="false"
      .value=${name}
      aria-label=${t('New name of {0}', name)}
      aria-invalid=${fault !== ''}
      @keydown=${onKeyDown}
      @input=${({ currentTarget }: Event) => delete (currentTarget as HTMLElement).dataset.done}
      @blur=${({ currentTarget }: Event) => {
        if ((currentTarget as HTMLElement).dataset.done === undefined) actions.editClass(undefined);
      }}
      ${ref(selectAll)}
    />
    <p class="hint ${fault === '' ? '' : 'fault'}" role=${fault === '' ? nothing : 'alert'}>
      ${fault === '' ? t('The name of another class makes the two one.') : fault}
    </p>
  </div>`;
}

/** Under the row: there is a class of the new name already. */
export function mergeOffer(
  { name, into }: Merge,
  countOf: (name: string) => number,
  actions: Actions,
): TemplateResult {
  const merge = (): void => actions.mergeClass(name, into);
  const onKeyDown = (event: KeyboardEvent): void => {
    const isOnButton = event.target !== event.currentTarget;
    const meaning =
      event.key === 'Escape' ? actions.closeClass : event.key === 'Enter' && !isOnButton ? merge : undefined;
    if (meaning === undefined) return;
    event.stopPropagation();
    event.preventDefault();
    meaning();
  };
  return html`<div role="listitem">
    <div
      class="class-merge"
      role="group"
      tabindex="-1"
      aria-label=${t('Merge {0} into {1}', name, into)}
      @keydown=${onKeyDown}
      ${ref(focusIt)}
    >
      <p role="alert">${sentence(name, into, countOf)}</p>
      <div class="class-merge-buttons">
        ${button({ label: t('Merge'), onPress: merge })}
        ${button({ label: t('Cancel'), isSecondary: true, onPress: actions.closeClass })}
      </div>
    </div>
  </div>`;
}

function sentence(name: string, into: string, countOf: (name: string) => number): string {
  const has = t('There is already {0} with {1}.', into, images(countOf(into)));
  const count = countOf(name);
  return count === 0
    ? t('{0} Make {1} part of it?', has, name)
    : t('{0} Merge {1} into it?', has, images(count));
}

function images(count: number): string {
  return count === 1 ? t('1 image') : t('{0} images', formatted(count));
}

function selectAll(element: Element | undefined): void {
  whenDrawn(element, (field: HTMLInputElement) => {
    field.focus();
    field.select();
  });
}

/** The question itself, for its buttons cannot take the focus yet. */
function focusIt(element: Element | undefined): void {
  whenDrawn(element, (question: HTMLElement) => question.focus());
}
