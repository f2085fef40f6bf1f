import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { unpackPaths } from '../../src/protocol/packedPaths.ts';
import { journalOf, put, read, temporaryFolder } from '../support/datasets.ts';
import { openPage } from './pageLink.ts';
import { openSession } from './sessions.ts';

async function opened(...files: string[]) {
  const folder = temporaryFolder();
  put(folder, 'a.jpg', 'b.jpg', 'dir/c.jpg', ...files);
  const { session, engine } = await openSession(folder);
  const link = openPage(session);
  await link.client.ready(null);
  return { folder, session, engine, ...link };
}

describe('a page that says it is there', () => {
  test('is told everything, once', async () => {
    const { state, patches, folder } = await opened();
    expect(unpackPaths(state.images ?? [])).toEqual(['a.jpg', 'b.jpg', 'dir/c.jpg']);
    expect(state).toMatchObject({
      folder,
      classes: [],
      batch: null,
      job: null,
      banner: null,
      unreadable: [],
    });
    expect(patches).toHaveLength(1);
    expect(patches[0].complete).toBe(true);
  });

  test('and was there before, is told everything again', async () => {
    const { session, client } = await opened();
    await client.act([{ kind: 'label', paths: ['b.jpg'], label: 'cat' }]);
    const again = openPage(session);
    expect(again.state).toEqual({});
    await again.client.ready(null);
    expect(again.state.classes).toEqual([{ name: 'cat', color: 0, isOwnColor: false, key: '1' }]);
    expect(again.labels).toEqual(new Map([['b.jpg', 'cat']]));
  });

  test('hears nothing before', async () => {
    const { session } = await opened();
    const early = openPage(session);
    await session.act([{ kind: 'label', path: 'a.jpg', label: 'cat' }]);
    expect(early.order).toEqual([]);
  });
});

describe('an act', () => {
  test('is answered after it is in the journal, and after its effect was told', async () => {
    const { client, folder, order, labels } = await opened();
    order.length = 0;
    const act = client.act([{ kind: 'label', paths: ['a.jpg', 'dir/c.jpg'], label: 'cat' }]);
    expect(existsSync(`${folder}/.next-batch/history.jsonl`)).toBe(false);
    await act;
    expect(journalOf(folder).length).toBeGreaterThan(0);
    expect(read(folder, '.next-batch/history.jsonl')).toContain('"dir/c.jpg"');
    expect(labels).toEqual(
      new Map([
        ['a.jpg', 'cat'],
        ['dir/c.jpg', 'cat'],
      ]),
    );
    expect(order.at(-1)).toBe('ok');
    expect(order.filter((name) => name === 'annotations')).toHaveLength(1);
  });

  test('tells only the rows that changed', async () => {
    const { client, patches } = await opened();
    await client.act([{ kind: 'label', paths: ['a.jpg', 'b.jpg'], label: 'cat' }]);
    await client.act([{ kind: 'flag', paths: ['b.jpg'], on: true }]);
    expect(patches.at(-1)).toEqual({
      complete: false,
      rows: Int32Array.of(1),
      names: ['cat'],
      labels: Int32Array.of(0),
      marks: Uint8Array.of(2),
    });
  });

  test('that is not possible is answered with its sentence, and changes nothing', async () => {
    const { client, labels } = await opened();
    const act = client.act([
      { kind: 'label', paths: ['a.jpg'], label: 'cat' },
      { kind: 'class-add', name: '' },
    ]);
    await expect(act).rejects.toMatchObject({ code: 'bad-input' });
    expect(labels.size).toBe(0);
  });

  test('can be taken back and done again', async () => {
    const { client, labels } = await opened();
    await client.act([{ kind: 'skip', paths: ['a.jpg', 'b.jpg'], on: true }]);
    const answer = await client.undo(null);
    expect(answer?.paths).toEqual(['a.jpg', 'b.jpg']);
    expect(labels.size).toBe(0);
    await client.redo(null);
    expect(labels).toEqual(
      new Map([
        ['a.jpg', 'skip'],
        ['b.jpg', 'skip'],
      ]),
    );
    expect(await client.redo(null)).toBeNull();
  });
});

