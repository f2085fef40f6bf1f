import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { folderOf, kinds, label, labelsOf, open } from '../support/datasets.ts';

it('what a save finds in labels.csv is told: edits by others, and where they contradict an act', async () => {
  const folder = folderOf('a.jpg', 'b.jpg');
  const dataset = await open(folder);
  const told: unknown[] = [];
  dataset.onChange(() => told.push([labelsOf(dataset), kinds(dataset)]));
  await dataset.act([label('a.jpg', 'cat')]);
  expect(told).toHaveLength(1);
  // Between an act and the save that follows it.
  writeFileSync(path.join(folder, 'labels.csv'), 'path,label\na.jpg,cow\nb.jpg,pig\n');
  await dataset.flush();
  expect(told.slice(1)).toEqual([[{ 'a.jpg': 'cat', 'b.jpg': 'pig' }, ['conflict']]]);
});

it('a save that finds nothing tells nothing', async () => {
  const dataset = await open(folderOf('a.jpg'));
  let told = 0;
  dataset.onChange(() => told++);
  await dataset.act([label('a.jpg', 'cat')]);
  await dataset.flush();
  expect(told).toBe(1);
});
