import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { withoutIgnored } from '../../src/dataset/ignoredFindings.ts';
import type { Act } from '../../src/dataset/types.ts';
import { folderOf, journalOf, kinds, label, labelsOf, open, read } from '../support/datasets.ts';

const ignore = (finding: string, on = true): Act => ({ kind: 'ignore', finding, on });

describe('a finding that is ignored', () => {
  it('is in the journal when the act is answered, and still ignored after everything was closed', async () => {
    const folder = folderOf('a.jpg');
    const before = await open(folder);
    await before.act([ignore('outliers:a.jpg'), ignore('dark:a.jpg')]);
    expect(journalOf(folder)).toHaveLength(1);
    await before.close();
    const dataset = await open(folder);
    expect([...dataset.ignored]).toEqual(['outliers:a.jpg', 'dark:a.jpg']);
    expect(kinds(dataset)).toEqual([]);
  });

  it('counts again when that is asked for, and by undo; redo ignores it again', async () => {
    const dataset = await open(folderOf('a.jpg'));
    await dataset.act([ignore('x')]);
    await dataset.act([ignore('x', false)]);
    expect(dataset.ignored.size).toBe(0);
    expect(await dataset.undo()).toEqual({
      about: 'findings',
      paths: [],
      message: 'Took back: one finding ignored again.',
    });
    expect([...dataset.ignored]).toEqual(['x']);
    expect((await dataset.undo())?.message).toBe('Took back: one finding counts again.');
    expect(dataset.ignored.size).toBe(0);
    await dataset.redo();
    expect([...dataset.ignored]).toEqual(['x']);
  });

  it('is one undo unit with a label, and leaves labels alone', async () => {
    const dataset = await open(folderOf('a.jpg'));
    await dataset.act([label('a.jpg', 'cat'), ignore('x')]);
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat' });
    await dataset.undo();
    expect(labelsOf(dataset)).toEqual({});
    expect(dataset.ignored.size).toBe(0);
  });

  it('is written once, however often it is ignored', async () => {
    const folder = folderOf('a.jpg');
    const dataset = await open(folder);
    await dataset.act([ignore('x')]);
    await dataset.act([ignore('x')]);
    expect(journalOf(folder)).toHaveLength(1);
  });

  it('is told of in short', async () => {
    const dataset = await open(folderOf('a.jpg'));
    await dataset.act([ignore('x'), ignore('y')]);
    expect(dataset.recent[0]).toMatchObject({ kind: 'ignore', on: true, count: 0, path: '', names: [] });
  });

  it('is ignored in the other windows too, and after git has merged two journals', async () => {
    const folder = folderOf('a.jpg');
    const one = await open(folder);
    const two = await open(folder);
    await one.act([ignore('x')]);
    await two.refresh();
    expect([...two.ignored]).toEqual(['x']);
    appendFileSync(path.join(folder, '.next-batch/history.jsonl'), read(folder, '.next-batch/history.jsonl'));
    await two.refresh();
    expect([...two.ignored]).toEqual(['x']);
    await one.undo();
    await two.refresh();
    expect(two.ignored.size).toBe(0);
  });

  it('is left out of those that count', () => {
    const findings = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
    expect(withoutIgnored(findings, new Set(['b']))).toEqual([{ id: 'a' }, { id: 'c' }]);
  });
});
