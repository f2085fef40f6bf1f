import { isDecided } from '../annotations.ts';
import { annotationOf } from './image.ts';
import { lastSelected } from './selection.ts';
import type { State } from './state.ts';

/** To the image after the selected ones that nothing is known of, if asked; on the map, no image is the next one. */
export function advanced(state: State, advance: boolean): State {
  return advance && state.view !== 'map'
    ? { ...state, cursor: placeAfter(state), selection: undefined }
    : state;
}

/** After a decision: the next undecided place further on; the next place if there is none. */
function placeAfter(state: State): number {
  const next = lastSelected(state) + 1;
  const last = Math.max(0, state.shown.length - 1);
  for (let place = next; place <= last; place++) if (isOpen(state, place)) return place;
  return Math.min(next, last);
}

/** The nearest undecided place in a direction, going round; undefined if there is none but the cursor's own. */
export function undecidedPlace(state: State, direction: 1 | -1): number | undefined {
  const { shown, cursor } = state;
  for (let step = 1; step <= shown.length; step++) {
    const place = (cursor + direction * step + 2 * shown.length) % shown.length;
    if (place !== cursor && isOpen(state, place)) return place;
  }
  return undefined;
}

function isOpen(state: State, place: number): boolean {
  return !isDecided(annotationOf(state, state.shown[place]));
}
