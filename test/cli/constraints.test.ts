import { copyFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { matrix } from '../../src/core/math/matrix.ts';
import { writeNpy } from '../../src/dataset/npy.ts';
import { paint } from '../engine/images.ts';
import { type Cli, prepareCli } from '../support/cli.ts';
import { put, temporaryFolder } from '../support/datasets.ts';
import { paintPictures } from '../support/pictures.ts';

let cli: Cli;
beforeAll(async () => {
  cli = await prepareCli();
});

async function select(folder: string, ...words: string[]) {
  const { out, err } = await cli(['select', ...words, '--json'], { directory: folder });
  expect(err).not.toMatch(/wrong/);
  const document = JSON.parse(out);
  const paths: string[] = document.picks.map((pick: { path: string }) => pick.path);
  return { document, paths, err };
}

/** Pictures that are all different, even to the perceptual hash. */
async function paintUnlike(folder: string, names: readonly string[]): Promise<void> {
  for (const [seed, name] of names.entries()) {
    put(folder, [name, '']);
    await sharp(await paint(seed, 64, 64), { raw: { width: 64, height: 64, channels: 3 } })
      .png()
      .toFile(path.join(folder, name));
  }
}

const tenNames = Array.from({ length: 10 }, (_, i) => `${i % 2 === 0 ? 'a' : 'b'}/0${i}.png`);

/** Ten pictures; a/00 is labeled and there twice more: the same file, and saved again as JPEG. */
async function folderWithCopies(): Promise<string> {
  const folder = temporaryFolder();
  await paintUnlike(folder, tenNames);
  const original = path.join(folder, 'a/00.png');
  copyFileSync(original, path.join(folder, 'a/same.png'));
  await sharp(original).jpeg({ quality: 90 }).toFile(path.join(folder, 'b/saved.jpg'));
  put(folder, ['labels.csv', 'path,label\na/00.png,cat\n']);
  return folder;
}

describe('copies of labeled images', () => {
  test.each(['random', 'k-center', 'typiclust'])(
    'are not chosen by %s unless they may be',
    async (selector) => {
      const folder = await folderWithCopies();
      const words = ['--selector', selector, '--budget', '20'];
      const near = await select(folder, ...words);
      expect(near.paths).toHaveLength(9);
      expect(near.paths).not.toContain('a/same.png');
      expect(near.paths).not.toContain('b/saved.jpg');
      expect(near.err).toContain('2 almost equal copies of labeled images were left out.');
      expect(near.document.constraints).toEqual({
        excludeDuplicates: 'near',
        balance: 'none',
        maxPerGroup: 0,
        leftOut: { copiesOfLabeled: 2, copiesOfPicked: 0 },
        replaced: 0,
      });
      const exact = await select(folder, ...words, '--exclude-duplicates', 'exact');
      expect(exact.paths).toContain('b/saved.jpg');
      expect(exact.paths).not.toContain('a/same.png');
      expect((await select(folder, ...words, '--exclude-duplicates', 'none')).paths).toHaveLength(11);
    },
  );

  test('equal files are found without embeddings too', async () => {
    const folder = await folderWithCopies();
    const words = [
      '--selector',
      'random',
      '--budget',
      '20',
      '--exclude-duplicates',
      'exact',
      '--encoder',
      'no.onnx',
    ];
    expect((await select(folder, ...words)).paths).not.toContain('a/same.png');
  });

  test('where nothing can be embedded, a strategy that needs no embeddings says what it does instead', async () => {
    const folder = await folderWithCopies();
    const { paths, err } = await select(
      folder,
      '--selector',
      'random',
      '--budget',
      '20',
      '--encoder',
      'no.onnx',
    );
    expect(paths).toContain('b/saved.jpg');
    expect(paths).not.toContain('a/same.png');
    expect(err).toMatch(
      /There are no embeddings to compare, so copies were found by their files alone: .*no\.(onnx|json)/,
    );
  });

  test('a folder with nothing else left says so', async () => {
    const folder = temporaryFolder();
    await paintPictures(folder, 1);
    copyFileSync(path.join(folder, 'a/00.png'), path.join(folder, 'a/same.png'));
    put(folder, ['labels.csv', 'path,label\na/00.png,cat\n']);
    const { out, err, code } = await cli(['select'], { directory: folder });
    expect(err).toContain('Every image that is left is a copy of a labeled one.');
    expect(out).toMatch(/^Nothing is left to choose/);
    expect(code).toBe(0);
  });
});

test('copies inside a batch are chosen once', async () => {
  const folder = temporaryFolder();
  await paintPictures(folder, 4);
  for (const copy of ['c', 'd', 'e'])
    copyFileSync(path.join(folder, 'a/00.png'), path.join(folder, `a/${copy}.png`));
  const { paths, document } = await select(folder, '--selector', 'random', '--budget', '7');
  expect(paths).toHaveLength(4);
  expect(document.shortfall).toBe(3);
  expect(document.constraints.leftOut.copiesOfPicked).toBe(3);
  expect(document.notes).toContain('Only 4 images keep to the constraints, fewer than the 7 asked for.');
});

test('rows of a file are compared only when that is asked for', async () => {
  const folder = temporaryFolder();
  await writeNpy(
    path.join(folder, 'x.npy'),
    matrix(6, 2, Float32Array.of(1, 0, 1, 0, 0, 1, 0.1, 1, 5, 5, 9, 1)),
  );
  const words = ['--embeddings', 'x.npy', '--selector', 'random', '--budget', '6'];
  expect((await select(folder, ...words)).paths).toHaveLength(6);
  expect((await select(folder, ...words, '--exclude-duplicates', 'exact')).paths).toHaveLength(5);
  expect((await select(folder, ...words, '--exclude-duplicates', 'near')).paths).toHaveLength(3);
});

test('a batch is even over folders, and has at most m of each', async () => {
  const folder = temporaryFolder();
  const names = ['a', 'b'].flatMap((top) => Array.from({ length: 10 }, (_, i) => `${top}/${i}.png`));
  await paintUnlike(folder, [...names, 'rare/0.png', 'rare/1.png']);
  const count = (paths: readonly string[], top: string): number =>
    paths.filter((name) => name.startsWith(`${top}/`)).length;
  const even = await select(folder, '--selector', 'k-center', '--budget', '9', '--balance', 'folder');
  expect(count(even.paths, 'rare')).toBe(2);
  expect([count(even.paths, 'a'), count(even.paths, 'b')].sort()).toEqual([3, 4]);
  const capped = await select(folder, '--selector', 'k-center', '--budget', '9', '--max-per-group', '3');
  for (const top of ['a', 'b']) expect(count(capped.paths, top)).toBeLessThanOrEqual(3);
  const { out } = await cli(['select', '--budget', '12', '--max-per-group', '2'], { directory: folder });
  expect(out).toContain('Chose 6 of the 12 asked for out of 22');
});

test('settings of the folder are constraints too, and replay keeps to them', async () => {
  const folder = await folderWithCopies();
  put(folder, [
    '.vscode/settings.json',
    '{ "nextBatch.maxPerGroup": 2, "nextBatch.excludeDuplicates": "exact" }',
  ]);
  const { paths, document } = await select(folder, '--selector', 'k-center');
  expect(paths).toHaveLength(4);
  expect(document.constraints).toMatchObject({ maxPerGroup: 2, excludeDuplicates: 'exact' });
  put(folder, ['.vscode/settings.json', '{}']);
  const replayed = await cli(['replay', '.next-batch/batches/0001.json'], { directory: folder });
  expect(replayed).toMatchObject({ code: 0, out: 'The same 4 images, in the same order.\n' });
});
