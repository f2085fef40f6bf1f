import { describe, expect, test } from 'vitest';
import { defaultKeys } from '../../src/protocol/keys.ts';
import { packPaths } from '../../src/protocol/packedPaths.ts';
import type { PanelClass, PanelState } from '../../src/protocol/panel.ts';
import { noMarks } from '../../src/protocol/reviewPanel.ts';
import { nothing } from '../../webview/annotations.ts';
import type { Action } from '../../webview/state/action.ts';
import { everything, wholeBatch } from '../../webview/state/filter.ts';
import { captionOf } from '../../webview/state/given.ts';
import { annotationOf, annotationsOf, isPending } from '../../webview/state/image.ts';
import { currentPath, selectedPaths } from '../../webview/state/selection.ts';
import { initialState, type State } from '../../webview/state/state.ts';
import { update } from '../../webview/state/update.ts';
import { summaryOf } from '../../webview/summary.ts';

const classOf = (name: string): PanelClass => ({ name, color: 0, isOwnColor: false, key: '' });
const paths = ['a', 'b', 'c', 'd', 'e', 'f'];
const cat = { label: 'cat', skipped: false, flagged: false };

function batchOf(id: string, picked: readonly string[]): PanelState['batch'] {
  const picks = picked.map((path) => ({ path, score: 0, reason: { text: '' } }));
  return { id, selector: 'random', why: '', notes: [], picks };
}

const told: PanelState = {
  folder: '/pool',
  name: 'pool',
  window: 'w',
  images: packPaths(paths),
  embeddings: 'e',
  classes: [classOf('cat'), classOf('dog')],
  keys: defaultKeys,
  recent: [],
  batch: batchOf('1', ['e', 'b', 'c']),
  predictions: null,
  strategies: [],
  choices: initialState.choices,
  advice: null,
  comparison: null,
  job: null,
  review: null,
  reviewMarks: noMarks,
  relations: null,
  unreadable: [],
  problems: [],
  banner: null,
};

const shownPaths = (state: State): string[] => [...state.shown].map((row) => state.paths[row]);

function run(state: State, ...actions: readonly Action[]): State {
  return actions.reduce(update, state);
}

const fresh = run(initialState, { type: 'changed', change: told });
const loaded = run(fresh, {
  type: 'annotations',
  patch: { complete: true, rows: [], names: [], labels: [], marks: [] },
});
const label = (path: string, id = 1): Action => ({
  type: 'acted',
  id,
  changes: new Map([[path, cat]]),
  advance: true,
});
/** As the host tells it: images by their paths. */
const images = (...names: readonly string[]): Action => ({
  type: 'changed',
  change: { images: packPaths(names) },
});
const patch = (row: number, name = 'cat'): Action => ({
  type: 'annotations',
  patch: { complete: false, rows: [row], names: [name], labels: [0], marks: [0] },
});

describe('what is shown', () => {
  test('is the batch, in the order of its picks; all images while there is none', () => {
    expect(shownPaths(loaded)).toEqual(['e', 'b', 'c']);
    const without = run(initialState, { type: 'changed', change: { ...told, batch: null } });
    expect(without.filter).toEqual(everything);
    expect(without.shown).toHaveLength(6);
  });

  test('becomes the new batch that was asked for here, at its first undecided image', () => {
    const asked: Action = { type: 'changed', change: { job: { kind: 'select', progress: null } } };
    const state = run(loaded, { type: 'filter', change: everything }, patch(0), asked, {
      type: 'changed',
      change: { batch: batchOf('2', ['a', 'd']) },
    });
    expect(state.filter).toEqual(wholeBatch);
    expect(currentPath(state)).toBe('d');
    expect(state.isBatchOffered).toBe(false);
  });

  test('stays where another window has selected a batch, which is offered until it is asked for', () => {
    const state = run(loaded, { type: 'goTo', place: 1 }, patch(0), {
      type: 'changed',
      change: { batch: batchOf('2', ['a', 'd']) },
    });
    expect(shownPaths(state)).toEqual(['e', 'b', 'c']);
    expect(currentPath(state)).toBe('b');
    expect(state.isBatchOffered).toBe(true);
    const shown = run(state, { type: 'filter', change: wholeBatch });
    expect(shownPaths(shown)).toEqual(['a', 'd']);
    expect(shown.isBatchOffered).toBe(false);
  });

  test('begins at the first undecided image, which is known once the annotations are told', () => {
    const begun = run(fresh, patch(4));
    expect(currentPath(begun)).toBe('b');
    expect(currentPath(run(begun, { type: 'goTo', place: 0 }, patch(1)))).toBe('e');
  });

  test('keeps the image under the cursor when the list of images changes', () => {
    const before = run(loaded, { type: 'goTo', place: 1 });
    const after = run(before, { type: 'changed', change: { images: packPaths(['0', ...paths]) } });
    expect(currentPath(after)).toBe('b');
    expect([...after.shown]).toEqual([5, 2, 3]);
  });

  test('as unlabeled does not change under the fingers', () => {
    const state = run(loaded, patch(0), { type: 'filter', change: { show: { kind: 'unlabeled' } } });
    expect(shownPaths(state)).toEqual(['b', 'c', 'd', 'e', 'f']);
    expect(run(state, label('b'), patch(1)).shown).toEqual(state.shown);
  });
});

