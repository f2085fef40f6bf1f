import { html, type TemplateResult } from 'lit-html';
import { focusWidget } from '../widgets.ts';

export interface Popover {
  readonly label: string;
  readonly role: 'menu' | 'dialog';
  readonly content: TemplateResult;
  /** Where it stands, as a CSS class; below its button if left out. */
  readonly place?: string;
  /** A key that is for its content; true = nothing else may have it. */
  readonly onKey?: (event: KeyboardEvent) => boolean;
  readonly onClose: () => void;
}

/** What stands open below the buttons of the toolbar: closed by Escape, a press beside it, or when Tab leaves it, and its keys stay in it. */
export function popover({ label, role, content, place = '', onKey, onClose }: Popover): TemplateResult {
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (onKey?.(event)) {
      event.preventDefault();
      return;
    }
    if (event.key === 'Escape') onClose();
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined || role !== 'menu') return;
    event.preventDefault();
    moveFocus(event.currentTarget as HTMLElement, step);
  };
  return html`<div class="popover-backdrop" @click=${onClose}></div>
    <div class="popover ${place}" role=${role} aria-label=${label} tabindex="-1" @keydown=${onKeyDown}>${content}</div>`;
}

/** Puts the focus into the popover that has just been opened: on what is chosen in a menu, or on the field to search with. */
export function focusPopover(): void {
  const open = document.querySelector<HTMLElement>('.popover, .help');
  const chosen = open?.querySelector<HTMLElement>('[aria-checked="true"], .search-field');
  void focusWidget(chosen ?? open);
}

/** Calls `close` when the focus goes elsewhere while something stands open: it would keep their keys from the images. */
export function closeWhenLeft(close: () => void): void {
  document.addEventListener('focusin', ({ target }) => {
    const open = document.querySelector('.popover, .help');
    if (open !== null && target instanceof Node && !open.contains(target)) close();
  });
}

function moveFocus(menu: HTMLElement, step: number): void {
  const items = [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  items[(at + step + items.length) % items.length]?.focus();
}
