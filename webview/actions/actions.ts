import type { KeyAction } from '../keys.ts';
import type { Moving } from '../state/action.ts';
import { Acts } from './acts.ts';
import { type ClassActions, classActions } from './classes.ts';
import { type LabelActions, labelActions } from './labels.ts';
import { type LookingActions, lookingActions } from './looking.ts';
import type { Page } from './page.ts';
import { type PredictionActions, predictionActions } from './predictions.ts';
import { type RecentActions, recentActions } from './recent.ts';
import { type ShellActions, shellActions } from './shell.ts';
import { type SimilarActions, similarActions } from './similar.ts';
import { Turning } from './turning.ts';
import { type UndoActions, undoActions } from './undo.ts';

type Buttons = LabelActions &
  PredictionActions &
  ClassActions &
  UndoActions &
  RecentActions &
  ShellActions &
  SimilarActions &
  LookingActions;

/** What a person can do, by key or by button. */
export interface Actions extends Buttons {
  /** Does what a key means. */
  readonly key: (action: KeyAction) => void;
  /** Does something now, or as soon as nothing is being taken back. */
  readonly inTurn: (work: () => void) => void;
}

export function createActions(page: Page): Actions {
  const acts = new Acts(page);
  const turning = new Turning();
  const labels = labelActions(page, acts);
  const buttons = {
    ...labels,
    ...predictionActions(page, acts),
    ...classActions(page, acts, labels),
    ...undoActions(page, turning),
    ...recentActions(page),
    ...shellActions(page),
    ...similarActions(page),
    ...lookingActions(page),
  };
  const byKey = keyMeanings(page, buttons);
  return {
    ...buttons,
    inTurn: (work) => turning.run(work),
    key: (action) =>
      turning.run(() => {
        if (action.do === 'class') buttons.labelNumber(action.number);
        else byKey[action.do](action.extend ? 'extend' : action.keep ? 'keep' : undefined);
      }),
  };
}

function keyMeanings(
  page: Page,
  buttons: Buttons,
): Readonly<Record<Exclude<KeyAction['do'], 'class'>, (how?: Moving) => void>> {
  const { state, dispatch, grid, findClass, stage } = page;
  const { skip, undo, flag, accept, reject, resize, toggle, nextUndecided } = buttons;
  const pageSize = (): number => grid().columns * grid().rows;
  const step = (right: number, down: number, how?: Moving): void => {
    if (how === 'extend' && state().isSingle) stage.pan(right, down);
    else buttons.move(right + down * (state().isSingle ? 1 : grid().columns), how);
  };
  const goTo = (place: number, how?: Moving): void => dispatch({ type: 'goTo', place, ...(how && { how }) });
  return {
    skip,
    undo,
    flag,
    accept,
    reject,
    escape: buttons.escape,
    // They mean something in their view only.
    same: () => {},
    different: () => {},
    later: () => {},
    left: (how) => step(-1, 0, how),
    right: (how) => step(1, 0, how),
    up: (how) => step(0, -1, how),
    down: (how) => step(0, 1, how),
    pageUp: (how) => buttons.move(-pageSize(), how),
    pageDown: (how) => buttons.move(pageSize(), how),
    first: (how) => goTo(0, how),
    last: (how) => goTo(Number.MAX_SAFE_INTEGER, how),
    toggle: () => dispatch({ type: 'toggle' }),
    nextUndecided: () => nextUndecided(1),
    previousUndecided: () => nextUndecided(-1),
    open: () => dispatch({ type: 'single', on: !state().isSingle }),
    help: () => toggle('help'),
    filter: () => toggle('filter'),
    find: findClass,
    larger: () => resize(1),
    smaller: () => resize(-1),
    actualSize: () => {
      if (state().isSingle) stage.toggleActualSize();
    },
  };
}
