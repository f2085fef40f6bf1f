import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { html, nothing, type TemplateResult } from 'lit-html';

// The only file that knows the widget library: no tag, attribute or event of it appears anywhere else.

export interface Button {
  readonly label: string;
  readonly onPress: () => void;
  readonly icon?: string;
  readonly isSecondary?: boolean;
  readonly isDisabled?: boolean;
  readonly title?: string;
}

export function button({ label, onPress, icon, isSecondary, isDisabled, title }: Button): TemplateResult {
  return html`<vscode-button
    icon=${icon ?? nothing}
    title=${title ?? nothing}
    ?secondary=${isSecondary ?? false}
    ?disabled=${isDisabled ?? false}
    @click=${onPress}
    >${label}</vscode-button
  >`;
}

export interface IconButton {
  readonly icon: string;
  /** For screen readers and the tooltip. */
  readonly label: string;
  readonly onPress: () => void;
}

export function iconButton({ icon: name, label, onPress }: IconButton): TemplateResult {
  return html`<vscode-toolbar-button
    icon=${name}
    label=${label}
    title=${label}
    @click=${onPress}
  ></vscode-toolbar-button>`;
}

export function icon(name: string): TemplateResult {
  return html`<vscode-icon name=${name}></vscode-icon>`;
}

export interface TextField {
  readonly label: string;
  readonly placeholder: string;
  readonly onInput: (text: string) => void;
  /** A key was pressed; true = it was for us and not for the text. */
  readonly onKey: (event: KeyboardEvent, text: string) => boolean;
}

/** A field for a word that is used at once; `emptyTextField` empties it. */
export function textField({ label, placeholder, onInput, onKey }: TextField): TemplateResult {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (!onKey(event, (event.currentTarget as HTMLInputElement).value)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<vscode-textfield
    class="text-field"
    .label=${label}
    placeholder=${placeholder}
    autocomplete="off"
    @keydown=${onKeyDown}
    @input=${(event: Event) => onInput((event.currentTarget as HTMLInputElement).value)}
  ></vscode-textfield>`;
}

/** Takes the text out of the text field inside `parent`. */
export function emptyTextField(parent: ParentNode): void {
  type Field = HTMLInputElement & { readonly wrappedElement: HTMLInputElement };
  const field = parent.querySelector<Field>('vscode-textfield.text-field');
  if (field === null) return;
  // Both: the widget copies its inner field when the focus leaves it, before it has drawn itself anew.
  field.value = '';
  field.wrappedElement.value = '';
}

/** Puts the focus on an element, or into a widget, which may have been made just now and not be drawn yet. */
export async function focusWidget(element: HTMLElement | null | undefined): Promise<void> {
  await (element as { readonly updateComplete?: Promise<unknown> } | null | undefined)?.updateComplete;
  element?.focus();
}

/** Puts the focus into the text field inside `parent`. */
export function focusTextField(parent: ParentNode): void {
  parent.querySelector<HTMLElement>('vscode-textfield')?.focus();
}

/** Whether a text field has the focus. */
export function isTextFieldFocused(): boolean {
  return document.activeElement?.matches('vscode-textfield, input, textarea') ?? false;
}

/** `total` 0: how much there is to do is not known yet. */
export function progressBar(label: string, done: number, total: number): TemplateResult {
  return html`<vscode-progress-bar
    .ariaLabel=${label}
    .value=${total > 0 ? done : undefined}
    .max=${Math.max(1, total)}
    ?indeterminate=${total === 0}
  ></vscode-progress-bar>`;
}

/** Whether a key press belongs to a text field, to another control, or to the page. */
export function focusKind(event: Event): 'field' | 'control' | 'page' {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return 'page';
  const isField =
    target.isContentEditable || target.matches('input:not([type="checkbox"]), textarea, select');
  if (isField) return 'field';
  return target.matches('button, summary, a, vscode-button, input') ? 'control' : 'page';
}

/** Takes whole numbers; tells each one that a person is done typing, and shows `value` again otherwise. */
export interface NumberField {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly onChange: (value: number) => void;
}

export function numberField({ label, value, min, onChange }: NumberField): TemplateResult {
  const onInput = (event: Event): void => {
    const field = event.currentTarget as HTMLInputElement;
    const typed = Number(field.value);
    if (field.value !== '' && Number.isInteger(typed) && typed >= min) onChange(typed);
    else field.value = String(value);
  };
  return html`<vscode-textfield
    class="number-field"
    type="number"
    .label=${label}
    .value=${String(value)}
    .min=${min}
    .step=${1}
    @change=${onInput}
  ></vscode-textfield>`;
}

export interface PatternField {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  /** A person is done typing. */
  readonly onChange: (text: string) => void;
}

export function patternField({ label, placeholder, value, onChange }: PatternField): TemplateResult {
  return html`<vscode-textfield
    class="text-field"
    .label=${label}
    placeholder=${placeholder}
    autocomplete="off"
    .value=${value}
    @change=${(event: Event) => onChange((event.currentTarget as HTMLInputElement).value)}
  ></vscode-textfield>`;
}

export interface SearchField {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  /** After every letter. */
  readonly onInput: (text: string) => void;
}

/** A text field that acts while a person types. */
export function searchField({ label, placeholder, value, onInput }: SearchField): TemplateResult {
  return html`<vscode-textfield
    class="text-field search-field"
    .label=${label}
    placeholder=${placeholder}
    autocomplete="off"
    .value=${value}
    @input=${(event: Event) => onInput((event.currentTarget as HTMLInputElement).value)}
  ></vscode-textfield>`;
}
