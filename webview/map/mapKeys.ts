import type { KeyAction } from '../keys.ts';
import type { ViewPage } from '../views/view.ts';
import type { Scatter } from './scatter.ts';
import { selectedRows } from './selectionActs.ts';

const zoomStep = 1.4;
/** CSS pixels that a key moves the picture by. */
const panStep = 64;

const arrows: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [panStep, 0],
  ArrowRight: [-panStep, 0],
  ArrowUp: [0, panStep],
  ArrowDown: [0, -panStep],
};

/** What keys mean on the map; false = what they mean everywhere. */
export function mapKey(action: KeyAction, { state, dispatch, actions }: ViewPage, scatter: Scatter): boolean {
  switch (action.do) {
    case 'left':
    case 'right':
    case 'up':
    case 'down': {
      const { shown, cursor, paths } = state();
      const from = shown[cursor] ?? -1;
      const next = scatter.neighbor(from, action.do);
      if (next < 0) return true;
      if (action.extend || action.keep)
        dispatch({ type: 'selectRows', rows: Int32Array.of(next, ...(from < 0 ? [] : [from])), how: 'add' });
      else actions.goToPath(paths[next]);
      return true;
    }
    case 'pageUp':
    case 'pageDown':
      scatter.pan(0, action.do === 'pageUp' ? 4 * panStep : -4 * panStep);
      return true;
    case 'first':
      scatter.fit();
      return true;
    case 'last':
      scatter.fit(selectedRows(state()));
      return true;
    case 'larger':
    case 'smaller':
      scatter.zoom(action.do === 'larger' ? zoomStep : 1 / zoomStep);
      return true;
    case 'actualSize':
      scatter.fit();
      return true;
    default:
      return false;
  }
}

/** Alt with an arrow key moves the picture. */
export function panByKey(event: KeyboardEvent, scatter: Scatter): void {
  const by = arrows[event.key];
  if (by === undefined || !event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  event.stopPropagation();
  scatter.pan(...by);
}
