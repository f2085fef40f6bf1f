import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, kinds, label, labelsOf, open, put, read } from '../support/datasets.ts';

describe('a scan', () => {
  it('tells whether the list changed, and reports labels without an image', async () => {
    const folder = folderOf('a.jpg', 'b.jpg');
    const dataset = await open(folder);
    await dataset.act([label('a.jpg', 'cat')]);
    expect(await dataset.scan()).toBe(false);
    rmSync(path.join(folder, 'a.jpg'));
    expect(await dataset.scan()).toBe(true);
    expect(dataset.problems).toMatchObject([{ kind: 'missing-image', path: 'a.jpg' }]);
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat' });
    put(folder, 'a.jpg');
    await dataset.scan();
    expect(dataset.problems).toEqual([]);
  });

  it('does not call an image missing that a glob leaves out', async () => {
    const folder = folderOf('a.jpg', ['labels.csv', 'path,label\na.jpg,cat\n']);
    expect((await open(folder, { exclude: ['a.*'] })).problems).toEqual([]);
  });

  it('moves a label with its image when the content tells where it went', async () => {
    const folder = folderOf('a.jpg', 'b.jpg', ['c.jpg', 'same'], ['d.jpg', 'same']);
    const dataset = await open(folder);
    await dataset.act([label('a.jpg', 'cat'), label('c.jpg', 'dog')]);
    const hashes = new Map([
      ['a.jpg', 'A'],
      ['b.jpg', 'B'],
      ['c.jpg', 'C'],
      ['d.jpg', 'C'],
    ]);
    await dataset.scan({ hashes });
    mkdirSync(path.join(folder, 'new'));
    renameSync(path.join(folder, 'a.jpg'), path.join(folder, 'new/a.jpg'));
    rmSync(path.join(folder, 'c.jpg'));
    await dataset.scan({ hashes: new Map([...hashes, ['new/a.jpg', 'A']]) });
    expect(labelsOf(dataset)).toEqual({ 'new/a.jpg': 'cat', 'c.jpg': 'dog' });
    expect(kinds(dataset).sort()).toEqual(['missing-image', 'renamed']);
    await dataset.flush();
    expect(read(folder, 'labels.csv')).toBe('path,label\nc.jpg,dog\nnew/a.jpg,cat\n');
  });

  it('stops when it is told to', async () => {
    const dataset = await open(folderOf('a.jpg'));
    await expect(dataset.scan({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
  });
});
