import { currentPath } from '../state/selection.ts';
import type { State } from '../state/state.ts';
import type { GridLayout } from './layout.ts';

/**
 * Paths whose thumbnails are needed, the most urgent first: the image under the cursor and the neighbour its card
 * shows, those in view, then a page further on in the direction of scrolling. In single mode, the next five and the
 * two before take the place of the grid. Images of the last acts come last.
 */
export function wantedPaths(
  state: State,
  { columns, firstRow, lastRow, pageRows }: GridLayout,
  isUpwards: boolean,
): readonly string[] {
  const { shown, cursor } = state;
  const path = (place: number): string | undefined => state.paths[shown[place]];
  const wanted = new Set<string | undefined>([currentPath(state), nearestPath(state)]);
  const add = (from: number, to: number): void => {
    for (let place = Math.max(0, from); place < Math.min(to, shown.length); place++) wanted.add(path(place));
  };
  if (state.isSingle) {
    add(cursor + 1, cursor + 6);
    add(cursor - 2, cursor);
  } else {
    add(firstRow * columns, (lastRow + 1) * columns);
    if (isUpwards) add((firstRow - pageRows) * columns, firstRow * columns);
    else add((lastRow + 1) * columns, (lastRow + 1 + pageRows) * columns);
  }
  for (const { path: acted } of state.recent) wanted.add(acted);
  return [...wanted].filter(
    (entry): entry is string => entry !== undefined && entry !== '' && !state.unreadable.has(entry),
  );
}

/** The labeled image that the card of the image under the cursor shows; undefined if there is none. */
export function nearestPath(state: State): string | undefined {
  const current = currentPath(state);
  return state.batch?.picks.find(({ path }) => path === current)?.reason.nearest?.path;
}
