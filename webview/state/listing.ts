import { isDecided } from '../annotations.ts';
import { everything, type Show } from './filter.ts';
import { annotationOf } from './image.ts';
import { goTo, isSelected } from './selection.ts';
import type { State } from './state.ts';

/** The list of the filter as it is now, with the cursor on `path` if it is in it, else at `place`. */
export function filtered(state: State, path: string, place = 0): State {
  return listed(state, rowsOf(state), path, place);
}

/**
 * The list after the images changed: those shown stay, as a list must not change under the fingers; images that are
 * new join it where they match. The cursor and what is selected stay with their images; if that of the cursor is gone,
 * it goes to the next one. Before that the list was `before.shown`.
 */
export function relisted(state: State, before: State): State {
  return selectedAgain(joined(state, before, nearestLeft(state, before)), before);
}

/** Of the images that were shown, the one under the cursor, or else the nearest after it, or before it, that is there. */
function nearestLeft({ rowOf }: State, { shown, paths, cursor }: State): string {
  const isLeft = (row: number): boolean => rowOf.has(paths[row]);
  const row = shown.subarray(cursor).find(isLeft) ?? shown.subarray(0, cursor).findLast(isLeft);
  return row === undefined ? '' : paths[row];
}

function selectedAgain(state: State, { selection, shown, paths }: State): State {
  if (selection === undefined) return state;
  const rows = new Set<number | undefined>();
  for (const [place, row] of shown.entries())
    if (selection.marks[place] === 1) rows.add(state.rowOf.get(paths[row]));
  const marks = Uint8Array.from(state.shown, (row) => (rows.has(row) ? 1 : 0));
  const count = marks.reduce((sum, mark) => sum + mark, 0);
  return count === 0 ? state : { ...state, selection: { marks, base: marks, anchor: state.cursor, count } };
}

function joined(state: State, before: State, path: string): State {
  const { kind } = state.filter.show;
  if (kind === 'batch' || kind === 'all' || kind === 'given') return filtered(state, path, before.cursor);
  const kept: number[] = [];
  for (const row of before.shown) {
    const now = state.rowOf.get(before.paths[row]);
    if (now !== undefined) kept.push(now);
  }
  const added =
    kind === 'predicted' ? [] : [...rowsOf(state)].filter((row) => !before.rowOf.has(state.paths[row]));
  const rows = Int32Array.from([...kept, ...added]);
  return listed(state, kind === 'predicted' ? rows : rows.sort(), path, before.cursor);
}

/** To an image, wherever it is: if the list shown does not hold it, to the list of all images. */
export function goToPath(state: State, path: string): State {
  const row = state.rowOf.get(path);
  if (row === undefined) return state;
  const place = state.shown.indexOf(row);
  return place >= 0 ? goTo(state, place) : filtered({ ...state, filter: everything }, path);
}

/** Selects images: in the list that is shown if it holds them all, else in the list of all images. */
export function selectPaths(state: State, paths: readonly string[]): State {
  const rows = paths.flatMap((path) => state.rowOf.get(path) ?? []);
  return rows.length === 0 ? state : selectRows(state, Int32Array.from(rows), 'replace');
}

/** Selects rows, or adds them to what is selected, or takes them out of it; the cursor goes to the first of them. */
export function selectRows(state: State, rows: Int32Array, how: 'replace' | 'add' | 'remove'): State {
  if (rows.length === 0) return how === 'replace' ? { ...state, selection: undefined } : state;
  const wanted = new Uint8Array(state.paths.length);
  if (how !== 'replace')
    for (const [place, row] of state.shown.entries()) if (isSelected(state, place)) wanted[row] = 1;
  for (const row of rows) wanted[row] = how === 'remove' ? 0 : 1;
  const count = wanted.reduce((sum, one) => sum + one, 0);
  const shows = state.shown.reduce((sum, row) => sum + wanted[row], 0) === count;
  const first = state.paths[how === 'remove' ? wanted.indexOf(1) : rows[0]];
  const next = goToPath(shows ? state : filtered({ ...state, filter: everything }, ''), first ?? '');
  if (count < 2) return { ...next, selection: undefined };
  const marks = Uint8Array.from(next.shown, (row) => wanted[row]);
  return { ...next, isSingle: false, selection: { marks, base: marks, anchor: next.cursor, count } };
}

function listed(state: State, shown: Int32Array, path: string, place: number): State {
  const found = shown.indexOf(state.rowOf.get(path) ?? -1);
  const cursor = found >= 0 ? found : Math.min(place, Math.max(0, shown.length - 1));
  const isSingle = state.isSingle && shown.length > 0;
  return { ...state, shown, cursor, selection: undefined, isSingle };
}

function rowsOf(state: State): Int32Array {
  const { filter, paths } = state;
  const text = filter.text.trim().toLowerCase();
  const lower = text === '' ? [] : lowerCase(paths);
  const isShown = testOf(filter.show, state);
  const rows: number[] = [];
  for (const row of candidates(state))
    if (
      isShown(row) &&
      (filter.folder === '' || paths[row].startsWith(filter.folder)) &&
      (text === '' || lower[row].includes(text))
    )
      rows.push(row);
  const { predictions } = state;
  if (filter.show.kind === 'predicted' && predictions !== null)
    rows.sort((a, b) => predictions.confidence[b] - predictions.confidence[a] || a - b);
  return Int32Array.from(rows);
}

/** Rows to look through, in the order they are shown. */
function candidates({ filter, batchRows, given, unreadable, rowOf, paths }: State): Iterable<number> {
  if (filter.show.kind === 'batch') return batchRows;
  if (filter.show.kind === 'given') return given?.rows ?? [];
  if (filter.show.kind !== 'unreadable') return paths.keys();
  return [...unreadable.keys()].flatMap((path) => rowOf.get(path) ?? []).sort((a, b) => a - b);
}

function testOf(show: Show, state: State): (row: number) => boolean {
  const { predictions } = state;
  switch (show.kind) {
    case 'batch':
    case 'all':
    case 'given':
    case 'unreadable':
      return () => true;
    case 'unlabeled':
      return (row) => !isDecided(annotationOf(state, row));
    case 'labeled':
      return (row) => annotationOf(state, row).label !== '';
    case 'skipped':
      return (row) => annotationOf(state, row).skipped;
    case 'flagged':
      return (row) => annotationOf(state, row).flagged;
    case 'class':
      return (row) => annotationOf(state, row).label === show.name;
    case 'predicted': {
      const number = predictions?.names.indexOf(show.name) ?? -1;
      if (number < 0) return () => false;
      return (row) => predictions?.classes[row] === number && !isDecided(annotationOf(state, row));
    }
  }
}

const lowered = new WeakMap<readonly string[], readonly string[]>();

/** The paths in lower case; worked out once for a list. */
function lowerCase(paths: readonly string[]): readonly string[] {
  const known = lowered.get(paths);
  if (known !== undefined) return known;
  const lower = paths.map((path) => path.toLowerCase());
  lowered.set(paths, lower);
  return lower;
}
