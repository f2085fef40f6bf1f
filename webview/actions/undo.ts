import type { UndoAnswer } from '../../src/protocol/panel.ts';
import { t } from '../l10n.ts';
import { failed, type Page, say } from './page.ts';
import type { Turning } from './turning.ts';

export interface UndoActions {
  readonly undo: () => void;
  readonly redo: () => void;
  /** Undo or redo is done: goes to the image it was about. */
  readonly tookBack: (answer: UndoAnswer) => void;
}

export function undoActions(page: Page, turning: Turning): UndoActions {
  const { host, state, dispatch } = page;
  const tookBack = (answer: UndoAnswer): void => {
    const paths = answer?.about === 'images' ? answer.paths : [];
    // On the map, all of them are where a person has just seen them.
    if (state().view === 'map') dispatch({ type: 'selectPaths', paths });
    else if (paths.length > 0) dispatch({ type: 'goToPath', path: paths[0] });
    say(page, answer?.message ?? t('There is nothing to take back.'));
  };
  return {
    undo: () => turning.hold(() => host.undo(null).then(tookBack, failed(page))),
    redo: () => turning.hold(() => host.redo(null).then(tookBack, failed(page))),
    tookBack,
  };
}
