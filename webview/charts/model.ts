/** How the numbers of an axis are written, and what they are. */
export interface Axis {
  readonly label: string;
  readonly format: (value: number) => string;
  /** Ends of the axis where the data does not reach them. */
  readonly from?: number;
  readonly to?: number;
  /** It counts things, so that its numbers are whole. */
  readonly isWhole?: boolean;
}

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  /** Ends of the band at this point. */
  readonly low?: number;
  readonly high?: number;
  /** All that is to say of it, in words. */
  readonly text: string;
}

/** Its color, and whether it is dashed; told apart without color too. */
export type SeriesLook = 'first' | 'second' | 'third' | 'quiet';

export interface Series {
  readonly name: string;
  readonly look: SeriesLook;
  /** By x, ascending. */
  readonly points: readonly ChartPoint[];
}

export interface LineChart {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** A value of x that is marked, and what it is. */
  readonly mark?: { readonly x: number; readonly label: string };
}

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** All that is to say of it, in words. */
  readonly text: string;
  /** Stands for many, and is drawn so. */
  readonly isRest?: boolean;
}

export interface BarChart {
  readonly title: string;
  readonly format: (value: number) => string;
  readonly bars: readonly Bar[];
}

/** The data of a chart. Numbers are written in the display language on the page, and plainly in a file. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}
