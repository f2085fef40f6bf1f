import type { ViewName } from '../../src/protocol/panel.ts';
import type { Moving } from '../state/action.ts';
import type { Filter } from '../state/filter.ts';
import type { Overlay } from '../state/state.ts';
import type { Page } from './page.ts';

const cellStep = 32;

/** What changes how the images are looked at, and nothing else. */
export interface LookingActions {
  /** Opens what is closed, and closes what is open. */
  readonly toggle: (overlay: Overlay) => void;
  /** Closes what is open, or clears the selection. */
  readonly escape: () => void;
  readonly move: (by: number, how?: Moving) => void;
  readonly goToPath: (path: string) => void;
  readonly nextUndecided: (direction: 1 | -1) => void;
  readonly clearSelection: () => void;
  readonly resize: (direction: 1 | -1) => void;
  /** Lists other images; a list is worked out anew each time it is asked for. */
  readonly filter: (change: Partial<Filter>) => void;
  readonly showView: (view: ViewName) => void;
  /** Keys go to the view that is shown. */
  readonly focusView: () => void;
}

export function lookingActions({ state, dispatch, draw, focusImages, stage }: Page): LookingActions {
  const toggle = (overlay: Overlay): void => {
    const open = state().overlay === overlay ? undefined : overlay;
    // The list of images is what is filtered.
    if (open === 'filter' && state().view !== 'batch') dispatch({ type: 'view', view: 'batch' });
    dispatch({ type: 'overlay', open });
    if (open === undefined) focusImages();
  };
  return {
    toggle,
    escape: () => {
      const { overlay, isSingle, classEdit } = state();
      if (classEdit) dispatch({ type: 'classEdit', edit: undefined });
      else if (overlay) toggle(overlay);
      else if (isSingle) dispatch({ type: 'single', on: false });
      else dispatch({ type: 'clearSelection' });
    },
    move: (by, how) => dispatch({ type: 'move', by, ...(how && { how }) }),
    goToPath: (path) => {
      dispatch({ type: 'goToPath', path });
      focusImages();
    },
    nextUndecided: (direction) => dispatch({ type: 'nextUndecided', direction }),
    clearSelection: () => {
      dispatch({ type: 'clearSelection' });
      focusImages();
    },
    resize: (direction) => {
      if (state().isSingle) stage.zoom(direction);
      else dispatch({ type: 'cellSize', size: state().cellSize + direction * cellStep });
    },
    filter: (change) => {
      dispatch({ type: 'filter', change });
      if (state().overlay === undefined) focusImages();
    },
    showView: (view) => {
      dispatch({ type: 'view', view });
      draw();
      focusImages();
    },
    focusView: () => {
      draw();
      focusImages();
    },
  };
}
