import { expect, test } from 'vitest';
import { packPaths } from '../../src/protocol/packedPaths.ts';
import type { PanelAct, PanelPredictions } from '../../src/protocol/panel.ts';
import { createActions } from '../../webview/actions/actions.ts';
import type { Host } from '../../webview/host.ts';
import { percent } from '../../webview/percent.ts';
import type { Action } from '../../webview/state/action.ts';
import { annotationOf, predictionOf } from '../../webview/state/image.ts';
import { currentPath } from '../../webview/state/selection.ts';
import { initialState, type State } from '../../webview/state/state.ts';
import { update } from '../../webview/state/update.ts';

const predictions: PanelPredictions = {
  names: ['cat', 'dog'],
  classes: Int32Array.of(0, 1, -1, 1),
  confidence: Float32Array.of(0.5, 0.75, 0, 1),
  head: 'spreading',
  source: 'the built-in head (label spreading)',
  why: '',
};

/** A page of four images a, b, c, d, with a host that saves everything. */
function pageOf(change: Partial<PanelPredictions> = {}) {
  const told: PanelAct[][] = [];
  let state: State = update(initialState, {
    type: 'changed',
    change: {
      images: packPaths(['a', 'b', 'c', 'd']),
      classes: ['cat', 'dog'].map((name, color) => ({ name, color, isOwnColor: false, key: '' })),
      batch: null,
      predictions: { ...predictions, ...change },
    },
  });
  const dispatch = (action: Action): void => {
    state = update(state, action);
  };
  const host = { act: async (acts: PanelAct[]) => void told.push(acts) } as unknown as Host;
  const actions = createActions({
    host,
    state: () => state,
    dispatch,
    grid: () => ({ columns: 2, rows: 2 }),
    findClass: () => {},
    labelInView: () => false,
    draw: () => {},
    focusClass: () => {},
    showAllClasses: () => {},
    focusImages: () => {},
    stage: { zoom: () => {}, pan: () => {}, toggleActualSize: () => {} },
  });
  return { told, actions, dispatch, state: () => state, seen: () => seenOf(state) };
}

/** What stands on the chips: "cat 0.5", "(dog)" for one that was turned down, "" for none. */
function seenOf(state: State): string[] {
  return state.paths.map((_, row) => {
    const prediction = predictionOf(state, row);
    if (prediction === undefined) return '';
    return prediction.isRejected ? `(${prediction.label})` : `${prediction.label} ${prediction.confidence}`;
  });
}

test('chips stand on undecided images of which something is known', () => {
  const { seen, dispatch } = pageOf();
  expect(seen()).toEqual(['cat 0.5', 'dog 0.75', '', 'dog 1']);
  const patch = { complete: false, rows: [1], names: [], labels: [-1], marks: [1] };
  dispatch({ type: 'annotations', patch });
  expect(seen()).toEqual(['cat 0.5', '', '', 'dog 1']);
});

test('A labels with the predicted class and goes on', () => {
  const { actions, told, state } = pageOf();
  actions.key({ do: 'accept' });
  expect(told).toEqual([[{ kind: 'label', paths: ['a'], label: 'cat' }]]);
  expect(annotationOf(state(), 0).label).toBe('cat');
  expect(currentPath(state())).toBe('b');
});

test('A on a selection gives each image its own prediction, in one undo unit', () => {
  const { actions, told, dispatch } = pageOf();
  dispatch({ type: 'selectAll' });
  actions.key({ do: 'accept' });
  expect(told).toEqual([
    [
      { kind: 'label', paths: ['a'], label: 'cat' },
      { kind: 'label', paths: ['b', 'd'], label: 'dog' },
    ],
  ]);
});

test('A where nothing is predicted says so and does nothing', () => {
  const { actions, told, dispatch, state } = pageOf();
  dispatch({ type: 'goTo', place: 2 });
  actions.key({ do: 'accept' });
  expect(told).toEqual([]);
  expect(state().status).toBe('Nothing is predicted here.');
});

test('A without any prediction says what is missing', () => {
  const { actions, dispatch, state } = pageOf();
  const said = (): string => {
    actions.key({ do: 'accept' });
    return state().status;
  };
  dispatch({ type: 'changed', change: { predictions: null } });
  expect(said()).toContain('label two classes');
  const patch = { complete: false, rows: [2, 3], names: ['cat', 'dog'], labels: [0, 1], marks: [0, 0] };
  dispatch({ type: 'annotations', patch });
  expect(said()).toContain('it needs embeddings');
  dispatch({ type: 'changed', change: { job: { kind: 'embed', progress: null } } });
  expect(said()).toContain('when the work that runs is done');
  dispatch({ type: 'changed', change: { predictions } });
  dispatch({ type: 'goTo', place: 3 });
  expect(said()).toContain('decided already');
});

test('X hides the prediction, writes nothing and goes on; again, it shows it', () => {
  const { actions, told, dispatch, state, seen } = pageOf();
  actions.key({ do: 'reject' });
  expect(seen()).toEqual(['(cat)', 'dog 0.75', '', 'dog 1']);
  expect(currentPath(state())).toBe('b');
  expect(state().status).toContain('Still unlabeled');
  dispatch({ type: 'goTo', place: 0 });
  actions.key({ do: 'accept' });
  expect(told).toEqual([]);
  actions.key({ do: 'reject' });
  expect(seen()[0]).toBe('cat 0.5');
  expect(currentPath(state())).toBe('a');
});

test('a prediction that was turned down stays hidden until another class is predicted', () => {
  const { actions, dispatch, seen } = pageOf();
  actions.key({ do: 'reject' });
  const again = { ...predictions, confidence: Float32Array.of(0.9, 0.9, 0, 1) };
  dispatch({ type: 'changed', change: { predictions: again } });
  expect(seen()[0]).toBe('(cat)');
  const other = { ...predictions, classes: Int32Array.of(1, 1, -1, 1) };
  dispatch({ type: 'changed', change: { predictions: other } });
  expect(seen()[0]).toBe('dog 0.5');
});

test('what is not certain is never 100 %', () => {
  expect([0, 0.004, 0.876, 0.9999, 1].map(percent)).toEqual(['0 %', '0 %', '88 %', '99 %', '100 %']);
});
