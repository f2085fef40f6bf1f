import { expect, test } from 'vitest';
import { packPaths } from '../../src/protocol/packedPaths.ts';
import type { PanelAct } from '../../src/protocol/panel.ts';
import { createActions } from '../../webview/actions/actions.ts';
import type { Host } from '../../webview/host.ts';
import type { KeyAction } from '../../webview/keys.ts';
import type { Action } from '../../webview/state/action.ts';
import { annotationOf } from '../../webview/state/image.ts';
import { currentPath } from '../../webview/state/selection.ts';
import { initialState, type State } from '../../webview/state/state.ts';
import { update } from '../../webview/state/update.ts';

const paths = Array.from({ length: 40 }, (_, i) => `image ${i}`);

/** A page whose host answers each call, in order, only when it is told to. */
function slowPage() {
  const told: string[] = [];
  const calls: (() => void)[] = [];
  let state: State = update(initialState, {
    type: 'changed',
    change: {
      images: packPaths(paths),
      classes: ['cat', 'dog'].map((name, color) => ({ name, color, isOwnColor: false, key: '' })),
      batch: null,
    },
  });
  const dispatch = (action: Action): void => {
    state = update(state, action);
  };
  const later = <T>(answer: () => T): Promise<T> =>
    new Promise((resolve) => void calls.push(() => resolve(answer())));
  const done: string[] = [];
  const host = {
    act: ([act]: readonly PanelAct[]) => {
      if (act.kind !== 'label' && act.kind !== 'skip') throw new Error('not in this test');
      const said = `${act.paths.join()} ${act.kind === 'label' ? act.label : 'skip'}`;
      told.push(said);
      return later(() => void done.push(said));
    },
    undo: () => {
      told.push('undo');
      return later(() => {
        const [path] = (done.pop() ?? '').split(/ (?=\D)/).slice(0, 1);
        return { about: 'images', paths: [path], message: 'Took back.' };
      });
    },
  } as unknown as Host;
  const actions = createActions({
    host,
    state: () => state,
    dispatch,
    grid: () => ({ columns: 4, rows: 4 }),
    findClass: () => {},
    labelInView: () => false,
    draw: () => {},
    focusClass: () => {},
    showAllClasses: () => {},
    focusImages: () => {},
    stage: { zoom: () => {}, pan: () => {}, toggleActualSize: () => {} },
  });
  /** Lets the host answer everything that was asked, also what comes of the answers. */
  const settle = async (): Promise<void> => {
    for (let call = calls.shift(); call; call = calls.shift()) {
      call();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const press = (...keys: (KeyAction['do'] | number)[]): void => {
    for (const key of keys)
      actions.key(typeof key === 'number' ? { do: 'class', number: key } : ({ do: key } as KeyAction));
  };
  return { told, press, settle, state: () => state };
}

test('thirty keys that come faster than the host answers are thirty acts on thirty images, in order', async () => {
  const { told, press, settle, state } = slowPage();
  for (let i = 0; i < 30; i++) press(i % 2);
  expect(told).toEqual(paths.slice(0, 30).map((path, i) => `${path} ${i % 2 ? 'dog' : 'cat'}`));
  expect(paths.map((_, row) => annotationOf(state(), row).label).filter(Boolean)).toHaveLength(30);
  expect(state().pending).toHaveLength(30);
  expect(currentPath(state())).toBe('image 30');
  await settle();
  expect(state().pending).toEqual([]);
  expect(currentPath(state())).toBe('image 30');
});

test('keys behind an undo wait until it is known where it goes, and then mean what they would have meant', async () => {
  const { told, press, settle, state } = slowPage();
  press(0, 0, 'undo', 1, 'undo', 'undo', 'skip');
  expect(told).toEqual(['image 0 cat', 'image 1 cat', 'undo']);
  await settle();
  expect(told.slice(3)).toEqual(['image 1 dog', 'undo', 'undo', 'image 0 skip']);
  expect(currentPath(state())).toBe('image 1');
});