describe('an act', () => {
  test('shows at once as not saved yet, and the cursor goes on', () => {
    const state = run(loaded, label('e'));
    expect(annotationOf(state, 4)).toEqual(cat);
    expect(isPending(state, 'e')).toBe(true);
    expect(currentPath(state)).toBe('b');
  });

  test('is what the host told, once it is answered', () => {
    const state = run(loaded, label('e'), patch(4), { type: 'answered', id: 1 });
    expect(isPending(state, 'e')).toBe(false);
    expect(annotationOf(state, 4)).toEqual(cat);
  });

  test('that could not be saved is taken back, with its sentence, and the cursor returns to it', () => {
    const state = run(loaded, label('e', 1), label('b', 2), {
      type: 'refused',
      id: 1,
      message: 'The disk is full.',
    });
    expect(annotationOf(state, 4)).toBe(nothing);
    expect(annotationOf(state, 1)).toEqual(cat);
    expect(currentPath(state)).toBe('e');
    expect(state.banner).toEqual({ kind: 'error', message: 'The disk is full.' });
  });

  test('goes on to the next undecided image, over those that are decided', () => {
    const state = run(loaded, patch(1), label('e'));
    expect(currentPath(state)).toBe('c');
  });

  test('on the last image stays there', () => {
    const state = run(loaded, { type: 'goTo', place: 2 }, label('c'));
    expect(currentPath(state)).toBe('c');
  });

  test('later acts win over earlier ones that are on their way too', () => {
    const dog = new Map([['e', { ...cat, label: 'dog' }]]);
    const state = run(loaded, label('e', 1), { type: 'acted', id: 2, changes: dog, advance: false });
    expect(annotationOf(state, 4).label).toBe('dog');
    expect(annotationOf(run(state, patch(4), { type: 'answered', id: 1 }), 4).label).toBe('dog');
    // Who goes through all rows sees the same.
    for (const one of [state, run(state, patch(1)), loaded])
      expect([0, 1, 2, 3, 4, 5].map(annotationsOf(one))).toEqual(
        [0, 1, 2, 3, 4, 5].map((row) => annotationOf(one, row)),
      );
  });
});

