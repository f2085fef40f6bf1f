import type { State } from '../state/state.ts';
import { Cell } from './cell.ts';
import { cellContent } from './cellContent.ts';
import { type GridLayout, gap } from './layout.ts';
import type { Thumbnails } from './thumbnails.ts';

/** One row of cells, used again for other rows of the grid while a person scrolls. */
export class GridRow {
  readonly element = document.createElement('div');
  readonly cells: readonly Cell[];
  #row = -1;
  #state: State | undefined;
  #arrivals = -1;
  #top = -1;

  constructor(columns: number) {
    this.element.className = 'grid-row';
    this.element.setAttribute('role', 'row');
    this.cells = Array.from({ length: columns }, (_, column) => new Cell(column));
    this.element.append(...this.cells.map((cell) => cell.element));
  }

  /** Stands for a row of the grid now. Does nothing if what it shows is what it would show. */
  show(row: number, state: State, { columns, cell }: GridLayout, thumbnails: Thumbnails): void {
    const top = gap + row * (cell + gap);
    if (this.#top !== top) {
      this.#top = top;
      this.element.style.top = `${top}px`;
    }
    if (this.#row === row && this.#state === state && this.#arrivals === thumbnails.arrivals) return;
    if (this.#row !== row) this.element.setAttribute('aria-rowindex', String(row + 1));
    if (this.element.hidden) this.element.hidden = false;
    this.#row = row;
    this.#state = state;
    this.#arrivals = thumbnails.arrivals;
    for (const [column, entry] of this.cells.entries())
      entry.show(cellContent(state, row * columns + column, thumbnails));
  }

  /** There is no row for it to show now. */
  hide(): void {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.#state = undefined;
    for (const cell of this.cells) cell.show(undefined);
  }
}
