import { rmSync } from 'node:fs';
import path from 'node:path';
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
  expect(pairs(0)).toEqual([4, []]);
});

test('nobody is asked about an image that is gone, and what was said of it is no contradiction until it is back', async () => {
  const folder = temporaryFolder();
  put(folder, 'a.jpg', 'b.jpg', 'c.jpg', 'd.jpg');
  const dataset = await open(folder);
  const said = { kind: 'relation', id: '', query: 'pair', same: [], different: [], unsure: [] } as const;
  // Cheapest to ask: what was said last of what differs, and then what was said last.
  await dataset.act([{ ...said, anchor: 'a.jpg', same: ['b.jpg'] }]);
  await dataset.act([{ ...said, anchor: 'a.jpg', different: ['c.jpg'] }]);
  await dataset.act([{ ...said, anchor: 'b.jpg', same: ['c.jpg'] }]);
  await dataset.act([{ ...said, anchor: 'a.jpg', same: ['d.jpg'] }]);
  await dataset.act([{ ...said, anchor: 'd.jpg', same: ['b.jpg'] }]);
  const told = () =>
    relationConflicts(dataset, 9).shown.map(({ said: { a, b }, ask }) => [a, b, ask.a, ask.b].join(' '));
  expect(told()).toEqual(['b.jpg c.jpg a.jpg c.jpg']);
  rmSync(path.join(folder, 'a.jpg'));
  await dataset.scan();
  expect(told()).toEqual(['b.jpg c.jpg b.jpg c.jpg']);
  rmSync(path.join(folder, 'c.jpg'));
  await dataset.scan();
  expect(relationConflicts(dataset, 9)).toEqual({ count: 0, shown: [] });
  put(folder, 'c.jpg');
  await dataset.scan();
  expect(told()).toHaveLength(1);
});
