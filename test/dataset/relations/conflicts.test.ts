import { expect, test } from 'vitest';
import { relationConflicts } from '../../../src/dataset/relations/conflicts.ts';
import { open, put, temporaryFolder } from '../../support/datasets.ts';

test('contradictions of what a person said come before those of what is free, the newest first', async () => {
  const folder = temporaryFolder();
  put(folder, 'a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg');
  const dataset = await open(folder);
  const said = { kind: 'relation', id: '', same: [], different: [], unsure: [] } as const;
  await dataset.act([{ ...said, query: 'grid', anchor: 'a.jpg', same: ['b.jpg', 'c.jpg', 'd.jpg'] }]);
  await dataset.act([{ ...said, query: 'pair', anchor: 'b.jpg', different: ['c.jpg'] }]);
  await dataset.act([{ ...said, query: 'pair', anchor: 'b.jpg', different: ['d.jpg'] }]);
  await dataset.act([{ ...said, query: 'pair', anchor: 'a.jpg', different: ['e.jpg'] }]);
  await dataset.act([
    { ...said, query: 'grid', anchor: 'e.jpg', same: ['b.jpg', 'c.jpg'], oracle: 'folder' },
  ]);
  const pairs = (most: number): unknown => {
    const { count, shown } = relationConflicts(dataset, most);
    return [
      count,
      shown.map((conflict) => `${conflict.said.a[0]}${conflict.said.b[0]}${conflict.said.source}`),
    ];
  };
  expect(pairs(60)).toEqual([4, ['bd', 'bc', 'ecfolder', 'ebfolder']]);
  expect(pairs(1)).toEqual([4, ['bd']]);
});
