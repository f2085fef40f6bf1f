import { html, nothing, type TemplateResult } from 'lit-html';
import type { PanelClass } from '../../src/protocol/panel.ts';
import type { Actions } from '../actions/actions.ts';
import { colorClass } from '../classColor.ts';
import { annotationOf } from '../state/image.ts';
import type { State } from '../state/state.ts';
import type { Summary } from '../summary.ts';
import { textField } from '../widgets.ts';

export interface ClassField {
  /** What stands in the field: only classes that hold it are listed. */
  readonly text: string;
  readonly onInput: (text: string) => void;
  /** The field is done with: keys go to the images again. */
  readonly onDone: () => void;
}

/** The classes with their keys, colors and counts, and the field that finds or adds one. */
export function classPalette(
  state: State,
  summary: Summary,
  actions: Actions,
  field: ClassField,
): TemplateResult {
  const wanted = field.text.trim().toLowerCase();
  const current = state.shown.length > 0 ? annotationOf(state, state.shown[state.cursor]).label : '';
  const listed = state.classes.filter(({ name }) => name.toLowerCase().includes(wanted));
  return html`<section class="classes" aria-label="Classes">
    <h2>Classes</h2>
    <div class="class-list">
      ${listed.map((entry) =>
        classButton(entry, summary.perClass.get(entry.name) ?? 0, entry.name === current, () => {
          actions.label(entry.name);
          field.onDone();
        }),
      )}
    </div>
    ${
      state.classes.length === 0
        ? html`<p class="hint">Type the name of your first class. Then each key 1 to 9 labels an image and moves on.</p>`
        : nothing
    }
    ${textField({
      label: 'New class',
      placeholder: state.classes.length === 0 ? 'Name of a class' : 'Find or add a class  ( / )',
      onInput: field.onInput,
      onEnter: (text, isShift) => {
        actions.enterClass(text, isShift);
        field.onDone();
      },
    })}
  </section>`;
}

function classButton(
  { name, color, key }: PanelClass,
  count: number,
  isCurrent: boolean,
  onPress: () => void,
): TemplateResult {
  return html`<button
    type="button"
    class="class-button"
    data-class=${name}
    aria-pressed=${isCurrent}
    title=${key === '' ? `Label as ${name}` : `Label as ${name} (${key})`}
    @click=${onPress}
  >
    <kbd class="key ${colorClass(color)}">${key}</kbd>
    <span class="class-name">${name}</span>
    <span class="count">${count.toLocaleString('en')}</span>
  </button>`;
}
