import type { Overlay } from '../state/state.ts';
import type { Page } from './page.ts';

const cellStep = 32;

/** What changes how the images are looked at, and nothing else. */
export interface LookingActions {
  /** Opens what is closed, and closes what is open. */
  readonly toggle: (overlay: Overlay) => void;
  /** Closes what is open, or clears the selection. */
  readonly escape: () => void;
  readonly move: (by: number, extend: boolean) => void;
  readonly resize: (direction: 1 | -1) => void;
}

export function lookingActions({ state, dispatch, focusImages, zoom }: Page): LookingActions {
  const toggle = (overlay: Overlay): void => {
    const open = state().overlay === overlay ? undefined : overlay;
    dispatch({ type: 'overlay', open });
    if (open === undefined) focusImages();
  };
  return {
    toggle,
    escape: () => {
      const { overlay, isSingle } = state();
      if (overlay) toggle(overlay);
      else if (isSingle) dispatch({ type: 'single', on: false });
      else dispatch({ type: 'clearSelection' });
    },
    move: (by, extend) => dispatch({ type: 'move', by, extend }),
    resize: (direction) => {
      if (state().isSingle) zoom(direction);
      else dispatch({ type: 'cellSize', size: state().cellSize + direction * cellStep });
    },
  };
}
