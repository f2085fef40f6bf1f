import { join, sep } from 'node:path';
import { expect, test } from 'vitest';
import { datasetPaths } from '../../src/dataset/paths.ts';
import { meaningOf } from '../../src/extension/fileEvents.ts';
import { optionsFor } from '../support/datasetOptions.ts';

const folder = join(sep, 'pool');
const paths = datasetPaths(optionsFor(folder));

test('labels.csv and the journal mean other labels, and no new list of images', () => {
  expect(meaningOf(paths.labels, paths)).toBe('labels');
  expect(meaningOf(paths.history, paths)).toBe('labels');
});

test('images, and what may be a folder, mean other images', () => {
  for (const name of ['a.jpg', 'B.JPEG', 'dir/c.tiff', 'new folder'])
    expect(meaningOf(join(folder, name), paths), name).toBe('images');
});

test('what we write ourselves, and other files, mean nothing', () => {
  const own = [join(paths.cache, 'thumbnails', 'ab', 'x.webp'), join(paths.batches, '0001.json')];
  for (const file of [...own, join(folder, 'notes.txt'), `${paths.labels}.tmp`])
    expect(meaningOf(file, paths), file).toBeUndefined();
});
