import type { UndoAnswer } from '../../src/protocol/panel.ts';
import { t } from '../l10n.ts';
import { failed, type Page, say } from './page.ts';

export interface UndoActions {
  readonly undo: () => void;
  readonly redo: () => void;
  /** Undo or redo is done: goes to the image it was about. */
  readonly tookBack: (answer: UndoAnswer) => void;
}

export function undoActions(page: Page): UndoActions {
  const { host, dispatch } = page;
  const tookBack = (answer: UndoAnswer): void => {
    const path = answer?.paths[0];
    if (path !== undefined) dispatch({ type: 'goToPath', path });
    say(page, answer?.message ?? t('There is nothing to take back.'));
  };
  return {
    undo: () => void host.undo(null).then(tookBack, failed(page)),
    redo: () => void host.redo(null).then(tookBack, failed(page)),
    tookBack,
  };
}
