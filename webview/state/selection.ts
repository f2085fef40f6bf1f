import type { State } from './state.ts';

/** Several selected places of the list that is shown. */
export interface Selection {
  /** 1 for each selected place. */
  readonly marks: Uint8Array;
  readonly count: number;
  /** What was selected before the range that is being drawn, and where that range begins. */
  readonly base: Uint8Array;
  readonly anchor: number;
}

/** The path under the cursor; '' if nothing is shown. */
export function currentPath(state: State): string {
  return state.paths[state.shown[state.cursor]] ?? '';
}

export function isSelected({ selection, cursor }: State, place: number): boolean {
  return selection === undefined ? place === cursor : selection.marks[place] === 1;
}

/** Paths that a key acts on, in the order shown: what is selected, or the image under the cursor. */
export function selectedPaths({ shown, paths, cursor, selection }: State): readonly string[] {
  if (shown.length === 0) return [];
  if (selection === undefined) return [paths[shown[cursor]]];
  const selected: string[] = [];
  for (let place = 0; place < shown.length; place++)
    if (selection.marks[place] === 1) selected.push(paths[shown[place]]);
  return selected;
}

/** The last place that a key acts on; -1 if nothing is shown. */
export function lastSelected({ selection, cursor, shown }: State): number {
  if (shown.length === 0) return -1;
  return selection === undefined ? cursor : selection.marks.lastIndexOf(1);
}

/** Puts the cursor on a place; nothing else is selected. */
export function goTo(state: State, place: number): State {
  return { ...state, cursor: clamped(state, place), selection: undefined };
}

/** Moves the cursor alone; what is selected stays so. */
export function walkTo(state: State, place: number): State {
  return { ...state, cursor: clamped(state, place), selection: startOf(state) };
}

/** Selects everything from where the range began to a place. */
export function extendTo(state: State, place: number): State {
  const { base, anchor } = state.selection ?? { base: none(state), anchor: state.cursor };
  const cursor = clamped(state, place);
  const marks = base.slice().fill(1, Math.min(anchor, cursor), Math.max(anchor, cursor) + 1);
  return { ...state, cursor, selection: { marks, base, anchor, count: sum(marks) } };
}

/** Selects a place, or takes it out of what is selected; the cursor goes there. */
export function toggle(state: State, place: number): State {
  const cursor = clamped(state, place);
  const { marks: before, count } = startOf(state);
  const marks = before.slice();
  marks[cursor] = 1 - marks[cursor];
  const selection = { marks, base: marks, anchor: cursor, count: count + (marks[cursor] === 1 ? 1 : -1) };
  return { ...state, cursor, selection: selection.count === 0 ? undefined : selection };
}

export function selectAll(state: State): State {
  const { length } = state.shown;
  const marks = new Uint8Array(length).fill(1);
  const selection = { marks, base: marks, anchor: state.cursor, count: length };
  return { ...state, isSingle: false, selection: length < 2 ? undefined : selection };
}

function startOf(state: State): Selection {
  if (state.selection) return state.selection;
  const marks = none(state);
  marks[state.cursor] = 1;
  return { marks, base: marks, anchor: state.cursor, count: Math.min(1, marks.length) };
}

function none({ shown }: State): Uint8Array {
  return new Uint8Array(shown.length);
}

function clamped({ shown }: State, place: number): number {
  return Math.min(Math.max(0, place), Math.max(0, shown.length - 1));
}

function sum(marks: Uint8Array): number {
  let count = 0;
  for (const mark of marks) count += mark;
  return count;
}
