import { annotationOf, isPending, predictionOf } from '../state/image.ts';
import { currentPath, selectedRange } from '../state/selection.ts';
import type { State } from '../state/state.ts';
import { Cell } from './cell.ts';
import { type GridLayout, gap, gridLayout, scrollTo } from './layout.ts';
import type { Thumbnails } from './thumbnails.ts';

export interface GridEvents {
  readonly onPick: (place: number, extend: boolean) => void;
  readonly onOpen: (place: number) => void;
}

interface Row {
  readonly element: HTMLElement;
  readonly cells: readonly Cell[];
}

/** The grid of images: a native scroll area with one tall spacer and a few rows of cells that are used again. */
export class Grid {
  readonly element = document.createElement('div');
  readonly #spacer = document.createElement('div');
  readonly #thumbnails: Thumbnails;
  #rows: Row[] = [];
  #state: State | undefined;
  #layout: GridLayout | undefined;

  constructor(thumbnails: Thumbnails, { onPick, onOpen }: GridEvents) {
    this.#thumbnails = thumbnails;
    const { element } = this;
    element.className = 'grid';
    element.tabIndex = 0;
    element.setAttribute('role', 'grid');
    element.setAttribute('aria-label', 'Images');
    element.setAttribute('aria-multiselectable', 'true');
    this.#spacer.className = 'spacer';
    this.#spacer.setAttribute('role', 'presentation');
    element.append(this.#spacer);
    element.addEventListener('scroll', () => this.#draw(), { passive: true });
    new ResizeObserver(() => this.#draw()).observe(element);
    const placeOf = (event: Event): number => {
      const target = event.target instanceof Element ? event.target.closest('.cell') : null;
      return this.#rows.flatMap(({ cells }) => cells).find((cell) => cell.element === target)?.place ?? -1;
    };
    element.addEventListener('click', (event) => {
      const place = placeOf(event);
      if (place >= 0) onPick(place, event.shiftKey);
    });
    element.addEventListener('dblclick', (event) => {
      const place = placeOf(event);
      if (place >= 0) onOpen(place);
    });
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

  #draw(followCursor = false): void {
    const state = this.#state;
    const { clientWidth: width, clientHeight: height } = this.element;
    if (state === undefined || width === 0) return;
    const view = { count: state.shown.length, width, height, cellSize: state.cellSize };
    let layout = gridLayout({ ...view, scrollTop: this.element.scrollTop });
    this.#spacer.style.height = `${layout.height}px`;
    if (followCursor) {
      const top = scrollTo(state.cursor, layout, this.element.scrollTop, height);
      if (top !== this.element.scrollTop) this.element.scrollTop = top;
      layout = gridLayout({ ...view, scrollTop: this.element.scrollTop });
    }
    this.#fitRows(layout);
    this.#layout = layout;
    this.#drawRows(state, layout);
    this.#want(state, layout);
  }

  /** As many rows of cells as are needed, made anew only when the number of columns changes. */
  #fitRows(layout: GridLayout): void {
    const needed = Math.max(0, layout.lastRow - layout.firstRow + 1);
    if (this.#layout?.columns !== layout.columns) {
      for (const row of this.#rows) row.element.remove();
      this.#rows = [];
    }
    while (this.#rows.length < needed) {
      const element = document.createElement('div');
      element.className = 'grid-row';
      element.setAttribute('role', 'row');
      const cells = Array.from({ length: layout.columns }, () => new Cell());
      element.append(...cells.map((cell) => cell.element));
      this.element.append(element);
      this.#rows.push({ element, cells });
    }
  }

  #drawRows(state: State, layout: GridLayout): void {
    const { element } = this;
    const colorOf = new Map(state.classes.map(({ name, color }) => [name, color]));
    const [from, to] = selectedRange(state);
    element.setAttribute('aria-rowcount', String(Math.ceil(state.shown.length / layout.columns)));
    element.setAttribute('aria-colcount', String(layout.columns));
    element.style.setProperty('--cell', `${layout.cell}px`);
    if (state.shown.length > 0) element.setAttribute('aria-activedescendant', `cell-${state.cursor}`);
    else element.removeAttribute('aria-activedescendant');
    for (const [slot, { element: rowElement, cells }] of this.#rows.entries()) {
      const first = layout.firstRow - (layout.firstRow % this.#rows.length) + slot;
      const row = first < layout.firstRow ? first + this.#rows.length : first;
      rowElement.hidden = row > layout.lastRow;
      rowElement.setAttribute('aria-rowindex', String(row + 1));
      rowElement.style.transform = `translateY(${gap + row * (layout.cell + gap)}px)`;
      for (const [column, cell] of cells.entries()) {
        const place = row * layout.columns + column;
        const path = state.paths[state.shown[place]];
        if (path === undefined || row > layout.lastRow) {
          cell.show(undefined);
          continue;
        }
        const annotation = annotationOf(state, state.shown[place]);
        const prediction = predictionOf(state, state.shown[place]);
        const picture = this.#thumbnails.get(path);
        cell.show({
          place,
          path,
          url: picture?.kind === 'picture' ? picture.url : undefined,
          isUnreadable: picture?.kind === 'unreadable' || state.unreadable.has(path),
          annotation,
          color: colorOf.get(annotation.label) ?? -1,
          prediction,
          predictedColor: colorOf.get(prediction?.label ?? '') ?? -1,
          isPending: isPending(state, path),
          isCursor: place === state.cursor,
          isSelected: place >= from && place <= to,
        });
      }
    }
  }

  /** The image under the cursor and the neighbour its card shows first, then those in view, then one page further on. */
  #want(state: State, { columns, firstRow, lastRow, pageRows }: GridLayout): void {
    const places = state.shown.slice(firstRow * columns, (lastRow + 1 + pageRows) * columns);
    const paths = places.map((row) => state.paths[row]).filter((path) => !state.unreadable.has(path));
    const current = currentPath(state);
    const neighbour = state.batch?.picks.find(({ path }) => path === current)?.reason.nearest?.path;
    const urgent = [current, neighbour ?? ''].filter((path) => path !== '' && !state.unreadable.has(path));
    this.#thumbnails.want([...new Set([...urgent, ...paths])]);
  }
}
