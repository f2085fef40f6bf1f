import type { TextButton } from '../controls.ts';
import { filtered } from './listing.ts';
import type { State } from './state.ts';

/** A list of images that something other than a filter has found: what is alike, a cluster, a finding. */
export interface Given {
  /** As it stands in "42 of 300 images: …". */
  readonly title: string;
  /** Rows in the order to show them. */
  readonly rows: Int32Array;
  /** A few words on each of them. */
  readonly captions?: readonly string[];
  /** What can be done with the list. */
  readonly buttons?: readonly TextButton[];
}

/** Lists these images in the grid. */
export function give(state: State, given: Given): State {
  const filter = { show: { kind: 'given' }, text: '', folder: '' } as const;
  return filtered({ ...state, given, filter, view: 'batch', isSingle: false }, '');
}

/** The same images in other rows; those that are gone leave the list. */
export function movedGiven(
  { rows, captions, ...given }: Given,
  rowOf: (row: number) => number | undefined,
): Given {
  const kept = [...rows.keys()].filter((i) => rowOf(rows[i]) !== undefined);
  return {
    ...given,
    rows: Int32Array.from(kept, (i) => rowOf(rows[i]) ?? -1),
    ...(captions && { captions: kept.map((i) => captions[i]) }),
  };
}

const known = new WeakMap<Given, ReadonlyMap<number, string>>();

/** What is said of a row where a given list is shown; '' = nothing. */
export function captionOf({ filter, given }: State, row: number): string {
  if (filter.show.kind !== 'given' || given?.captions === undefined) return '';
  const captions = known.get(given) ?? new Map(given.captions.map((text, i) => [given.rows[i], text]));
  known.set(given, captions);
  return captions.get(row) ?? '';
}
