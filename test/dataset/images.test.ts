import { chmodSync, linkSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { listImages } from '../../src/dataset/images.ts';
import { datasetPaths } from '../../src/dataset/paths.ts';
import type { DatasetOptions } from '../../src/dataset/types.ts';
import { optionsFor } from '../support/datasetOptions.ts';
import { put, temporaryFolder } from '../support/datasets.ts';
import { buildLister } from '../support/lister.ts';

/** The built thread; undefined = none. */
const lister: { file: string | undefined } = { file: undefined };

async function list(folder: string, options: Partial<DatasetOptions> = {}, signal?: AbortSignal) {
  const all = optionsFor(folder, options);
  const { images, problems } = await listImages(datasetPaths(all), all, signal, lister.file);
  return { names: images.map(({ path: name }) => name), images, problems };
}

describe.each(['here', 'in a thread'])('listImages, %s', (where) => {
  beforeAll(async () => {
    lister.file = where === 'here' ? undefined : await buildLister();
  });

  it('finds the image types in any case, in all sub-folders, and nothing else', async () => {
    const folder = temporaryFolder();
    const images = ['a.JPG', 'b.jpeg', 'c.png', 'd.webp', 'e.gif', 'f.bmp', 'g.tif', 'h.TIFF', 'x/y/i.avif'];
    put(folder, ...images, 'notes.txt', 'jpg', 'a.jpg.part', 'labels.csv');
    const found = await list(folder);
    expect(found.names).toEqual(images);
    expect(found.images[0]).toMatchObject({
      file: path.join(folder, 'a.JPG'),
      size: 5,
      mtimeMs: expect.any(Number),
    });
  });

  it('sorts by the UTF-8 bytes of the path', async () => {
    const folder = temporaryFolder();
    put(folder, 'a/z.jpg', 'a.jpg', 'B.jpg', '\uffee.jpg', '\u{1f600}.jpg', 'a-b.jpg');
    expect((await list(folder)).names).toEqual([
      'B.jpg',
      'a-b.jpg',
      'a.jpg',
      'a/z.jpg',
      '\uffee.jpg',
      '\u{1f600}.jpg',
    ]);
  });

  it('names images relative to labels.csv, as they are on disk', async () => {
    const folder = temporaryFolder();
    put(folder, 'images/sub/Ka\u0308se.jpg', 'images/sub/a, "b"\n.jpg');
    const { names } = await list(path.join(folder, 'images'), { labelsFile: '../labels/labels.csv' });
    expect(names).toEqual(['../images/sub/Ka\u0308se.jpg', '../images/sub/a, "b"\n.jpg'].sort());
  });

  it('lists what include says and exclude does not, relative to the image folder', async () => {
    const folder = temporaryFolder();
    put(folder, 'a/1.jpg', 'a/b/2.jpg', 'c/3.jpg', '.hidden/4.jpg', 'node_modules/x/5.jpg', '.dot.jpg');
    expect((await list(folder)).names).toEqual(['.dot.jpg', 'a/1.jpg', 'a/b/2.jpg', 'c/3.jpg']);
    expect((await list(folder, { include: ['a/**', 'c/*'], exclude: ['**/b/**'] })).names).toEqual([
      'a/1.jpg',
      'c/3.jpg',
    ]);
    expect((await list(folder, { include: [] })).names).toEqual([]);
    expect((await list(folder, { exclude: ['{a,c}/**', '*.jpg'] })).names).toEqual([
      '.hidden/4.jpg',
      'node_modules/x/5.jpg',
    ]);
  });

  it('never lists what lies in .next-batch or in the cache folder', async () => {
    const folder = temporaryFolder();
    put(folder, '.next-batch/cache/thumbnails/a.webp', 'thumbs/b.webp', 'sub/.next-batch/c.jpg', 'd.jpg');
    expect((await list(folder, { exclude: [], cacheFolder: 'thumbs' })).names).toEqual(['d.jpg']);
  });

  it('leaves out what .gitignore files exclude when asked to: nested, negated, and from above', async () => {
    const folder = temporaryFolder();
    put(
      folder,
      ['.git/HEAD', 'ref'],
      ['.gitignore', 'raw/\n*.bmp\n/data/top.jpg\n'],
      ['data/.gitignore', '!keep.bmp\n/local.jpg\n'],
      'data/top.jpg',
      'data/local.jpg',
      'data/sub/local.jpg',
      'data/a.bmp',
      'data/keep.bmp',
      'data/raw/b.jpg',
    );
    const data = path.join(folder, 'data');
    expect((await list(data, { respectGitignore: true })).names).toEqual(['keep.bmp', 'sub/local.jpg']);
    expect((await list(data)).names).toHaveLength(6);
  });

  it('follows links to files and folders', async () => {
    const folder = temporaryFolder();
    put(folder, 'elsewhere/a.jpg', 'elsewhere/b.jpg', 'images/c.jpg');
    symlinkSync(path.join(folder, 'elsewhere'), path.join(folder, 'images/folder'));
    symlinkSync(path.join(folder, 'images/c.jpg'), path.join(folder, 'images/again.jpg'));
    expect((await list(path.join(folder, 'images'))).names).toEqual([
      'c.jpg',
      'folder/a.jpg',
      'folder/b.jpg',
    ]);
  });

  it('lists a file once that several links lead to, by the first of their names, and hard links each', async () => {
    const folder = temporaryFolder();
    put(folder, 'elsewhere/a.jpg', 'images/c.jpg');
    for (const name of ['z.jpg', 'b.jpg'])
      symlinkSync(path.join(folder, 'elsewhere/a.jpg'), path.join(folder, 'images', name));
    symlinkSync(path.join(folder, 'elsewhere'), path.join(folder, 'images/later'));
    linkSync(path.join(folder, 'images/c.jpg'), path.join(folder, 'images/d.jpg'));
    expect((await list(path.join(folder, 'images'))).names).toEqual(['b.jpg', 'c.jpg', 'd.jpg']);
  });

  it('reports a link to a folder around it and goes on', async () => {
    const folder = temporaryFolder();
    put(folder, 'images/sub/a.jpg', 'outside.jpg');
    symlinkSync('..', path.join(folder, 'images/sub/loop'));
    symlinkSync(folder, path.join(folder, 'images/sub/up'));
    const { names, problems } = await list(path.join(folder, 'images'));
    expect(names).toEqual(['sub/a.jpg']);
    expect(problems).toMatchObject([
      { kind: 'symlink-loop', path: 'sub/loop' },
      { kind: 'symlink-loop', path: 'sub/up' },
    ]);
  });

  it('does not go round in two folders that link to each other', async () => {
    const folder = temporaryFolder();
    put(folder, 'one/a.jpg', 'two/b.jpg');
    symlinkSync(path.join(folder, 'two'), path.join(folder, 'one/two'));
    symlinkSync(path.join(folder, 'one'), path.join(folder, 'two/one'));
    expect((await list(folder)).names).toEqual(['one/a.jpg', 'two/b.jpg']);
    expect((await list(path.join(folder, 'one'))).names).toEqual(['a.jpg', 'two/b.jpg']);
  });

  it('lists a link that leads nowhere, so that it is shown as unreadable', async () => {
    const folder = temporaryFolder();
    symlinkSync('/nowhere/at-all.jpg', path.join(folder, 'a.jpg'));
    expect((await list(folder)).names).toEqual(['a.jpg']);
  });

  it.skipIf(process.platform === 'win32')(
    'passes over what is no file, though it is called like an image',
    async () => {
      const folder = temporaryFolder();
      mkdirSync(path.join(folder, 'a.jpg'));
      put(folder, 'a.jpg/b.jpg');
      expect((await list(folder)).names).toEqual(['a.jpg/b.jpg']);
    },
  );

  it.skipIf(process.getuid?.() === 0)(
    'reports a sub-folder that may not be read and lists the rest',
    async () => {
      const folder = temporaryFolder();
      put(folder, 'open/a.jpg', 'closed/b.jpg');
      chmodSync(path.join(folder, 'closed'), 0);
      const { names, problems } = await list(folder);
      chmodSync(path.join(folder, 'closed'), 0o700);
      expect([names, problems[0]?.kind]).toEqual([['open/a.jpg'], 'unreadable-folder']);
    },
  );

  it('gives an empty list for an empty folder', async () => {
    expect((await list(temporaryFolder())).names).toEqual([]);
  });

  it('stops soon after it is told to', async () => {
    const folder = temporaryFolder();
    for (let i = 0; i < 2000; i++) writeFileSync(path.join(folder, `${i}.jpg`), '');
    const controller = new AbortController();
    const listing = list(folder, {}, controller.signal);
    controller.abort();
    await expect(listing).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('rejects with a sentence when the folder vanishes', async () => {
    const folder = temporaryFolder();
    rmSync(folder, { recursive: true });
    await expect(list(folder)).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining(folder),
    });
  });
});

it('is listed here where no thread can be started', async () => {
  const folder = temporaryFolder();
  put(folder, 'a.jpg');
  lister.file = path.join(folder, 'none.js');
  expect((await list(folder)).names).toEqual(['a.jpg']);
  put(folder, ['broken.js', 'throw new Error("no thread today")']);
  lister.file = path.join(folder, 'broken.js');
  expect((await list(folder)).names).toEqual(['a.jpg']);
});
