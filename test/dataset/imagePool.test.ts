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

  it('has a new list with the old images in it when one was added, and another object for one that was written', async () => {
    const folder = folderOf('b.jpg', 'c.jpg');
    const pool = poolOf(folder);
    (await pool.look(undefined))();
    const [b, c] = pool.images;
    put(folder, 'a.jpg');
    utimesSync(path.join(folder, 'c.jpg'), 1, 1);
    expect((await pool.look(undefined))()).toBe(true);
    expect(pool.images.map((image) => image.path)).toEqual(['a.jpg', 'b.jpg', 'c.jpg']);
    expect(pool.images[1]).toBe(b);
    expect(pool.images[2]).not.toBe(c);
    expect(pool.images[2]).toMatchObject({ mtimeMs: 1000 });
    expect([...pool.rows]).toEqual([
      ['a.jpg', 0],
      ['b.jpg', 1],
      ['c.jpg', 2],
    ]);
  });

  it('shows nothing of a look that is not applied', async () => {
    const pool = poolOf(folderOf('a.jpg'));
    await pool.look(undefined);
    expect(pool.images).toEqual([]);
  });
});
