import { html, type TemplateResult } from 'lit-html';
import type { PanelClass } from '../../src/protocol/panel.ts';
import type { Actions } from '../actions/actions.ts';
import { colorClass } from '../classColor.ts';
import { t } from '../l10n.ts';
import { icon } from '../widgets.ts';
import { formatted } from '../words.ts';

export interface ClassRow {
  readonly entry: PanelClass;
  readonly count: number;
  /** How many of them are in the batch. */
  readonly inBatch: number;
  /** The class of the image under the cursor. */
  readonly isCurrent: boolean;
  /** What Enter in the field takes. */
  readonly isChosen: boolean;
  /** The one row of the list that Tab reaches; arrows go on from there. */
  readonly isTabStop: boolean;
  readonly isOpen: boolean;
  /** The list is not in key order now, so that no place in it can be given. */
  readonly isSorted: boolean;
  /** In key order, from 0. */
  readonly place: number;
  readonly actions: Actions;
  readonly onDone: () => void;
}

/** One class of the palette: a button that labels, and one that opens what can be done with the class. */
export function classRow(row: ClassRow): TemplateResult {
  const { entry, count, isCurrent, isChosen, isTabStop, isOpen, actions, onDone } = row;
  const { name, color, key } = entry;
  const openMenu = (event: Event): void => {
    event.preventDefault();
    actions.editClass({ step: 'menu', name });
  };
  return html`<div
    class="class-row ${isChosen ? 'is-chosen' : ''} ${isOpen ? 'is-open' : ''}"
    role="listitem"
    data-row=${name}
    draggable=${row.isSorted ? 'false' : 'true'}
    @keydown=${(event: KeyboardEvent) => rowKey(event, row)}
    @contextmenu=${openMenu}
    @dragstart=${(event: DragEvent) => dragStart(event, name)}
    @dragover=${(event: DragEvent) => dragOver(event, row)}
    @dragleave=${(event: DragEvent) => mark(event, undefined)}
    @dragend=${endDrag}
    @drop=${(event: DragEvent) => drop(event, row)}
  >
    <button
      type="button"
      class="class-button"
      data-class=${name}
      aria-pressed=${isCurrent}
      aria-label=${spoken(name, key, count)}
      tabindex=${isTabStop ? 0 : -1}
      title=${tooltip(row)}
      @click=${() => {
        actions.label(name);
        onDone();
      }}
    >
      <kbd class="key ${key.length > 1 ? 'is-long' : ''} ${colorClass(color)}">${key}</kbd>
      <span class="class-name">${name}</span>
      <span class="count">${formatted(count)}</span>
    </button>
    <button
      type="button"
      class="class-more"
      tabindex=${isTabStop ? 0 : -1}
      title=${t('Change {0}', name)}
      aria-label=${t('Change {0}', name)}
      aria-haspopup="menu"
      aria-expanded=${isOpen}
      @click=${openMenu}
    >
      ${icon('ellipsis')}
    </button>
  </div>`;
}

/** What is seen, in the order it is seen: a person who steers by voice says it. */
function spoken(name: string, key: string, count: number): string {
  const images = count === 1 ? t('1 image') : t('{0} images', formatted(count));
  return [key, name, images].filter((part) => part !== '').join(' ');
}

function tooltip({ entry: { name, key }, count, inBatch }: ClassRow): string {
  const what = key === '' ? t('Label as {0}', name) : t('Label as {0} ({1})', name, key);
  if (inBatch === 0) return what;
  return `${what}\n${t('{0} labeled, {1} of them in this batch', formatted(count), formatted(inBatch))}`;
}

/** Keys of a row that has the focus; all others are the page's. */
function rowKey(event: KeyboardEvent, { entry: { name }, place, isSorted, actions, onDone }: ClassRow): void {
  const row = event.currentTarget as HTMLElement;
  const focusOn = (other: Element | null): void =>
    other?.querySelector<HTMLElement>('.class-button')?.focus();
  const moveTo = (to: number): void => {
    if (!isSorted) actions.placeClass(name, to);
  };
  const meanings: Readonly<Record<string, () => void>> = event.altKey
    ? { ArrowUp: () => moveTo(place - 1), ArrowDown: () => moveTo(place + 1) }
    : {
        ArrowUp: () => focusOn(row.previousElementSibling),
        ArrowDown: () => focusOn(row.nextElementSibling),
        ArrowRight: () => row.querySelector<HTMLElement>('.class-more')?.focus(),
        ArrowLeft: () => focusOn(row),
        F2: () => actions.editClass({ step: 'rename', name, fault: '' }),
        Delete: () => actions.removeClass(name),
        Escape: onDone,
      };
  const meaning = event.ctrlKey || event.metaKey ? undefined : meanings[event.key];
  if (meaning === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  meaning();
}

/** The class that is being dragged; a page drags one thing at a time. */
let dragged: string | undefined;

function dragStart(event: DragEvent, name: string): void {
  dragged = name;
  event.dataTransfer?.setData('text/plain', name);
  if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
}

function dragOver(event: DragEvent, { entry }: ClassRow): void {
  if (dragged === undefined || dragged === entry.name) return;
  event.preventDefault();
  mark(event, isBelow(event) ? 'after' : 'before');
}

function drop(event: DragEvent, { entry, place, actions }: ClassRow): void {
  const name = dragged;
  endDrag(event);
  if (name === undefined || name === entry.name) return;
  event.preventDefault();
  const list = (event.currentTarget as HTMLElement).parentElement;
  const rows = [...(list?.querySelectorAll<HTMLElement>('.class-row') ?? [])];
  const from = rows.findIndex(({ dataset }) => dataset.row === name);
  const gap = place + (isBelow(event) ? 1 : 0);
  actions.placeClass(name, from >= 0 && from < gap ? gap - 1 : gap);
}

function endDrag(event: DragEvent): void {
  dragged = undefined;
  mark(event, undefined);
}

/** Shows where the class would go; it is no part of the state, for it is gone with the next move of the pointer. */
function mark(event: DragEvent, side: 'before' | 'after' | undefined): void {
  const { dataset } = event.currentTarget as HTMLElement;
  if (side === undefined) delete dataset.drop;
  else dataset.drop = side;
}

function isBelow(event: DragEvent): boolean {
  const { top, height } = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return event.clientY > top + height / 2;
}
