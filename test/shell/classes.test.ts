import { describe, expect, test } from 'vitest';
import type { PanelState } from '../../src/protocol/panel.ts';
import { put, temporaryFolder } from '../support/datasets.ts';
import { openPage } from './pageLink.ts';
import { openSession } from './sessions.ts';

async function opened(keys: Record<string, unknown> = {}) {
  const folder = temporaryFolder();
  put(folder, 'a.jpg', 'b.jpg', ['labels.csv', 'path,label\na.jpg,cat\nb.jpg,dog\n']);
  const { session, set } = await openSession(folder, { keys });
  const link = openPage(session);
  await link.client.ready(null);
  return { session, set, ...link };
}

const shown = ({ classes = [] }: Partial<PanelState>) =>
  classes.map(({ name, color, key }) => `${name} ${color} ${key}`);

describe('classes', () => {
  test('are told with color and key, and again when one of these changes', async () => {
    const { client, state, order } = await opened();
    expect(shown(state)).toEqual(['cat 0 1', 'dog 1 2']);
    await client.act([{ kind: 'class-key', name: 'dog', key: 'q' }]);
    await client.act([{ kind: 'class-color', name: 'dog', color: 9 }]);
    await client.act([{ kind: 'class-order', names: ['dog'] }]);
    expect(shown(state)).toEqual(['dog 9 Q', 'cat 0 2']);
    order.length = 0;
    await client.act([{ kind: 'label', paths: ['a.jpg'], label: 'dog' }]);
    expect(state.recent?.map(({ kind }) => kind)).toEqual([
      'label',
      'class-order',
      'class-color',
      'class-key',
    ]);
    expect(order).toEqual(['changed', 'annotations', 'ok']);
    await client.undo(null);
    expect(state.recent?.[0].kind).toBe('class-order');
  });

  test('beyond the twentieth have no digit, but can have a key of their own', async () => {
    const { client, state } = await opened();
    await client.act(
      Array.from({ length: 298 }, (_, i) => ({ kind: 'class-add', name: `class ${i}` }) as const),
    );
    await client.act([{ kind: 'class-key', name: 'class 290', key: 'w' }]);
    const keys = state.classes?.map(({ key }) => key) ?? [];
    expect([keys.length, keys[9], keys[10], keys[19], keys[20], keys[292]]).toEqual([
      300,
      '0',
      '⇧1',
      '⇧0',
      '',
      'W',
    ]);
  });

  test('are merged and renamed with all their images', async () => {
    const { client, labels } = await opened();
    await client.act([{ kind: 'class-rename', name: 'dog', to: 'hound' }]);
    await client.act([{ kind: 'class-merge', name: 'hound', into: 'cat' }]);
    expect([...labels.values()]).toEqual(['cat', 'cat']);
    expect((await client.undo(null))?.message).toBe('Took back: class hound is there again, with one image.');
    expect(labels.get('b.jpg')).toBe('hound');
  });

  test('get no key that is a command, wherever it was asked for', async () => {
    const { client, session } = await opened({ skip: 's' });
    const act = { kind: 'class-key', name: 'cat', key: 's' } as const;
    const message = 'S skips images: choose another key, or rebind skip in nextBatch.keys.';
    await expect(client.act([act])).rejects.toMatchObject({ message });
    await expect(session.act([act])).rejects.toMatchObject({ message });
  });

  test('whose key became a command show their digit, and that is told', async () => {
    const { client, set, state } = await opened();
    await client.act([{ kind: 'class-key', name: 'cat', key: 's' }]);
    await set({ keys: { skip: 's' } });
    expect(shown(state)[0]).toBe('cat 0 1');
    expect(state.problems?.[0]).toMatch(/^The key of class cat does not work\. S skips images/);
  });
});

describe('the setting for keys', () => {
  test('is told to the page', async () => {
    const { state } = await opened({ skip: 's' });
    expect(state.keys).toMatchObject({ skip: ['s'], flag: ['F'] });
  });

  test('with a fault in it changes nothing, and the fault is told with a way out', async () => {
    const { state } = await opened({ skp: 's' });
    expect(state.keys).toMatchObject({ skip: ['Space'] });
    expect(state.banner).toMatchObject({
      kind: 'error',
      message: expect.stringContaining('did you mean skip?'),
      button: { command: 'openSettings' },
    });
    expect(state.problems?.[0]).toContain('did you mean skip?');
  });
});

test('the images of one of the last acts can be asked for', async () => {
  const { client, state } = await opened();
  await client.act([{ kind: 'skip', paths: ['b.jpg', 'a.jpg'], on: true }]);
  expect(await client.recentPaths(state.recent?.[0].id ?? '')).toEqual(['b.jpg', 'a.jpg']);
});
