import path from 'node:path';
import { expect, it } from 'vitest';
import { labelsCsv } from '../../../src/dataset/formats/labelsCsv.ts';
import { open, put, temporaryFolder } from '../../support/datasets.ts';

it('finds the images of a CSV file that names them in another way', async () => {
  const folder = temporaryFolder();
  put(folder, 'images/a.jpg', 'images/sub/b.jpg', 'images/c.jpg', 'images/d.jpg');
  const d = path.join(folder, 'images/d.jpg');
  const rows = ['path,label', './a.jpg,1', 'images/sub/b.jpg,2', 'c.jpg,3', `${d},4`, 'none.jpg,5', ''];
  put(folder, ['their.csv', rows.join('\n')]);
  const dataset = await open(path.join(folder, 'images'));
  const imported = await labelsCsv.import?.({ dataset, from: path.join(folder, 'their.csv') });
  expect(imported?.rows.map(({ path: name }) => name)).toEqual([
    'a.jpg',
    'sub/b.jpg',
    'c.jpg',
    'd.jpg',
    'none.jpg',
  ]);
});