describe('several images', () => {
  const all = run(loaded, { type: 'filter', change: everything }, { type: 'goTo', place: 0 });
  const at = (state: State, ...places: readonly number[]): State =>
    places.reduce((now, place) => update(now, { type: 'toggle', place }), state);

  test('are selected one by one, beginning with the one under the cursor', () => {
    expect(selectedPaths(at(all, 2, 4))).toEqual(['a', 'c', 'e']);
    expect(selectedPaths(at(all, 2, 4, 2))).toEqual(['a', 'e']);
    expect(at(all, 0).selection).toBeUndefined();
  });

  test('a range joins what was selected before, and shrinks again', () => {
    const range = run(at(all, 3), { type: 'goTo', place: 5, how: 'extend' });
    expect(selectedPaths(range)).toEqual(['a', 'd', 'e', 'f']);
    expect(selectedPaths(run(range, { type: 'move', by: -1, how: 'extend' }))).toEqual(['a', 'd', 'e']);
  });

  test('the cursor can walk and leave them selected', () => {
    const walked = run(all, { type: 'move', by: 2, how: 'keep' });
    expect([currentPath(walked), selectedPaths(walked)]).toEqual(['c', ['a']]);
    expect(selectedPaths(run(walked, { type: 'toggle' }))).toEqual(['a', 'c']);
    expect(walked.selection?.count).toBe(1);
  });

  test('after an act about them the cursor goes on behind the last one', () => {
    const state = run(at(all, 3), {
      type: 'acted',
      id: 1,
      changes: new Map([
        ['a', cat],
        ['d', cat],
      ]),
      advance: true,
    });
    expect([currentPath(state), state.selection]).toEqual(['e', undefined]);
  });
});

describe('moving', () => {
  test('stops at both ends', () => {
    expect(run(loaded, { type: 'move', by: -5 }).cursor).toBe(0);
    expect(run(loaded, { type: 'move', by: 50 }).cursor).toBe(2);
    expect(run(initialState, { type: 'move', by: 1 }).cursor).toBe(0);
  });

  test('with Shift selects a range, which the next act is about', () => {
    const state = run(loaded, { type: 'move', by: 1, how: 'extend' });
    expect(selectedPaths(state)).toEqual(['e', 'b']);
    expect(selectedPaths(run(state, { type: 'clearSelection' }))).toEqual(['b']);
    expect(selectedPaths(run(loaded, { type: 'selectAll' }))).toEqual(['e', 'b', 'c']);
  });

  test('N finds the next undecided image, round the end, and stays if there is none', () => {
    const next: Action = { type: 'nextUndecided', direction: 1 };
    expect(currentPath(run(loaded, patch(1), next))).toBe('c');
    expect(currentPath(run(loaded, { type: 'goTo', place: 2 }, patch(1), next))).toBe('e');
    expect(run(loaded, patch(1), patch(2), next).cursor).toBe(0);
  });

  test('to an image outside the list shows all images', () => {
    const state = run(loaded, { type: 'goToPath', path: 'f' });
    expect([state.filter, currentPath(state)]).toEqual([everything, 'f']);
    expect(run(loaded, { type: 'goToPath', path: 'gone' })).toBe(loaded);
  });
});

describe('the counts', () => {
  test('are those of the pool and of the batch, and know acts on their way', () => {
    const state = run(loaded, patch(0, 'dog'), label('e'));
    expect(summaryOf(state)).toEqual({
      labeled: 2,
      skipped: 0,
      flagged: 0,
      unlabeled: 4,
      perClass: new Map([
        ['dog', 1],
        ['cat', 1],
      ]),
      batchDone: 1,
      batchSize: 3,
      batchPerClass: new Map([['cat', 1]]),
    });
  });

  test('leave out picks whose image is gone', () => {
    const state = run(loaded, { type: 'changed', change: { images: packPaths(['a', 'b', 'c']) } });
    expect(summaryOf(state)).toMatchObject({ batchDone: 0, batchSize: 2 });
  });
});

describe('changes of the class list on their way', () => {
  const names = ({ classes }: State): string[] => classes.map(({ name, key }) => `${name} ${key}`);
  const order = (id: number, ...to: string[]): Action => ({
    type: 'classActed',
    id,
    act: { kind: 'class-order', names: to },
  });

  test('count until they are answered, also where the host tells of an older one meanwhile', () => {
    const both = run(loaded, order(1, 'dog', 'cat'), order(2, 'cat', 'dog'));
    expect(names(both)).toEqual(['cat 1', 'dog 2']);
    const told = run(both, { type: 'changed', change: { classes: [classOf('dog'), classOf('cat')] } });
    expect(names(told)).toEqual(['cat 1', 'dog 2']);
    expect(names(run(told, { type: 'classAnswered', id: 1 }))).toEqual(['cat 1', 'dog 2']);
  });

  test('are gone when they were refused', () => {
    const renamed = run(loaded, {
      type: 'classActed',
      id: 1,
      act: { kind: 'class-rename', name: 'cat', to: 'lynx' },
    });
    expect(names(renamed)[0]).toBe('lynx ');
    expect(names(run(renamed, { type: 'classAnswered', id: 1 }))).toEqual(names(loaded));
  });
});

