/** Where the cells of a grid of equal squares lie. */
export interface GridLayout {
  readonly columns: number;
  /** Side of a cell, so that the columns fill the width. */
  readonly cell: number;
  /** Height of everything, for the scroll bar. */
  readonly height: number;
  /** Rows that must exist: those in view and a few on either side. */
  readonly firstRow: number;
  readonly lastRow: number;
  /** Whole rows in view, at least 1: a page. */
  readonly pageRows: number;
}

export interface GridView {
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly scrollTop: number;
  /** Cells are at least so wide, if the width allows. */
  readonly cellSize: number;
}

export const gap = 8;
const overscanRows = 2;

/** Pure. Cell (row r, column c) has its corner at (gap + c (cell + gap), gap + r (cell + gap)). */
export function gridLayout({ count, width, height, scrollTop, cellSize }: GridView): GridLayout {
  const columns = Math.max(1, Math.floor((width - gap) / (cellSize + gap)));
  const cell = Math.max(1, Math.floor((width - gap) / columns) - gap);
  const pitch = cell + gap;
  const rows = Math.ceil(count / columns);
  const firstRow = Math.min(
    Math.max(0, Math.floor((scrollTop - gap) / pitch) - overscanRows),
    Math.max(0, rows - 1),
  );
  const lastRow = Math.min(rows - 1, Math.floor((scrollTop + height - gap) / pitch) + overscanRows);
  return {
    columns,
    cell,
    height: rows * pitch + gap,
    firstRow,
    lastRow,
    pageRows: Math.max(1, Math.floor(height / pitch)),
  };
}

/** Where to scroll so that a place is wholly in view; the same `scrollTop` if it is already. */
export function scrollTo(place: number, layout: GridLayout, scrollTop: number, height: number): number {
  const pitch = layout.cell + gap;
  const top = Math.floor(place / layout.columns) * pitch;
  if (top < scrollTop) return top;
  const bottom = top + pitch + gap;
  return bottom > scrollTop + height ? bottom - height : scrollTop;
}
