import { existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { label, labelsOf, open, put, read, temporaryFolder } from '../support/datasets.ts';

it('an act in an image folder that is gone is refused, makes no new folder, and works once the folder is back', async () => {
  const home = temporaryFolder();
  const folder = path.join(home, 'photos');
  put(home, 'photos/a.jpg', 'photos/b.jpg');
  const dataset = await open(folder);
  await dataset.act([label('a.jpg', 'cat')]);
  await dataset.flush();
  renameSync(folder, `${folder}-moved`);
  await expect(dataset.act([label('b.jpg', 'dog')])).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining(`${folder} is not there any more`),
  });
  await expect(dataset.scan()).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining(`${folder} is not there any more`),
  });
  expect(existsSync(folder)).toBe(false);

  renameSync(`${folder}-moved`, folder);
  await dataset.scan();
  expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat' });
  await dataset.act([label('b.jpg', 'dog')]);
  await dataset.flush();
  expect(read(folder, 'labels.csv')).toBe('path,label\na.jpg,cat\nb.jpg,dog\n');
});

it('labels that are kept elsewhere have their folder made', async () => {
  const folder = temporaryFolder();
  put(folder, 'a.jpg');
  const labelsFile = path.join(temporaryFolder(), 'deep/down/labels.csv');
  const dataset = await open(folder, { labelsFile });
  await dataset.act([label('a.jpg', 'cat')]);
  await dataset.flush();
  expect(existsSync(labelsFile)).toBe(true);
});
