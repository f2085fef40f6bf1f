import { t } from '../l10n.ts';

/** Which of the colors: of the ten of classes, of the steps from little to much, or that of what has none. */
export interface KindColor {
  readonly of: 'class' | 'ramp' | 'none';
  readonly number: number;
}

/** One kind of point. */
export interface LegendEntry {
  /** The same as long as the kind is: what a filter remembers. */
  readonly key: string;
  readonly label: string;
  readonly color: KindColor;
  /** As the plot numbers them. */
  readonly shape: number;
  readonly count: number;
}

/** The kind of each point. */
export interface Coloring {
  /** Number in `entries` of each row. */
  readonly slots: Uint16Array;
  readonly entries: readonly LegendEntry[];
  /** What a person should know of it; '' = nothing. */
  readonly note: string;
}

/** Kinds that differ in color or shape; later ones look like earlier ones. */
const looks = 60;
/** Steps from little to much. */
export const rampSteps = 8;

/** The color and the shape of the n-th kind. */
export function lookOf(number: number): Pick<LegendEntry, 'color' | 'shape'> {
  return { color: { of: 'class', number: number % 10 }, shape: Math.floor(number / 10) % 6 };
}

/** Of what is of no kind. */
export const none: KindColor = { of: 'none', number: 0 };

interface Kind {
  readonly key: string;
  readonly label: string;
  readonly color: KindColor;
  readonly shape: number;
}

/** Counts the rows of each kind. */
export function counted(slots: Uint16Array, kinds: readonly Kind[], note = ''): Coloring {
  const counts = new Uint32Array(kinds.length);
  for (const slot of slots) counts[slot]++;
  const repeats =
    kinds.length > looks
      ? t('{0} kinds share {1} colors and shapes; point at one, or hide the others.', kinds.length, looks)
      : '';
  return {
    slots,
    entries: kinds.map((kind, slot) => ({ ...kind, count: counts[slot] })),
    note: note || repeats,
  };
}
