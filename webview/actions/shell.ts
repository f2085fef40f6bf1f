import type { PanelChoices, PanelCommand } from '../../src/protocol/panel.ts';
import { failed, type Page } from './page.ts';

/** What the host does for the page, beside saving acts. */
export interface ShellActions {
  readonly run: (command: PanelCommand) => void;
  readonly dismissBanner: () => void;
  /** Changes how the next batch is chosen: shown at once, taken back if it could not be kept. */
  readonly choose: (change: Partial<PanelChoices>) => void;
  /** The next batch is chosen from all images again. */
  readonly chooseFromAll: () => void;
  readonly answerAdvice: (answer: 'use' | 'dismiss') => void;
}

export function shellActions(page: Page): ShellActions {
  const { host, state, dispatch, focusImages } = page;
  return {
    run: (command) => {
      focusImages();
      void host.run(command).catch(failed(page));
    },
    dismissBanner: () => {
      void host.dismissBanner(null).catch(failed(page));
      dispatch({ type: 'changed', change: { banner: null } });
    },
    choose: (change) => {
      const before = state().choices;
      dispatch({ type: 'changed', change: { choices: { ...before, ...change } } });
      void host.choose(change).catch((error: unknown) => {
        dispatch({ type: 'changed', change: { choices: before } });
        failed(page)(error);
      });
    },
    chooseFromAll: () => void host.chooseAmong(null).catch(failed(page)),
    answerAdvice: (answer) => {
      focusImages();
      void host.answerAdvice(answer).catch(failed(page));
    },
  };
}
