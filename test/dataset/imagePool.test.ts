import { utimesSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ImagePool } from '../../src/dataset/listing/imagePool.ts';
import { datasetPaths } from '../../src/dataset/paths.ts';
import { optionsFor } from '../support/datasetOptions.ts';
import { folderOf, put } from '../support/datasets.ts';

function poolOf(folder: string): ImagePool {
  const options = optionsFor(folder);
  return new ImagePool(datasetPaths(options), options, undefined);
}

describe('ImagePool', () => {
  it('keeps its list as long as nothing has changed', async () => {
    const pool = poolOf(folderOf('a.jpg', 'b/c.jpg'));
    expect((await pool.look(undefined))()).toBe(true);
    const { images, rows } = pool;
    expect((await pool.look(undefined))()).toBe(false);
    expect([pool.images, pool.rows]).toEqual([images, rows]);
    expect(pool.images).toBe(images);
  });

  it('has a new list when one image was added and one written', async () => {
    const folder = folderOf('b.jpg', 'c.jpg');
    const pool = poolOf(folder);
    (await pool.look(undefined))();
    put(folder, 'a.jpg');
    utimesSync(path.join(folder, 'c.jpg'), 1, 1);
    expect((await pool.look(undefined))()).toBe(true);
    expect(pool.images.map((image) => image.path)).toEqual(['a.jpg', 'b.jpg', 'c.jpg']);
    expect(pool.image('b.jpg')).toBe(pool.images[1]);
    expect(pool.images[2]).toMatchObject({ mtimeMs: 1000 });
    expect([...pool.rows]).toEqual([
      ['a.jpg', 0],
      ['b.jpg', 1],
      ['c.jpg', 2],
    ]);
  });

  it('makes one image without making all', async () => {
    const folder = folderOf('a.jpg', 'b.jpg');
    const pool = poolOf(folder);
    (await pool.look(undefined))();
    expect(pool.image('b.jpg')).toEqual({
      path: 'b.jpg',
      file: path.join(folder, 'b.jpg'),
      size: 5,
      mtimeMs: expect.any(Number),
    });
    expect(pool.image('c.jpg')).toBeUndefined();
  });

  it('shows nothing of a look that is not applied', async () => {
    const pool = poolOf(folderOf('a.jpg'));
    await pool.look(undefined);
    expect(pool.images).toEqual([]);
  });
});
