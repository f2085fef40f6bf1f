import type { SelectHow } from './pointing/gestures.ts';

/** What a scatter plot tells. */
export interface ScatterEvents {
  /** The point under the mouse (-1 = none) and where the mouse is in the element, in CSS pixels. */
  readonly onHover: (row: number, x: number, y: number) => void;
  /** A click on a point (-1 = beside any). */
  readonly onPick: (row: number, how: SelectHow) => void;
  /** A double click on a point. */
  readonly onOpen: (row: number) => void;
  /** Rows, ascending, inside a lasso or rectangle; shift adds, alt removes. */
  readonly onSelect: (rows: Int32Array, how: SelectHow) => void;
  /** How many points are drawn of those that are not hidden and have a place; told whenever it has changed. */
  readonly onDrawn: (drawn: number, of: number) => void;
}
