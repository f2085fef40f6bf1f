import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BatchSummary, batchSummaries, decidedCount } from '../../src/dataset/batchSummaries.ts';
import { temporaryFolder } from '../support/datasets.ts';

const manifest = {
  id: '0001',
  time: '2026-01-02T03:04:05.000Z',
  selector: 'typiclust',
  seed: 0,
  budget: 2,
  inputs: {},
  source: {},
  labeled: [],
  excluded: [],
  classes: [],
  picks: [{ path: 'b.jpg' }, { path: 'a.jpg' }],
};

function folderOf(...ids: string[]): string {
  const folder = path.join(temporaryFolder(), 'batches');
  mkdirSync(folder);
  for (const id of ids) writeFileSync(path.join(folder, `${id}.json`), JSON.stringify({ ...manifest, id }));
  return folder;
}

describe('the batches of a folder', () => {
  test('come newest first, each with its picks in their order', async () => {
    const found = await batchSummaries(folderOf('0002', '0010', '0001'), new Map());
    expect(found.map(({ id }) => id)).toEqual(['0010', '0002', '0001']);
    expect(found[0]).toEqual({
      id: '0010',
      time: manifest.time,
      selector: 'typiclust',
      paths: ['b.jpg', 'a.jpg'],
    });
  });

  test('are none where nothing was selected, and without those that cannot be read', async () => {
    expect(await batchSummaries(path.join(temporaryFolder(), 'none'), new Map())).toEqual([]);
    const folder = folderOf('0001');
    writeFileSync(path.join(folder, '0002.json'), 'no manifest');
    expect((await batchSummaries(folder, new Map())).map(({ id }) => id)).toEqual(['0001']);
  });

  test('are read once', async () => {
    const folder = folderOf('0001');
    const known = new Map<string, BatchSummary>();
    const [first] = await batchSummaries(folder, known);
    writeFileSync(path.join(folder, '0001.json'), 'overwritten');
    expect((await batchSummaries(folder, known))[0]).toBe(first);
  });
});

test('an image counts as decided when it is labeled or skipped', () => {
  const annotations = new Map([
    ['a', { label: 'cat', skipped: false }],
    ['b', { label: '', skipped: true }],
    ['c', { label: '', skipped: false }],
  ]);
  expect(decidedCount(['a', 'b', 'c', 'd'], annotations)).toBe(2);
});