test('a batch is told with its reasons, and neighbours by name', async () => {
  const { session, client, state } = await opened();
  await client.act([{ kind: 'label', paths: ['b.jpg'], label: 'cat' }]);
  await session.selectNextBatch();
  expect(state.batch).toMatchObject({ selector: 'first', why: 'Nothing is labeled yet.', notes: [] });
  expect(state.batch?.picks[0]).toEqual({
    path: 'a.jpg',
    score: 1,
    reason: { text: 'First in line.', gain: 0.25, nearest: { path: 'b.jpg', distance: 2 } },
  });
});

test('a new list of images is told whole, with the annotations of its rows', async () => {
  const { session, client, state, labels, folder } = await opened();
  await client.act([{ kind: 'label', paths: ['b.jpg'], label: 'cat' }]);
  put(folder, 'aa.jpg');
  await session.rescan();
  expect(unpackPaths(state.images ?? [])).toEqual(['a.jpg', 'aa.jpg', 'b.jpg', 'dir/c.jpg']);
  expect(labels).toEqual(new Map([['b.jpg', 'cat']]));
});

test('a place asked for before the page is there is gone to when it is', async () => {
  const folder = temporaryFolder();
  put(folder, 'a.jpg');
  const { session } = await openSession(folder);
  const link = openPage(session);
  link.page.reveal({ path: 'a.jpg', inBatch: false });
  expect(link.places).toEqual([]);
  await link.client.ready(null);
  expect(link.places).toEqual([{ path: 'a.jpg', inBatch: false }]);
  expect(link.order.indexOf('reveal')).toBeGreaterThan(link.order.indexOf('changed'));
});

describe('pictures', () => {
  test('have addresses in which odd names stay names', async () => {
    const { client } = await opened('100% <b>#1?.jpg');
    expect(await client.thumbnails(['100% <b>#1?.jpg'])).toEqual([
      {
        kind: 'picture',
        url: expect.stringMatching(/^https:\/\/host\/pool\/100%25%20%3Cb%3E%231%3F\.jpg\?v=[\d.-]+$/),
      },
    ]);
  });

  test('at full size are of the file, or of the picture that the engine made of it, with the size of the file', async () => {
    const { client, engine, folder, session } = await opened('x.tif', 'large.png');
    for (const name of ['x.tif', 'large.png']) put(folder, [name, 'x'.repeat(40_000)]);
    await session.rescan();
    engine.view = async ({ image }) =>
      image.path === 'large.png'
        ? { kind: 'original' }
        : { kind: 'reduced', file: path.join(folder, 'a.jpg'), width: 20_000, height: 500 };
    expect(await client.original('large.png')).toEqual({
      kind: 'picture',
      url: expect.stringMatching(/^https:\/\/host\/pool\/large\.png\?v=40000-[\d.]+$/),
    });
    expect(await client.original('x.tif')).toEqual({
      kind: 'picture',
      url: 'https://host/pool/a.jpg',
      size: { width: 20_000, height: 500 },
    });
    engine.view = async () => {
      throw new UserError('engine-lost', 'The engine is gone.');
    };
    expect(await client.original('large.png')).toMatchObject({ kind: 'picture' });
  });

  test('of images that are gone or cannot be read say why; those that cannot be read go on the list', async () => {
    const { client, engine, state } = await opened('x.tif');
    engine.thumbnails = async ({ images }) =>
      images.map(() => ({ kind: 'unreadable', reason: 'It is cut off.' }));
    expect(await client.thumbnails(['x.tif', 'gone.jpg'])).toEqual([
      { kind: 'unreadable', reason: 'It is cut off.' },
      { kind: 'unreadable', reason: 'The image is not in the folder any more.' },
    ]);
    expect(state.unreadable?.map(({ path }) => path)).toEqual(['x.tif']);
  });

  test('that could not be read are asked for again once the file is another', async () => {
    const { client, engine, session, state, folder } = await opened('x.tif', 'y.tif');
    engine.thumbnails = async ({ images }) =>
      images.map(() => ({ kind: 'unreadable', reason: 'It is cut off.' }));
    await client.thumbnails(['x.tif', 'y.tif']);
    put(folder, ['x.tif', 'whole']);
    await session.rescan();
    expect(state.unreadable?.map(({ path }) => path)).toEqual(['y.tif']);
  });
});

test('buttons reach the shell, and a page that is closed asks for nothing more', async () => {
  const { client, commands, close } = await opened();
  await client.run('selectNextBatch');
  expect(commands).toEqual(['selectNextBatch']);
  close();
  await expect(client.undo(null)).rejects.toMatchObject({ code: 'closed' });
});
