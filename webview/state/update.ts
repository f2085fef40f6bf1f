import type { Action, Moving } from './action.ts';
import { undecidedPlace } from './advance.ts';
import { annotated, changed, withClassActs } from './changed.ts';
import { everything } from './filter.ts';
import { give } from './given.ts';
import { filtered, goToPath, selectPaths, selectRows } from './listing.ts';
import { acted, answered, refused, rejected } from './pending.ts';
import { currentPath, extendTo, goTo, selectAll, toggle, walkTo } from './selection.ts';
import { cellSizes, type State } from './state.ts';

/** The next state. Pure: the same state and action give the same result. */
export function update(state: State, action: Action): State {
  switch (action.type) {
    case 'changed':
      return changed(state, action.change);
    case 'annotations':
      return annotated(state, action.patch);
    case 'acted':
      return acted(state, action);
    case 'rejected':
      return rejected(state, action);
    case 'answered':
      return answered(state, action.id);
    case 'refused':
      return refused(state, action.id, action.message);
    case 'move':
      return moved(state, state.cursor + action.by, action.how);
    case 'goTo':
      return moved(state, action.place, action.how);
    case 'toggle':
      return toggle(state, action.place ?? state.cursor);
    case 'goToPath':
      return goToPath(state, action.path);
    case 'selectPaths':
      return selectPaths(state, action.paths);
    case 'selectRows':
      return selectRows(state, action.rows, action.how);
    case 'view':
      return { ...state, view: action.view, isSingle: false, overlay: undefined };
    case 'looks':
      return { ...state, looks: { ...state.looks, [action.view]: action.looks } };
    case 'give':
      return give(state, action.given);
    case 'nextUndecided':
      return goTo(state, undecidedPlace(state, action.direction) ?? state.cursor);
    case 'selectAll':
      // On the map all images are there, whatever is listed.
      return selectAll(
        state.view === 'map' ? filtered({ ...state, filter: everything }, currentPath(state)) : state,
      );
    case 'clearSelection':
      return { ...state, selection: undefined };
    case 'filter':
      return filtered(
        {
          ...state,
          filter: { ...state.filter, ...action.change },
          view: 'batch',
          isSingle: false,
          isBatchOffered: state.isBatchOffered && action.change.show?.kind !== 'batch',
        },
        currentPath(state),
      );
    case 'single':
      return { ...state, isSingle: action.on && state.shown.length > 0, selection: undefined };
    case 'overlay':
      return { ...state, overlay: action.open };
    case 'classActed':
      return withClassActs(state, [...state.classActs, { id: action.id, act: action.act }]);
    case 'classAnswered':
      return withClassActs(
        state,
        state.classActs.filter(({ id }) => id !== action.id),
      );
    case 'classEdit':
      return { ...state, classEdit: action.edit };
    case 'classQuery':
      return { ...state, classQuery: action.query };
    case 'cellSize':
      return { ...state, cellSize: Math.min(cellSizes.largest, Math.max(cellSizes.smallest, action.size)) };
    case 'status':
      return { ...state, status: action.text };
    case 'restored': {
      const { type: _, path, ...kept } = action;
      return filtered({ ...state, ...kept }, path);
    }
  }
}

function moved(state: State, place: number, how: Moving | undefined): State {
  if (how === 'extend' && !state.isSingle) return extendTo(state, place);
  return how === 'keep' && !state.isSingle ? walkTo(state, place) : goTo(state, place);
}
