import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { classLines } from '../../../src/dataset/relations/exportTables.ts';
import { groupsThere } from '../../../src/dataset/relations/groupsThere.ts';
import { folderOf, open } from '../../support/datasets.ts';

test('groups count, stand in order of, and are exported with the images that are there', async () => {
  const folder = folderOf('a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg', 'f.jpg', 'g.jpg', 'h.jpg');
  const dataset = await open(folder);
  const said = { kind: 'relation', id: '', query: 'grid', different: [], unsure: [] } as const;
  await dataset.act([{ ...said, anchor: 'a.jpg', same: ['b.jpg', 'c.jpg', 'd.jpg'] }]);
  await dataset.act([{ ...said, anchor: 'e.jpg', same: ['f.jpg', 'g.jpg'] }]);
  await dataset.act([{ ...said, anchor: 'h.jpg', same: ['gone.jpg'] }]);
  for (const name of ['a.jpg', 'b.jpg']) rmSync(path.join(folder, name));
  await dataset.scan();
  expect(groupsThere(dataset).map(({ size }) => size)).toEqual([3, 2]);
  expect(classLines(dataset).lines).toEqual([
    'path,label\n',
    'c.jpg,group-2\n',
    'd.jpg,group-2\n',
    'e.jpg,group-1\n',
    'f.jpg,group-1\n',
    'g.jpg,group-1\n',
  ]);
  await dataset.act([{ kind: 'label', path: 'd.jpg', label: 'cat' }]);
  expect(groupsThere(dataset)).toHaveLength(1);
});
