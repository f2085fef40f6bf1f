import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type KeptProjection, projectionCache } from '../../src/dataset/projectionCache.ts';
import { temporaryFolder } from '../support/datasets.ts';

const map: KeptProjection = {
  key: 'key',
  made: 'umap 15',
  method: 'umap',
  notes: ['a note'],
  fitted: 2,
  placed: 1,
  points: Float32Array.of(1, 2, Number.NaN, Number.NaN, 5, 6),
  rows: Int32Array.of(1, -2, 0, 0, 5, 6),
};

describe('maps in a cache folder', () => {
  it('come back as they were kept', async () => {
    const cache = projectionCache(temporaryFolder());
    expect(await cache.read('a')).toBeUndefined();
    expect(await cache.madeLike('umap 15')).toEqual([]);
    await cache.write('a', map);
    await cache.write('b', { ...map, key: 'other', made: 'umap 30' });
    expect(await cache.read('a')).toEqual(map);
    expect((await cache.madeLike('umap 30')).map(({ key }) => key)).toEqual(['other']);
  });

  it('are as if they were not there where a file is damaged, cut short or missing', async () => {
    for (const [end, bytes] of [
      ['npy', 'no array'],
      ['rows.npy', ''],
      ['json', '{"key":'],
      ['json', '{}'],
    ]) {
      const folder = temporaryFolder();
      const cache = projectionCache(folder);
      await cache.write('a', map);
      writeFileSync(path.join(folder, 'projections', `a.${end}`), bytes);
      expect(await cache.read('a')).toBeUndefined();
    }
  });

  it('are no more than twenty', async () => {
    const folder = temporaryFolder();
    const cache = projectionCache(folder);
    for (let i = 0; i < 23; i++) await cache.write(`map${i}`, map);
    expect(readdirSync(path.join(folder, 'projections')).length).toBe(60);
    expect(await cache.read('map22')).toEqual(map);
  });

  it('do no harm where they cannot be kept', async () => {
    const file = path.join(temporaryFolder(), 'a file');
    writeFileSync(file, '');
    await projectionCache(file).write('a', map);
    expect(await projectionCache(file).read('a')).toBeUndefined();
  });
});
