import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { Actions } from '../actions/actions.ts';
import { t } from '../l10n.ts';
import { findClasses, noQuery } from '../state/classQuery.ts';
import { annotationOf } from '../state/image.ts';
import type { State } from '../state/state.ts';
import type { Summary } from '../summary.ts';
import { emptyTextField, textField } from '../widgets.ts';
import { classMenu } from './classMenu.ts';
import { classRename, mergeOffer } from './classRename.ts';
import { classRow } from './classRow.ts';

/** What the palette needs of the page. */
export interface PaletteHost {
  readonly query: (query: State['classQuery']) => void;
  /** The palette is done with: keys go to the images again. */
  readonly onDone: () => void;
}

/** The classes with their keys, colors and counts, and the field that finds or adds one. */
export function classPalette(
  state: State,
  summary: Summary,
  actions: Actions,
  host: PaletteHost,
): TemplateResult {
  const { classes, classQuery, classEdit: edit } = state;
  const found = findClasses(classes, classQuery);
  const { taken, addable } = found;
  const current = state.shown.length > 0 ? annotationOf(state, state.shown[state.cursor]).label : '';
  const countOf = (name: string): number => summary.perClass.get(name) ?? 0;
  const tabStop = found.classes.some(({ name }) => name === current) ? current : found.classes[0]?.name;
  const row = (entry: State['classes'][number]): TemplateResult => {
    const { name } = entry;
    if (edit?.step === 'rename' && edit.name === name) return classRename(edit, actions);
    return html`${classRow({
      entry,
      count: countOf(name),
      isCurrent: name === current,
      isChosen: taken !== undefined && 'label' in taken && taken.label === name,
      isTabStop: name === tabStop,
      isOpen: edit?.name === name,
      isSorted: classQuery.text.trim() !== '',
      place: classes.indexOf(entry),
      actions,
      onDone: host.onDone,
    })}${edit?.step === 'merge' && edit.name === name ? mergeOffer(edit, countOf, actions) : nothing}`;
  };
  return html`<section class="classes" aria-label=${t('Classes')}>
    <h2>${t('Classes')}</h2>
    <div class="class-list" role="list" aria-label=${t('Classes')}>
      ${repeat(found.classes, ({ name }) => name, row)}
    </div>
    ${
      addable === undefined
        ? nothing
        : html`<p class="class-adding ${taken && 'add' in taken ? 'is-chosen' : ''}">
            ${addingHint(addable, taken)}
          </p>`
    }
    ${
      classes.length === 0
        ? html`<p class="hint">
            ${t('Type the name of your first class. Then each key 1 to 9 labels an image and moves on.')}
          </p>`
        : nothing
    }
    ${textField({
      label: t('New class'),
      placeholder: classes.length === 0 ? t('Name of a class') : t('Find or add a class  ( / )'),
      onInput: (text) => host.query({ text, chosen: 0 }),
      onKey: (event, text) => fieldKey(event, text, state, actions, host),
    })}
    ${edit && edit.step !== 'rename' && edit.step !== 'merge' ? classMenu(edit, state, countOf, actions) : nothing}
  </section>`;
}

/** What Enter does with what is typed. */
function addingHint(name: string, taken: ReturnType<typeof findClasses>['taken']): TemplateResult {
  if (taken && 'label' in taken) return html`${t('Enter labels as {0}; ↑ adds {1}.', taken.label, name)}`;
  return html`${t('Enter adds the class {0}; Shift+Enter labels with it too.', name)}`;
}

function fieldKey(
  event: KeyboardEvent,
  text: string,
  { classQuery }: State,
  actions: Actions,
  { query, onDone }: PaletteHost,
): boolean {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step !== undefined) {
    query({ text, chosen: classQuery.chosen + step });
    return true;
  }
  if (event.key !== 'Enter' && event.key !== 'Escape') return false;
  emptyTextField(document.body);
  if (event.key === 'Escape') query(noQuery);
  else if (event.shiftKey) actions.labelWithNew(text);
  else actions.takeClass();
  onDone();
  return true;
}
