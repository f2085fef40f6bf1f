import type { Action } from './action.ts';
import { undecidedPlace } from './advance.ts';
import { changed } from './changed.ts';
import { filtered, goToPath } from './filter.ts';
import { acted, answered, refused, rejected } from './pending.ts';
import { currentPath, goTo } from './selection.ts';
import { cellSizes, type State } from './state.ts';

/** The next state. Pure: the same state and action give the same result. */
export function update(state: State, action: Action): State {
  switch (action.type) {
    case 'changed':
      return changed(state, action.change);
    case 'annotations':
      return { ...state, saved: state.saved.patched(action.patch) };
    case 'acted':
      return acted(state, action);
    case 'rejected':
      return rejected(state, action);
    case 'answered':
      return answered(state, action.id);
    case 'refused':
      return refused(state, action.id, action.message);
    case 'move':
      return goTo(state, state.cursor + action.by, action.extend);
    case 'goTo':
      return goTo(state, action.place, action.extend);
    case 'goToPath':
      return goToPath(state, action.path);
    case 'nextUndecided':
      return goTo(state, undecidedPlace(state, action.direction) ?? state.cursor);
    case 'selectAll':
      return { ...state, anchor: 0, cursor: Math.max(0, state.shown.length - 1), isSingle: false };
    case 'clearSelection':
      return { ...state, anchor: undefined };
    case 'filter':
      return filtered({ ...state, filter: action.filter, isSingle: false }, currentPath(state));
    case 'single':
      return { ...state, isSingle: action.on && state.shown.length > 0, anchor: undefined };
    case 'overlay':
      return { ...state, overlay: action.open };
    case 'cellSize':
      return { ...state, cellSize: Math.min(cellSizes.largest, Math.max(cellSizes.smallest, action.size)) };
    case 'status':
      return { ...state, status: action.text };
    case 'restored': {
      const { filter, cellSize, rejected: turnedDown, path } = action;
      return filtered({ ...state, filter, cellSize, rejected: turnedDown }, path);
    }
  }
}
