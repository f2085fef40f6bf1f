import { describe, expect, test } from 'vitest';
import type { PanelClusters } from '../../src/protocol/clusterPanel.ts';
import { packPaths } from '../../src/protocol/packedPaths.ts';
import { ClusterStore } from '../../webview/map/clusterStore.ts';
import type { Action } from '../../webview/state/action.ts';
import { initialState } from '../../webview/state/state.ts';
import { update } from '../../webview/state/update.ts';

const paths = ['a', 'b', 'c', 'd', 'e', 'f'];
const info = (size: number, medoid: number) => ({ size, medoid, spread: 1 });
const halves: PanelClusters = {
  assignments: Int32Array.of(0, 1, 0, 0, -1, 1),
  clusters: [info(3, 2), info(2, 5)],
  silhouettes: [{ k: 2, silhouette: 0.5 }],
  notes: ['1 image has no embedding, so no cluster.'],
};
const split: PanelClusters = {
  assignments: Int32Array.of(0, -1, 1, 1, -1, -1),
  clusters: [info(1, 0), info(2, 3)],
  silhouettes: [],
  notes: [],
};

type Asked = { readonly k: number | 'auto'; readonly within?: readonly string[] };
type Answer = (asked: Asked, options: { readonly signal: AbortSignal }) => Promise<PanelClusters>;

function storeOf(answer: Answer = async ({ within }) => (within ? split : halves)) {
  const asks: Asked[] = [];
  let state = update(initialState, { type: 'changed', change: { images: packPaths(paths), batch: null } });
  const host = {
    cluster: (asked: Asked, options: { readonly signal: AbortSignal }) => {
      asks.push(asked);
      return answer(asked, options);
    },
  };
  const page = { host, state: () => state } as unknown as ConstructorParameters<typeof ClusterStore>[0];
  const dispatch = (action: Action): void => {
    state = update(state, action);
  };
  const encode = (embeddings: string): void => {
    state = { ...state, embeddings };
  };
  const store = new ClusterStore(page);
  const label = (rows: readonly number[], name: string): void =>
    dispatch({
      type: 'annotations',
      patch: { complete: false, rows, names: [name], labels: rows.map(() => 0), marks: rows.map(() => 0) },
    });
  return { store, asks, dispatch, label, encode };
}

describe('the clusters that the map knows', () => {
  test('are none any more by another encoder, also when it changed while they were worked out', async () => {
    const { store, encode } = storeOf();
    await store.group('auto');
    expect(store.clustering?.clusters).toHaveLength(2);
    encode('another');
    expect(store.clustering).toBeUndefined();
    expect(store.facts).toEqual([]);
    const late = store.group('auto');
    encode('a third');
    await late;
    expect(store.clustering).toBeUndefined();
  });

  test('are none until somebody asks; then all are told', async () => {
    const { store, asks } = storeOf();
    expect([store.clustering, store.facts, store.rows(0)]).toEqual([undefined, [], new Int32Array(0)]);
    const seen: unknown[] = [];
    const stop = store.onChange(() => seen.push(store.work));
    await store.group('auto');
    expect(asks).toEqual([{ k: 'auto' }]);
    expect(seen).toEqual(['begun', undefined]);
    expect(store.clustering?.clusters).toHaveLength(2);
    expect([...store.rows(1)]).toEqual([1, 5]);
    stop();
    await store.group(3);
    expect(seen).toHaveLength(2);
  });

  test('follow their images: those that are gone leave, those that came are in none', async () => {
    const { store, dispatch } = storeOf();
    await store.group(2);
    dispatch({ type: 'changed', change: { images: packPaths(['a', 'aa', 'b', 'd', 'f']) } });
    expect([...(store.clustering?.assignments ?? [])]).toEqual([0, -1, 1, 0, 1]);
    expect(store.clustering?.clusters.map(({ size, medoid }) => [size, medoid])).toEqual([
      [2, -1],
      [2, 4],
    ]);
    expect([...store.rows(0)]).toEqual([0, 3]);
  });

  test('say how many are labeled, of which class, and how pure that is once three are', async () => {
    const { store, label, dispatch } = storeOf();
    await store.group(2);
    label([0, 1], 'cat');
    expect(store.facts[0]).toEqual({ labeled: 1, open: 2, majority: 'cat', purity: undefined });
    label([2, 3], 'ant');
    expect(store.facts[0]).toEqual({ labeled: 3, open: 0, majority: 'ant', purity: 2 / 3 });
    expect(store.facts).toBe(store.facts);
    const changes = new Map([['f', { label: 'cat', skipped: false, flagged: false }]]);
    dispatch({ type: 'acted', id: 1, changes, advance: false });
    expect(store.facts[1]).toMatchObject({ labeled: 2, open: 0 });
  });

  test('are split, and numbered by size again', async () => {
    const { store, asks } = storeOf();
    await store.group(2);
    expect(await store.split(0)).toEqual([0, 2]);
    expect(asks[1]).toEqual({ k: 'auto', within: ['a', 'c', 'd'] });
    // Of equal size: that with the lower medoid first.
    expect([...(store.clustering?.assignments ?? [])]).toEqual([2, 1, 0, 0, -1, 1]);
    expect(store.clustering?.clusters.map(({ size }) => size)).toEqual([2, 2, 1]);
    expect(store.clustering?.silhouettes).toEqual(halves.silhouettes);
  });

  test('stay when the work is given up or fails, which is kept', async () => {
    const { store } = storeOf(async ({ k }, { signal }) => {
      if (k === 5) throw new Error('No.');
      if (k === 9)
        await new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(new Error('Cancelled.'))),
        );
      return halves;
    });
    await store.group(2);
    await store.group(5);
    expect(store.error).toEqual(new Error('No.'));
    const running = store.group(9);
    expect([store.work, store.error]).toEqual(['begun', undefined]);
    store.cancel();
    await running;
    expect([store.work, store.error]).toEqual([undefined, undefined]);
    expect(store.clustering?.clusters).toHaveLength(2);
  });
});
