import { isDecided } from '../annotations.ts';
import { annotationOf } from './image.ts';
import { goTo } from './selection.ts';
import type { State } from './state.ts';

/** The list of the filter, with the cursor on `path` if it is in it. */
export function filtered(state: State, path: string): State {
  const shown = rowsOf(state);
  const place = shown.indexOf(state.rowOf.get(path) ?? -1);
  return { ...state, shown, cursor: Math.max(0, place), anchor: undefined };
}

function rowsOf(state: State): readonly number[] {
  const { filter, batch, rowOf, paths } = state;
  if (filter === 'batch')
    return (batch?.picks ?? []).flatMap(({ path }) => {
      const row = rowOf.get(path);
      return row === undefined ? [] : [row];
    });
  const rows = paths.map((_, row) => row);
  return filter === 'all' ? rows : rows.filter((row) => !isDecided(annotationOf(state, row)));
}

/** To an image, wherever it is: if the list shown does not hold it, to the list of all images. */
export function goToPath(state: State, path: string): State {
  const row = state.rowOf.get(path);
  if (row === undefined) return state;
  const place = state.shown.indexOf(row);
  return place >= 0 ? goTo(state, place) : filtered({ ...state, filter: 'all' }, path);
}
