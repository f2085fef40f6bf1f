import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { repeat } from 'lit-html/directives/repeat.js';
import type { PanelClass } from '../../src/protocol/panel.ts';
import type { Actions } from '../actions/actions.ts';
import { shownKeys } from '../keys.ts';
import { t } from '../l10n.ts';
import { type Found, findClasses } from '../state/classQuery.ts';
import { annotationOf } from '../state/image.ts';
import type { State } from '../state/state.ts';
import type { Summary } from '../summary.ts';
import { textField } from '../widgets.ts';
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
  const { taken } = found;
  const current = state.shown.length > 0 ? annotationOf(state, state.shown[state.cursor]).label : '';
  const countOf = (name: string): number => summary.perClass.get(name) ?? 0;
  const placeOf = new Map(classes.map((entry, place) => [entry, place]));
  const tabStop = found.classes.some(({ name }) => name === current) ? current : found.classes[0]?.name;
  const row = (entry: PanelClass): unknown => {
    const { name } = entry;
    const own = edit?.name === name ? edit : undefined;
    const more = {
      count: countOf(name),
      inBatch: summary.batchPerClass.get(name) ?? 0,
      isCurrent: name === current,
      isChosen: taken !== undefined && 'label' in taken && taken.label === name,
      isTabStop: name === tabStop,
      isOpen: own !== undefined,
      isSorted: classQuery.text.trim() !== '',
      place: placeOf.get(entry) ?? 0,
    };
    // Most drawings change a row or two: with 300 classes the others are not even looked at.
    return guard([entry, own, ...Object.values(more)], () => {
      if (own?.step === 'rename') return classRename(own, entry, actions);
      return html`${classRow({ entry, ...more, actions, onDone: host.onDone })}${
        own?.step === 'merge' ? mergeOffer(own, countOf, actions) : nothing
      }`;
    });
  };
  return html`<section class="classes" aria-label=${t('Classes')}>
    <h2>${t('Classes')}</h2>
    ${textField({
      label: t('New class'),
      placeholder:
        classes.length === 0
          ? t('Name of a class')
          : t('Find or add a class  ( {0} )', shownKeys(state.keys, 'find')),
      onInput: (text) => host.query({ text, chosen: 0 }),
      onKey: (event, text) => fieldKey(event, text, actions, host.onDone),
    })}
    ${hint(classes.length, found)}
    <div class="class-list" role="list" aria-label=${t('Classes')}>
      ${repeat(found.classes, ({ name }) => name, row)}
    </div>
    ${edit && edit.step !== 'rename' && edit.step !== 'merge' ? classMenu(edit, state, countOf, actions) : nothing}
  </section>`;
}

/** What Enter does with what is typed; how to begin, where nothing is. */
function whatEnterDoes(taken: NonNullable<Found['taken']>, addable: string, hasOthers: boolean): string {
  if ('label' in taken) return t('Enter labels as {0}; ↑ adds {1}.', taken.label, addable);
  return hasOthers
    ? t('Enter adds the class {0}; ↓ chooses one of these.', addable)
    : t('Enter adds the class {0}; Shift+Enter labels with it too.', addable);
}

function hint(count: number, { addable, taken, classes }: Found): TemplateResult | typeof nothing {
  if (taken !== undefined && addable !== undefined)
    return html`<p class="hint class-adding">${whatEnterDoes(taken, addable, classes.length > 0)}</p>`;
  if (count > 0) return nothing;
  return html`<p class="hint">
    ${t('Type the name of your first class. Then each key 1 to 9 labels an image and moves on.')}
  </p>`;
}

/** Keys of the field; what is typed may be newer than what is drawn, so nothing drawn decides. */
function fieldKey(event: KeyboardEvent, text: string, actions: Actions, onDone: () => void): boolean {
  switch (event.key) {
    case 'ArrowDown':
    case 'ArrowUp':
      actions.chooseClass(event.key === 'ArrowDown' ? 1 : -1);
      return true;
    case 'F2':
      actions.renameChosen();
      return true;
    case 'Enter':
      if (event.shiftKey) actions.labelWithNew(text);
      else actions.takeClass();
      onDone();
      return true;
    case 'Escape':
      onDone();
      return true;
    default:
      return false;
  }
}
