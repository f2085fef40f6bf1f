import path from 'node:path';
import { expect, it } from 'vitest';
import { exportLabels } from '../../../src/dataset/formats/exportLabels.ts';
import { labelsCsv } from '../../../src/dataset/formats/labelsCsv.ts';
import { open, put, read, temporaryFolder } from '../../support/datasets.ts';

it('finds the images of a CSV file that names them in another way, and says which are not here', async () => {
  const folder = temporaryFolder();
  put(folder, 'images/a.jpg', 'images/sub/b.jpg', 'images/c.jpg', 'images/d.jpg', 'images/sub/e.jpg');
  const d = path.join(folder, 'images/d.jpg');
  const rows = ['./a.jpg,1', 'images/sub/b.jpg,2', 'c.jpg,3', `${d},4`, 'sub\\e.jpg,5', 'none.jpg,6'];
  put(folder, ['their.csv', `path,label\n${rows.join('\n')}\n`]);
  const dataset = await open(path.join(folder, 'images'));
  const imported = await labelsCsv.import?.read({ dataset, from: path.join(folder, 'their.csv') });
  expect(imported?.rows.map((row) => [row.path, row.label])).toEqual([
    ['a.jpg', '1'],
    ['sub/b.jpg', '2'],
    ['c.jpg', '3'],
    ['d.jpg', '4'],
    ['sub/e.jpg', '5'],
  ]);
  expect(imported?.missing).toBe(1);
  expect(imported?.problems).toMatchObject([{ kind: 'missing-image', path: 'none.jpg' }]);
});

it('matches by the ends of the paths where nothing else matches, and says so', async () => {
  const folder = temporaryFolder();
  put(folder, 'x/1.jpg', 'y/1.jpg', 'y/2.jpg');
  put(folder, ['their.csv', 'path,label\nC:\\data\\x\\1.jpg,a\nC:\\data\\z\\2.jpg,b\nD:\\1.jpg,c\n']);
  const dataset = await open(folder);
  const imported = await labelsCsv.import?.read({ dataset, from: path.join(folder, 'their.csv') });
  expect(imported?.rows).toEqual([
    { path: 'x/1.jpg', label: 'a' },
    { path: 'y/2.jpg', label: 'b' },
  ]);
  expect(imported?.problems.map(({ kind }) => kind)).toEqual(['renamed', 'missing-image']);
});

it('names two labels for one image, and takes the last', async () => {
  const folder = temporaryFolder();
  put(folder, 'a.jpg', ['their.csv', 'path,label\na.jpg,cat\n./a.jpg,dog\n']);
  const imported = await labelsCsv.import?.read({
    dataset: await open(folder),
    from: path.join(folder, 'their.csv'),
  });
  expect(imported?.rows).toEqual([{ path: 'a.jpg', label: 'dog' }]);
  expect(imported?.problems).toMatchObject([{ kind: 'duplicate-row' }]);
});

it('has a column for the side and one for the flag, where there is any', async () => {
  const folder = temporaryFolder();
  put(folder, 'a/1.jpg', 'b/2.jpg', 'b/3.jpg');
  const dataset = await open(folder);
  await dataset.act([
    ...dataset.images.map((image) => ({ kind: 'label' as const, path: image.path, label: 'c, d' })),
    { kind: 'flag', path: 'a/1.jpg', on: true },
  ]);
  const to = path.join(folder, 'out.csv');
  const split = { by: 'group', fraction: 0.3, seed: 0 } as const;
  await exportLabels(labelsCsv, { dataset, to, images: 'copy', split });
  expect(read(folder, 'out.csv')).toBe(
    'path,label,split,flag\na/1.jpg,"c, d",val,1\nb/2.jpg,"c, d",train,\nb/3.jpg,"c, d",train,\n',
  );
  expect(read(folder, 'out.classes.txt')).toBe('c, d\n');
});

it('takes a class list that a killed export left, if it is the same, and no other', async () => {
  const folder = temporaryFolder();
  put(folder, 'a.jpg', ['out.classes.txt', 'cat\n'], ['other.classes.txt', 'dog\n']);
  const dataset = await open(folder);
  await dataset.act([{ kind: 'label', path: 'a.jpg', label: 'cat' }]);
  const write = (name: string) =>
    exportLabels(labelsCsv, { dataset, to: path.join(folder, name), images: 'copy' });
  await write('out.csv');
  await expect(write('other.csv')).rejects.toThrow('other.classes.txt is already there');
  expect(read(folder, 'other.classes.txt')).toBe('dog\n');
});
