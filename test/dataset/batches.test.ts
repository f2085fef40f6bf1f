import { describe, expect, it } from 'vitest';
import { listBatches, readBatch, readManifest } from '../../src/dataset/batches.ts';
import type { BatchManifest } from '../../src/dataset/types.ts';
import { open, put, read, temporaryFolder } from '../support/datasets.ts';

function manifest(seed: number): Omit<BatchManifest, 'id' | 'time'> {
  return {
    version: '0.1.0',
    selector: 'random',
    parameters: {},
    seed,
    budget: 1,
    shortfall: 0,
    notes: [],
    encoder: null,
    inputs: { embeddings: '', labels: 'l', pool: 'p' },
    source: { kind: 'folder', encoder: { model: 'builtin' } },
    poolSize: 1,
    classes: ['cat'],
    labeled: [],
    excluded: [],
    picks: [{ index: 0, path: 'a.jpg', score: 1, reason: { kind: 'random' } }],
  };
}

describe('batches', () => {
  it('are numbered, written as they were given, and current in every window', async () => {
    const folder = temporaryFolder();
    put(folder, 'a.jpg');
    const dataset = await open(folder);
    const other = await open(folder);
    expect(dataset.batch).toBeUndefined();
    const first = await dataset.addBatch(manifest(1));
    const second = await other.addBatch(manifest(2));
    expect([first.id, second.id]).toEqual(['0001', '0002']);
    expect(await readBatch(dataset.paths.batches, '0001')).toEqual(first);
    expect(await dataset.refresh()).toBe(true);
    expect(dataset.batch).toEqual(second);
    expect((await open(folder)).batch).toEqual(second);
    expect(read(folder, '.next-batch/batches/0001.json')).toContain('"seed": 1');
  });

  it('get numbers of their own when two windows add at the same time', async () => {
    const folder = temporaryFolder();
    put(folder, 'a.jpg');
    const windows = await Promise.all([open(folder), open(folder)]);
    const added = await Promise.all([0, 1, 2, 3].map((i) => windows[i % 2].addBatch(manifest(i))));
    expect(new Set(added.map(({ id }) => id)).size).toBe(4);
    expect(await listBatches(windows[0].paths.batches)).toEqual(['0001', '0002', '0003', '0004']);
    for (const { id, seed } of added) expect((await readBatch(windows[0].paths.batches, id)).seed).toBe(seed);
  });

  it('that are damaged are reported, and the folder opens all the same', async () => {
    const folder = temporaryFolder();
    put(folder, 'a.jpg');
    await (await open(folder)).addBatch(manifest(1));
    const whole = read(folder, '.next-batch/batches/0001.json');
    put(folder, ['.next-batch/batches/0001.json', '{"id": "0001"}']);
    const dataset = await open(folder);
    expect(dataset.batch).toBeUndefined();
    expect(dataset.problems).toMatchObject([
      { kind: 'bad-batch', message: expect.stringContaining('0001.json') },
    ]);
    expect(await dataset.refresh()).toBe(false);
    put(folder, ['.next-batch/batches/0001.json', whole]);
    expect(await dataset.refresh()).toBe(true);
    expect(dataset.batch?.seed).toBe(1);
    expect(dataset.problems).toEqual([]);
  });

  it.each([['not JSON'], ['[]'], ['{"id":"0001","picks":[]}']])(
    'are refused with a sentence: %s',
    async (text) => {
      const folder = temporaryFolder();
      put(folder, ['m.json', text]);
      await expect(readManifest(`${folder}/m.json`)).rejects.toMatchObject({ code: 'bad-input' });
      await expect(readManifest(`${folder}/none.json`)).rejects.toMatchObject({ code: 'not-found' });
    },
  );
});
