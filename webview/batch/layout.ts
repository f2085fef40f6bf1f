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
  /** Cells are at least so wide, if the width allows and the height of everything stays below `tallest`. */
  readonly cellSize: number;
}

export const gap = 8;
/** Browsers stop at 2^25 pixels; what lies further down could never be scrolled to. */
const tallest = 33_000_000;
const overscanRows = 2;

/** Pure. Cell (row r, column c) has its corner at (gap + c (cell + gap), gap + r (cell + gap)). */
export function gridLayout({ count, width, height, scrollTop, cellSize }: GridView): GridLayout {
  let columns = Math.max(1, Math.floor((width - gap) / (cellSize + gap)));
  while (heightOf(count, width, columns) > tallest) columns++;
  const pitch = pitchOf(width, columns);
  const rows = Math.ceil(count / columns);
  const firstRow = Math.min(
    Math.max(0, Math.floor((scrollTop - gap) / pitch) - overscanRows),
    Math.max(0, rows - 1),
  );
  const lastRow = Math.min(rows - 1, Math.floor((scrollTop + height - gap) / pitch) + overscanRows);
  return {
    columns,
    cell: pitch - gap,
    height: heightOf(count, width, columns),
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

function pitchOf(width: number, columns: number): number {
  return Math.max(1 + gap, Math.floor((width - gap) / columns));
}

function heightOf(count: number, width: number, columns: number): number {
  return Math.ceil(count / columns) * pitchOf(width, columns) + gap;
}
