import type { State } from './state.ts';

/** The path under the cursor; '' if nothing is shown. */
export function currentPath(state: State): string {
  return state.paths[state.shown[state.cursor]] ?? '';
}

/** Paths that a key acts on: the selected range, or the image under the cursor. */
export function selectedPaths(state: State): readonly string[] {
  const [from, to] = selectedRange(state);
  return state.shown.slice(from, to + 1).map((row) => state.paths[row]);
}

/** First and last selected place; [0, -1] if nothing is shown. */
export function selectedRange({ shown, cursor, anchor }: State): readonly [number, number] {
  if (shown.length === 0) return [0, -1];
  return anchor === undefined ? [cursor, cursor] : [Math.min(anchor, cursor), Math.max(anchor, cursor)];
}

/** Puts the cursor on a place; `extend`: the selection reaches from where it began to there. */
export function goTo(state: State, place: number, extend = false): State {
  const cursor = Math.min(Math.max(0, place), Math.max(0, state.shown.length - 1));
  return { ...state, cursor, anchor: extend ? (state.anchor ?? state.cursor) : undefined };
}
