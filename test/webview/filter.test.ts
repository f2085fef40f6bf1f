import { expect, test } from 'vitest';
import { packPaths } from '../../src/protocol/packedPaths.ts';
import { foldersOf } from '../../webview/facets/folders.ts';
import { predictedCounts } from '../../webview/facets/predicted.ts';
import type { Action } from '../../webview/state/action.ts';
import { everything, type Filter, readFilter } from '../../webview/state/filter.ts';
import { currentPath } from '../../webview/state/selection.ts';
import { initialState, type State } from '../../webview/state/state.ts';
import { update } from '../../webview/state/update.ts';

const paths = ['a/IMG_1.jpg', 'a/b/img_2.jpg', 'a/b/other.jpg', 'c/img_3.png', 'top.png'];

const loaded = run(
  initialState,
  {
    type: 'changed',
    change: {
      images: packPaths(paths),
      batch: null,
      unreadable: [{ path: 'top.png', reason: 'broken' }],
      predictions: {
        names: ['cat', 'dog'],
        classes: Int32Array.of(0, 0, 1, 0, -1),
        confidence: Float32Array.of(0.6, 0.9, 0.5, 0.7, 0),
        head: 'softmax',
        source: 'the built-in head',
        why: '',
      },
    },
  },
  {
    type: 'annotations',
    patch: {
      complete: true,
      rows: [0, 1, 2],
      names: ['cat'],
      labels: [0, -1, -1],
      marks: [0, 1, 2],
    },
  },
);

function run(state: State, ...actions: readonly Action[]): State {
  return actions.reduce(update, state);
}

function shown(change: Partial<Filter>, state = loaded): string[] {
  const { shown: rows, paths: all } = run(state, { type: 'filter', change: { ...everything, ...change } });
  return [...rows].map((row) => all[row]);
}

test('lists are by what is known of the images', () => {
  expect(shown({ show: { kind: 'labeled' } })).toEqual(['a/IMG_1.jpg']);
  expect(shown({ show: { kind: 'class', name: 'cat' } })).toEqual(['a/IMG_1.jpg']);
  expect(shown({ show: { kind: 'class', name: 'dog' } })).toEqual([]);
  expect(shown({ show: { kind: 'skipped' } })).toEqual(['a/b/img_2.jpg']);
  expect(shown({ show: { kind: 'flagged' } })).toEqual(['a/b/other.jpg']);
  expect(shown({ show: { kind: 'unlabeled' } })).toEqual(['a/b/other.jpg', 'c/img_3.png', 'top.png']);
  expect(shown({ show: { kind: 'unreadable' } })).toEqual(['top.png']);
});

test('a predicted class lists what is not decided, the surest first', () => {
  const more = run(loaded, {
    type: 'annotations',
    patch: { complete: false, rows: [1], names: [], labels: [-1], marks: [0] },
  });
  expect(shown({ show: { kind: 'predicted', name: 'cat' } }, more)).toEqual(['a/b/img_2.jpg', 'c/img_3.png']);
  expect(predictedCounts(loaded)).toEqual(
    new Map([
      ['cat', 1],
      ['dog', 1],
    ]),
  );
});

test('name and folder narrow any list, whatever the case', () => {
  expect(shown({ text: ' iMg_' })).toEqual(['a/IMG_1.jpg', 'a/b/img_2.jpg', 'c/img_3.png']);
  expect(shown({ text: 'img', folder: 'a/b/' })).toEqual(['a/b/img_2.jpg']);
  expect(shown({ folder: 'a/', show: { kind: 'unlabeled' } })).toEqual(['a/b/other.jpg']);
});

test('a list stays as it was asked for until it is asked for anew, also when images come and go', () => {
  const open: Action = { type: 'filter', change: { show: { kind: 'unlabeled' } } };
  const label: Action = {
    type: 'annotations',
    patch: { complete: false, rows: [2], names: ['dog'], labels: [0], marks: [0] },
  };
  const listed = run(loaded, open, label);
  expect(listed.shown).toHaveLength(3);
  const now = run(listed, {
    type: 'changed',
    change: { images: packPaths(['a/b/other.jpg', 'new.png', 'top.png']) },
  });
  expect([...now.shown].map((row) => now.paths[row])).toEqual(['a/b/other.jpg', 'new.png', 'top.png']);
});

test('an image that vanishes under the cursor leaves it at its place', () => {
  const at = run(loaded, { type: 'goTo', place: 3 });
  const rest = paths.filter((path) => path !== 'c/img_3.png');
  const now = run(at, { type: 'changed', change: { images: packPaths(rest) } });
  expect(currentPath(now)).toBe('top.png');
});

test('folders are counted with what lies below them', () => {
  expect(foldersOf(paths)).toEqual(
    new Map([
      ['a/', 3],
      ['a/b/', 2],
      ['c/', 1],
    ]),
  );
});

test('only a filter is taken for one', () => {
  const filter: Filter = { show: { kind: 'class', name: 'cat' }, text: 'x', folder: 'a/' };
  expect(readFilter(JSON.parse(JSON.stringify(filter)))).toEqual(filter);
  for (const value of [
    undefined,
    'all',
    { show: 'all' },
    { ...filter, show: { kind: 'class' } },
    { ...filter, text: 1 },
  ])
    expect(readFilter(value)).toBeUndefined();
});
