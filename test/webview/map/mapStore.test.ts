import { expect, test } from 'vitest';
import type { PanelMap } from '../../../src/protocol/mapPanel.ts';
import { packPaths } from '../../../src/protocol/packedPaths.ts';
import { MapStore } from '../../../webview/map/mapStore.ts';
import { initialState } from '../../../webview/state/state.ts';
import { update } from '../../../webview/state/update.ts';

const mapOf = (points: readonly number[], missing = 0): PanelMap => ({
  method: 'umap',
  share: 1,
  points: Float32Array.from(points),
  missing,
  notes: [],
});
const nowhere = Number.NaN;

/** A store whose host gives these maps one after the other; the last one again and again. */
function storeOf(answers: readonly PanelMap[]) {
  let state = initialState;
  let asked = 0;
  const host = {
    map: async (_: null, { signal }: { readonly signal: AbortSignal }) => {
      const answer = answers[Math.min(asked++, answers.length - 1)];
      await Promise.resolve();
      signal.throwIfAborted();
      return answer;
    },
    mapNeed: async () => ({ images: 2, secondsLeft: 1, isOtherEncoder: false, encoder: 'E' }),
  };
  const page = { host, state: () => state } as unknown as ConstructorParameters<typeof MapStore>[0];
  const store = new MapStore(page, () => {});
  return {
    store,
    asks: () => asked,
    list: (paths: readonly string[]): void => {
      state = update(state, { type: 'changed', change: { images: packPaths(paths), batch: null } });
    },
    look: async (): Promise<void> => {
      store.look({ ...state, embeddings: 'E' });
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

test('what was embedded while nobody looked is on the map for the next who does', async () => {
  const { store, asks, list, look } = storeOf([
    mapOf([nowhere, nowhere, nowhere, nowhere], 2),
    mapOf([1, 2, 3, 4]),
  ]);
  list(['a', 'b']);
  await look();
  expect(store.map?.missing).toBe(2);
  await look();
  expect(asks()).toBe(1);
  store.leave();
  await look();
  expect(store.map?.missing).toBe(0);
  store.leave();
  await look();
  expect(asks()).toBe(2);
});

test('a map that comes for another list of images is asked for again', async () => {
  const { store, asks, list, look } = storeOf([mapOf([1, 2, 3, 4])]);
  list(['a']);
  await look();
  expect(store.map).toBeUndefined();
  list(['a', 'b']);
  await look();
  expect([...(store.map?.points ?? [])]).toEqual([1, 2, 3, 4]);
  await look();
  expect(asks()).toBe(2);
});

test('a map that a person has stopped stays stopped', async () => {
  const { store, asks, list, look } = storeOf([mapOf([1, 2, 3, 4])]);
  list(['a', 'b']);
  store.look({ ...initialState, embeddings: 'E' });
  store.stop();
  await look();
  store.leave();
  await look();
  expect([asks(), store.work]).toEqual([1, 'stopped']);
});
