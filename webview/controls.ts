import { html, nothing, type TemplateResult } from 'lit-html';
import { icon } from './widgets.ts';
import { formatted } from './words.ts';

// Controls that the widget library has not, or not so that a screen reader can tell what they are.

export interface TextButton {
  readonly label: string;
  readonly title: string;
  readonly isPressed?: boolean;
  readonly onPress: () => void;
}

/** A quiet button with a word on it; `isPressed`: it stands for what is so now. */
export function textButton({ label, title, isPressed, onPress }: TextButton): TemplateResult {
  return html`<button
    type="button"
    class="text-button"
    title=${title}
    aria-pressed=${isPressed ?? nothing}
    @click=${onPress}
  >
    ${label}
  </button>`;
}

export interface MenuButton {
  /** '' = only the icon. */
  readonly label: string;
  readonly title: string;
  readonly icon: string;
  readonly isOpen: boolean;
  /** Something behind it is not as usual. */
  readonly isMarked?: boolean;
  readonly onPress: () => void;
}

/** A button that opens something below it. The library's buttons cannot say that they do. */
export function menuButton(menu: MenuButton): TemplateResult {
  const { label, title, icon: name, isOpen, isMarked = false, onPress } = menu;
  return html`<button
    type="button"
    class="menu-button ${isMarked ? 'is-marked' : ''}"
    title=${title}
    aria-label=${label === '' ? title : `${title}, ${label}`}
    aria-haspopup="true"
    aria-expanded=${isOpen}
    @click=${onPress}
  >
    ${label} ${icon(name)}
  </button>`;
}

export interface Segment<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly count?: number;
}

/** A choice of one among a few, all visible. The library has none. */
export function segments<T extends string>(
  label: string,
  choices: readonly Segment<T>[],
  chosen: T | undefined,
  onChange: (value: T) => void,
): TemplateResult {
  return html`<div class="segments" role="group" aria-label=${label}>
    ${choices.map(
      (choice) =>
        html`<button
          type="button"
          aria-pressed=${choice.value === chosen}
          data-value=${choice.value}
          @click=${() => onChange(choice.value)}
        >
          ${choice.label}
          ${
            choice.count === undefined ? nothing : html`<span class="count">${formatted(choice.count)}</span>`
          }
        </button>`,
    )}
  </div>`;
}

export interface ChipButton {
  readonly label: string;
  readonly title: string;
  readonly onPress: () => void;
}

/** A word with a cross behind it: one press takes it away. */
export function chipButton({ label, title, onPress }: ChipButton): TemplateResult {
  return html`<button type="button" class="chip-button" title=${title} aria-label=${title} @click=${onPress}>
    <span>${label}</span> ${icon('close')}
  </button>`;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A choice of one among many, folded away. The browser's own: it is searched by typing and costs nothing. */
export function select(
  label: string,
  choices: readonly Choice[],
  chosen: string,
  onChange: (value: string) => void,
): TemplateResult {
  return html`<select
    class="select"
    aria-label=${label}
    @change=${(event: Event) => onChange((event.currentTarget as HTMLSelectElement).value)}
  >
    ${choices.map(
      (choice) =>
        html`<option value=${choice.value} ?selected=${choice.value === chosen}>${choice.label}</option>`,
    )}
  </select>`;
}
