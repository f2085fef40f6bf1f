import { t } from '../l10n.ts';
import type { Moving } from '../state/action.ts';
import type { State } from '../state/state.ts';
import { GridRow } from './gridRow.ts';
import { type GridLayout, gridLayout, scrollTo } from './layout.ts';
import type { Thumbnails } from './thumbnails.ts';
import { wantedPaths } from './wanted.ts';

export interface GridEvents {
  readonly onPick: (place: number, how?: Moving) => void;
  readonly onToggle: (place: number) => void;
  readonly onOpen: (place: number) => void;
}

/** Cells below this width show less. */
const smallCell = 112;
/** While a person drags the scroll bar, images that fly by are not asked for. */
const restMs = 60;

/** The grid of images: a native scroll area with one tall spacer and a few rows of cells that are used again. */
export class Grid {
  readonly element = document.createElement('div');
  readonly #spacer = document.createElement('div');
  readonly #thumbnails: Thumbnails;
  #rows: GridRow[] = [];
  #state: State | undefined;
  #layout: GridLayout | undefined;
  #asked: { readonly state: State; readonly firstRow: number; readonly lastRow: number } | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #frame: number | undefined;

  constructor(thumbnails: Thumbnails, events: GridEvents) {
    this.#thumbnails = thumbnails;
    const { element } = this;
    element.className = 'grid';
    element.tabIndex = 0;
    element.setAttribute('role', 'grid');
    element.setAttribute('aria-label', t('Images'));
    element.setAttribute('aria-multiselectable', 'true');
    this.#spacer.className = 'spacer';
    this.#spacer.setAttribute('role', 'presentation');
    element.append(this.#spacer);
    element.addEventListener('scroll', () => this.#draw(), { passive: true });
    new ResizeObserver(() => this.#draw()).observe(element);
    this.#listen(events);
  }

  /** Columns and rows of one page, for the keys that move. */
  get page(): { readonly columns: number; readonly rows: number } {
    return { columns: this.#layout?.columns ?? 1, rows: this.#layout?.pageRows ?? 1 };
  }

  /** Shows a state; scrolls if the cursor has moved. */
  show(state: State): void {
    const before = this.#state;
    this.#state = state;
    const hasMoved =
      before === undefined ||
      before.cursor !== state.cursor ||
      before.shown !== state.shown ||
      before.cellSize !== state.cellSize;
    this.#draw(hasMoved && state.shown.length > 0);
  }

  /** Thumbnails have arrived: they are drawn with the next frame, however many answers come before it. */
  refresh(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#draw();
    });
  }

  #listen({ onPick, onToggle, onOpen }: GridEvents): void {
    const placeOf = (event: Event): number => {
      const target = event.target instanceof Element ? event.target.closest('.cell') : null;
      return this.#rows.flatMap(({ cells }) => cells).find((cell) => cell.element === target)?.place ?? -1;
    };
    this.element.addEventListener('click', (event) => {
      const place = placeOf(event);
      if (place < 0) return;
      if (event.ctrlKey || event.metaKey) onToggle(place);
      else onPick(place, event.shiftKey ? 'extend' : undefined);
    });
    this.element.addEventListener('dblclick', (event) => {
      const place = placeOf(event);
      if (place >= 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) onOpen(place);
    });
  }

  #draw(followCursor = false): void {
    const state = this.#state;
    const { clientWidth: width, clientHeight: height } = this.element;
    if (state === undefined || width === 0) return;
    const view = { count: state.shown.length, width, height, cellSize: state.cellSize };
    let layout = gridLayout({ ...view, scrollTop: this.element.scrollTop });
    if (this.#layout?.height !== layout.height) this.#spacer.style.height = `${layout.height}px`;
    if (followCursor) {
      const top = scrollTo(state.cursor, layout, this.element.scrollTop, height);
      if (top !== this.element.scrollTop) this.element.scrollTop = top;
      layout = gridLayout({ ...view, scrollTop: this.element.scrollTop });
    }
    this.#fitRows(layout);
    this.#drawRows(state, layout);
    this.#ask(state, layout);
  }

  /** As many rows of cells as are needed, made anew only when the number of columns changes. */
  #fitRows(layout: GridLayout): void {
    const { element } = this;
    const before = this.#layout;
    this.#layout = layout;
    if (before?.columns !== layout.columns) {
      for (const row of this.#rows) row.element.remove();
      this.#rows = [];
      element.setAttribute('aria-colcount', String(layout.columns));
    }
    if (before?.cell !== layout.cell) {
      element.style.setProperty('--cell', `${layout.cell}px`);
      element.classList.toggle('has-small-cells', layout.cell < smallCell);
    }
    while (this.#rows.length < layout.lastRow - layout.firstRow + 1) {
      const row = new GridRow(layout.columns);
      element.append(row.element);
      this.#rows.push(row);
    }
  }

  #drawRows(state: State, layout: GridLayout): void {
    const { element } = this;
    const { firstRow, lastRow, columns } = layout;
    setAttribute(element, 'aria-rowcount', String(Math.ceil(state.shown.length / columns)));
    const cursorRow = Math.floor(state.cursor / columns);
    const isCursorDrawn = state.shown.length > 0 && cursorRow >= firstRow && cursorRow <= lastRow;
    setAttribute(element, 'aria-activedescendant', isCursorDrawn ? `cell-${state.cursor}` : '');
    for (const [slot, rowElement] of this.#rows.entries()) {
      const first = firstRow - (firstRow % this.#rows.length) + slot;
      const row = first < firstRow ? first + this.#rows.length : first;
      if (row > lastRow) rowElement.hide();
      else rowElement.show(row, state, layout, this.#thumbnails);
    }
  }

  /** Asks for the thumbnails of what is in view: at once, or, if it jumped further than a page, when it rests. */
  #ask(state: State, layout: GridLayout): void {
    const asked = this.#asked;
    const { firstRow, lastRow, pageRows } = layout;
    if (asked?.state === state && asked.firstRow === firstRow && asked.lastRow === lastRow) return;
    this.#asked = { state, firstRow, lastRow };
    const by = firstRow - (asked?.firstRow ?? firstRow);
    const ask = (): void => this.#thumbnails.want(wantedPaths(state, layout, by < 0));
    clearTimeout(this.#rest);
    if (asked?.state !== state || Math.abs(by) <= pageRows) ask();
    else this.#rest = setTimeout(ask, restMs);
  }
}

/** Leaves the DOM alone where nothing differs; '' takes the attribute away. */
function setAttribute(element: Element, name: string, value: string): void {
  if (value === '') element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