describe('when the images change', () => {
  test('what is selected stays so, as far as it is there', () => {
    const state = run(
      loaded,
      { type: 'filter', change: everything },
      { type: 'goTo', place: 1 },
      { type: 'goTo', place: 3, how: 'extend' },
    );
    expect(selectedPaths(state)).toEqual(['b', 'c', 'd']);
    const after = run(state, images('0', 'a', 'b', 'd', 'e', 'f'));
    expect(selectedPaths(after)).toEqual(['b', 'd']);
    expect(currentPath(after)).toBe('d');
    const none = run(after, images('a', 'e'));
    expect(none.selection).toBeUndefined();
    expect(currentPath(none)).toBe('e');
  });

  test('the cursor goes to the next image if its own is gone, whatever else came or went', () => {
    const state = run(loaded, { type: 'filter', change: everything }, { type: 'goTo', place: 3 });
    expect(currentPath(run(state, images('c', 'e', 'f')))).toBe('e');
    expect(currentPath(run(state, images('a', 'b')))).toBe('b');
  });
});

describe('rows selected from outside the list', () => {
  const rows = (...list: readonly number[]) => Int32Array.from(list);
  const select = (how: 'replace' | 'add' | 'remove', ...list: readonly number[]): Action => ({
    type: 'selectRows',
    rows: rows(...list),
    how,
  });

  test('stay in the list that is shown if it holds them all; else all images are listed', () => {
    const inBatch = run(loaded, select('replace', 1, 4));
    expect(inBatch.filter).toEqual(wholeBatch);
    expect(selectedPaths(inBatch)).toEqual(['e', 'b']);
    const outside = run(loaded, select('replace', 0, 4));
    expect(outside.filter).toEqual(everything);
    expect(selectedPaths(outside)).toEqual(['a', 'e']);
    expect(currentPath(outside)).toBe('a');
  });

  test('join what is selected, and leave it', () => {
    const two = run(loaded, select('replace', 0, 1));
    expect(selectedPaths(run(two, select('add', 5)))).toEqual(['a', 'b', 'f']);
    expect(selectedPaths(run(two, select('add', 5), select('remove', 0)))).toEqual(['b', 'f']);
    expect(run(two, select('replace')).selection).toBeUndefined();
    expect(selectedPaths(run(two, select('add')))).toEqual(['a', 'b']);
  });
});

describe('a list that something else has found', () => {
  const given = { title: 'like a', rows: Int32Array.from([5, 2, 0]), captions: ['1', '2', '3'] };
  const shown = run(loaded, { type: 'view', view: 'map' }, { type: 'give', given });

  test('is shown in its own order, in the grid, with a word on each', () => {
    expect(shownPaths(shown)).toEqual(['f', 'c', 'a']);
    expect(shown.view).toBe('batch');
    expect([5, 2, 0, 1].map((row) => captionOf(shown, row))).toEqual(['1', '2', '3', '']);
    expect(captionOf(run(shown, { type: 'filter', change: everything }), 5)).toBe('');
  });

  test('follows its images when others come or go', () => {
    const moved = run(shown, images('0', 'a', 'f'));
    expect(shownPaths(moved)).toEqual(['f', 'a']);
    expect([2, 1].map((row) => captionOf(moved, row))).toEqual(['1', '3']);
  });
});

test('a batch that was asked for is shown, whatever view is open; one from elsewhere leaves the view', () => {
  const onMap = run(loaded, { type: 'view', view: 'map' });
  const batch: Action = { type: 'changed', change: { batch: batchOf('2', ['a']) } };
  expect(run(onMap, batch).view).toBe('map');
  expect(
    run(onMap, { type: 'changed', change: { job: { kind: 'select', progress: null } } }, batch).view,
  ).toBe('batch');
});
