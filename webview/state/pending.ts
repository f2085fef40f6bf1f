import type { Action } from './action.ts';
import { advanced } from './advance.ts';
import { goToPath } from './listing.ts';
import { withDecision } from './pace.ts';
import type { State } from './state.ts';

/** An act is on its way: shown at once, though not saved yet. */
export function acted(
  state: State,
  { id, changes, advance, at }: Extract<Action, { readonly type: 'acted' }>,
): State {
  const pending = [...state.pending, { id, changes }];
  const decisions = at === undefined ? state.decisions : withDecision(state.decisions, at);
  return advanced({ ...state, pending, decisions }, advance);
}

/** An act is on disk. */
export function answered(state: State, id: number): State {
  return { ...state, pending: state.pending.filter((entry) => entry.id !== id) };
}

/** An act could not be saved: it is taken back, and the cursor goes to it. */
export function refused(state: State, id: number, message: string): State {
  const lost = state.pending.find((entry) => entry.id === id);
  const next: State = {
    ...state,
    pending: state.pending.filter((entry) => entry !== lost),
    banner: { kind: 'error', message },
    status: message,
  };
  const [path] = lost?.changes.keys() ?? [];
  return path === undefined ? next : goToPath(next, path);
}

/** Predicted classes are turned down, or (null) no longer. */
export function rejected(
  state: State,
  { changes, advance }: Extract<Action, { readonly type: 'rejected' }>,
): State {
  const next = new Map(state.rejected);
  for (const [path, name] of changes)
    if (name === null) next.delete(path);
    else next.set(path, name);
  return advanced({ ...state, rejected: next }, advance);
}
