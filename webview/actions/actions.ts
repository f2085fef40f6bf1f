import type { KeyAction } from '../keys.ts';
import { Acts } from './acts.ts';
import { type ClassActions, classActions } from './classes.ts';
import { type LabelActions, labelActions } from './labels.ts';
import { type LookingActions, lookingActions } from './looking.ts';
import type { Page } from './page.ts';
import { type PredictionActions, predictionActions } from './predictions.ts';
import { type ShellActions, shellActions } from './shell.ts';
import { type UndoActions, undoActions } from './undo.ts';

type Buttons = LabelActions & PredictionActions & ClassActions & UndoActions & ShellActions & LookingActions;

/** What a person can do, by key or by button. */
export interface Actions extends Buttons {
  /** Does what a key means. */
  readonly key: (action: KeyAction) => void;
}

export function createActions(page: Page): Actions {
  const acts = new Acts(page);
  const labels = labelActions(page, acts);
  const buttons = {
    ...labels,
    ...predictionActions(page, acts),
    ...classActions(page, acts, labels),
    ...undoActions(page),
    ...shellActions(page),
    ...lookingActions(page),
  };
  const byKey = keyMeanings(page, buttons);
  return {
    ...buttons,
    key: (action) => {
      if (action.do === 'class') buttons.labelNumber(action.number);
      else byKey[action.do](action.extend === true);
    },
  };
}

function keyMeanings(
  page: Page,
  buttons: Buttons,
): Readonly<Record<Exclude<KeyAction['do'], 'class'>, (extend: boolean) => void>> {
  const { state, dispatch, grid, findClass } = page;
  const { skip, undo, flag, accept, reject, move, resize, toggle } = buttons;
  const pageSize = (): number => grid().columns * grid().rows;
  return {
    skip,
    undo,
    flag,
    accept,
    reject,
    escape: buttons.escape,
    left: (extend) => move(-1, extend),
    right: (extend) => move(1, extend),
    up: (extend) => move(-grid().columns, extend),
    down: (extend) => move(grid().columns, extend),
    pageUp: (extend) => move(-pageSize(), extend),
    pageDown: (extend) => move(pageSize(), extend),
    first: (extend) => dispatch({ type: 'goTo', place: 0, extend }),
    last: (extend) => dispatch({ type: 'goTo', place: Number.MAX_SAFE_INTEGER, extend }),
    nextUndecided: () => dispatch({ type: 'nextUndecided', direction: 1 }),
    previousUndecided: () => dispatch({ type: 'nextUndecided', direction: -1 }),
    open: () => dispatch({ type: 'single', on: !state().isSingle }),
    help: () => toggle('help'),
    find: findClass,
    larger: () => resize(1),
    smaller: () => resize(-1),
  };
}
