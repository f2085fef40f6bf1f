import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import type { PanelSimilar, SimilarAsk } from '../../src/protocol/clusterPanel.ts';
import { packPaths } from '../../src/protocol/packedPaths.ts';
import { findSimilar } from '../../webview/similar/findSimilar.ts';
import type { Action } from '../../webview/state/action.ts';
import { captionOf } from '../../webview/state/given.ts';
import { currentPath } from '../../webview/state/selection.ts';
import { initialState } from '../../webview/state/state.ts';
import { update } from '../../webview/state/update.ts';

const paths = ['a', 'b', 'c', 'd', 'e'];

/** A page on five images, with a host that finds these, each 0.125 farther than the last. */
function pageOf(found: readonly string[], error?: Error) {
  const asks: SimilarAsk[] = [];
  let state = update(initialState, { type: 'changed', change: { images: packPaths(paths), batch: null } });
  const dispatch = (action: Action): void => {
    state = update(state, action);
  };
  const similar = async (ask: SimilarAsk): Promise<PanelSimilar> => {
    asks.push(ask);
    if (error) throw error;
    return { paths: found, distances: found.map((_, i) => (i + 1) / 8), notes: ['One note.'] };
  };
  const page = {
    host: { similar } as unknown as Parameters<typeof findSimilar>[0]['host'],
    state: () => state,
    dispatch,
    focusImages: () => {},
  };
  const shown = (): string => [...state.shown].map((row) => paths[row]).join('');
  const press = async (label: string): Promise<void> => {
    state.given?.buttons?.find((button) => button.label === label)?.onPress();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { page, asks, state: () => state, dispatch, shown, press };
}

describe('finding similar images', () => {
  test('lists them with their distances, those that are gone left out', async () => {
    const { page, asks, state, shown } = pageOf(['d', 'gone', 'b']);
    await findSimilar(page, { like: ['a'], unlike: [] });
    expect(asks).toEqual([{ like: ['a'], unlike: [] }]);
    expect(shown()).toBe('db');
    expect(state().given?.title).toBe('Like a');
    expect([3, 1, 0].map((row) => captionOf(state(), row))).toEqual(['distance 0.13', 'distance 0.38', '']);
    expect(state().status).toBe('Like a: 2 images, the nearest first. One note.');
  });

  test('of nothing named is of what is selected, or of the image under the cursor', async () => {
    const { page, asks, dispatch, state } = pageOf(['d']);
    dispatch({ type: 'selectRows', rows: Int32Array.of(1, 4), how: 'replace' });
    await findSimilar(page);
    expect(asks[0].like).toEqual(['b', 'e']);
    expect(state().given?.title).toBe('Like 2 images');
    await findSimilar(page, { like: [], unlike: [] });
    expect(asks[1].like).toEqual(['d']);
  });

  test('is made more and less like some, and goes back to where it began', async () => {
    const { page, asks, dispatch, state, shown, press } = pageOf(['d', 'c', 'b']);
    dispatch({ type: 'filter', change: { text: 'a' } });
    await findSimilar(page, { like: ['a'], unlike: [], file: '/else/where.jpg' });
    expect(state().given?.title).toBe('Like 2 images');
    dispatch({ type: 'goToPath', path: 'c' });
    await press('More like these');
    expect(asks[1]).toEqual({ like: ['a', 'c'], unlike: [], file: '/else/where.jpg' });
    dispatch({ type: 'goToPath', path: 'c' });
    await press('Less like these');
    expect(asks[2]).toEqual({ like: ['a'], unlike: ['c'], file: '/else/where.jpg' });
    expect(state().given?.title).toBe('Like 2 images, unlike c');
    await press('Back');
    expect([state().given?.title, currentPath(state())]).toEqual(['Like 3 images', 'c']);
    await press('Back');
    await press('Back');
    expect([state().filter.show.kind, state().filter.text, shown()]).toEqual(['all', 'a', 'a']);
  });

  test('goes back to the view it was asked in', async () => {
    const { page, dispatch, state, press } = pageOf(['d']);
    dispatch({ type: 'view', view: 'map' });
    await findSimilar(page, { like: ['a'], unlike: [] });
    expect(state().view).toBe('batch');
    await press('Back');
    expect(state().view).toBe('map');
  });

  test('offers to embed where nothing is, and else says what is wrong', async () => {
    const blind = pageOf([], new UserError('needs-input', 'Nothing is embedded.'));
    await findSimilar(blind.page, { like: ['a'], unlike: [] });
    expect(blind.state().banner).toMatchObject({
      message: 'Nothing is embedded.',
      button: { command: 'embedFolder' },
    });
    expect(blind.state().given).toBeUndefined();
    const { page } = pageOf(['d']);
    await findSimilar({ ...blind.page, host: page.host }, { like: ['a'], unlike: [] });
    expect([blind.state().banner, blind.state().given?.title]).toEqual([null, 'Like a']);
    const broken = pageOf([], new UserError('not-readable', 'It is broken.'));
    await findSimilar(broken.page, { like: ['a'], unlike: [] });
    expect(broken.state().banner).toEqual({ kind: 'error', message: 'It is broken.' });
  });
});
