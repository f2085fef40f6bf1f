import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { folderOf, journalOf, label, labelsOf, open, read } from '../../support/datasets.ts';
import { answer } from '../../support/relationStory.ts';

const images = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'] as const;
const one = answer('', 'a.jpg', { same: ['b.jpg', 'c.jpg'], different: ['d.jpg'] });

describe('answers as acts of a dataset', () => {
  it('are acknowledged when they are in the journal, and labels.csv has what follows', async () => {
    const folder = folderOf(...images);
    const dataset = await open(folder);
    await dataset.act([label('a.jpg', 'cat')]);
    await dataset.act([one]);
    const [{ acts }] = journalOf(folder).slice(-1) as { acts: { id: string }[] }[];
    expect(acts[0]).toMatchObject({ kind: 'relation', anchor: 'a.jpg', id: dataset.relations.answers[0].id });
    expect(dataset.counts).toEqual(new Map([['cat', 3]]));
    expect(dataset.relations).toMatchObject({ implied: 2, eliminate: false });
    await dataset.flush();
    expect(read(folder, 'labels.csv')).toBe(
      'path,label,source\na.jpg,cat,\nb.jpg,cat,relation\nc.jpg,cat,relation\n',
    );
    await dataset.act([{ kind: 'retract', of: acts[0].id }]);
    await dataset.flush();
    expect(read(folder, 'labels.csv')).toBe('path,label,source\na.jpg,cat,\n');
  });

  it('are taken back and done again with a sentence, also in a window opened again', async () => {
    const folder = folderOf(...images);
    const first = await open(folder, { window: 'w' });
    await first.act([label('a.jpg', 'cat')]);
    await first.act([one]);
    const said = { same: 2, different: 1, unsure: 0 };
    expect(first.recent[0]).toMatchObject({ kind: 'relation', count: 4, path: 'a.jpg', said });
    expect(first.recent[1]).not.toHaveProperty('said');
    expect(first.recentPaths(first.recent[0].id)).toEqual(['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg']);
    await first.close();
    const again = await open(folder, { window: 'w' });
    expect(await again.undo()).toEqual({
      about: 'relations',
      paths: ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'],
      message: 'Took back: the answer about 4 images.',
    });
    expect(labelsOf(again)).toEqual({ 'a.jpg': 'cat' });
    expect(await again.redo()).toMatchObject({ message: 'Did again: the answer about 4 images.' });
    expect(labelsOf(again)).toEqual({ 'a.jpg': 'cat', 'b.jpg': 'cat', 'c.jpg': 'cat' });
    const [{ id }] = again.relations.answers;
    await again.act([{ kind: 'retract', of: id }]);
    expect(again.relations.answers).toEqual([]);
    expect(await again.undo()).toMatchObject({
      message: 'Took back: the answer about 4 images counts again.',
    });
    expect(again.relations.answers).toHaveLength(1);
    expect(await again.redo()).toMatchObject({
      message: 'Did again: the answer about 4 images is withdrawn again.',
    });
    await again.act([{ kind: 'eliminate', on: true }]);
    expect(await again.undo()).toMatchObject({
      about: 'relations',
      message: 'Took back: the class list is open again.',
    });
    expect(await again.redo()).toMatchObject({ message: 'Did again: the class list is closed again.' });
  });

  it('that many were taken over at once are one undo unit', async () => {
    const dataset = await open(folderOf(...images));
    const free = { ...one, query: 'pair', same: ['b.jpg'], different: [], oracle: 'duplicate' } as const;
    await dataset.act([free, { ...free, anchor: 'c.jpg', same: ['d.jpg'] }]);
    expect(dataset.relations.answers.map(({ oracle }) => oracle)).toEqual(['duplicate', 'duplicate']);
    expect(await dataset.undo()).toMatchObject({ message: 'Took back: 2 answers about 4 images.' });
    expect(dataset.relations.answers).toEqual([]);
  });

  it('are not taken back where another window was quicker', async () => {
    const folder = folderOf(...images);
    const [first, second] = [await open(folder), await open(folder)];
    await first.act([label('d.jpg', 'dog')]);
    await first.act([{ ...one, id: 'mine' }]);
    await second.act([{ kind: 'retract', of: 'mine' }]);
    await expect(first.undo()).rejects.toThrow('Another window was quicker to change that answer');
    expect(await first.undo()).toMatchObject({ message: 'Took back: d.jpg is nothing.' });
  });

  it.each([
    ['withdraws what is not there', { kind: 'retract', of: 'nothing' }, 'There is no answer nothing'],
    ['names one image', { ...one, same: [], different: [] }, 'at least two images'],
    ['names an image twice', { ...one, different: ['b.jpg'] }, 'each of them once'],
    ['names its anchor again', { ...one, unsure: ['a.jpg'] }, 'each of them once'],
    ['is about a pair of three', { ...one, query: 'pair' }, 'a pair names two images'],
    ['has the id of another', { ...one, id: 'known' }, 'There is already an answer known'],
  ] as const)('are refused with a sentence where one %s', async (_, act, message) => {
    const folder = folderOf(...images);
    const dataset = await open(folder);
    await dataset.act([{ ...one, id: 'known' }]);
    await expect(dataset.act([act])).rejects.toThrow(message);
    expect(journalOf(folder)).toHaveLength(1);
  });

  it('that say nothing new of the class list are no acts', async () => {
    const dataset = await open(folderOf(...images));
    await dataset.act([{ kind: 'eliminate', on: false }]);
    expect(dataset.recent).toEqual([]);
  });

  it('are statements by row; those about images that are not there are left out and kept', async () => {
    const folder = folderOf('a.jpg', 'c.jpg', 'd.jpg');
    const dataset = await open(folder);
    await dataset.act([one, { ...answer('', 'gone.jpg', { same: ['a.jpg'] }), oracle: 'burst' }]);
    await dataset.act([answer('', 'c.jpg', { unsure: ['d.jpg'] })]);
    expect(dataset.relations.answers).toHaveLength(3);
    expect(dataset.relations.statements(dataset.rows)).toEqual({
      a: Int32Array.of(0, 0, 1),
      b: Int32Array.of(1, 2, 2),
      relation: Int8Array.of(1, -1, 0),
      source: Uint8Array.of(0, 0, 0),
    });
  });

  it('have another version after every change, and the same without one', async () => {
    const dataset = await open(folderOf(...images));
    const versions = [dataset.relations.version];
    const { answers } = dataset.relations;
    expect(dataset.relations.answers).toBe(answers);
    for (const act of [one, label('a.jpg', 'cat'), { kind: 'eliminate', on: true } as const]) {
      await dataset.act([act]);
      versions.push(dataset.relations.version);
    }
    await dataset.refresh();
    expect(new Set(versions).size).toBe(4);
    expect(dataset.relations.version).toBe(versions.at(-1));
  });
});

describe('labels.csv with labels that follow', () => {
  it("makes a label a person's who edits it, and none of a row that is deleted", async () => {
    const folder = folderOf(...images);
    const first = await open(folder);
    await first.act([label('a.jpg', 'cat')]);
    await first.act([{ ...one, id: '1' }]);
    await first.close();
    writeFileSync(`${folder}/labels.csv`, 'path,label,source\na.jpg,cat,\nb.jpg,dog,relation\n');
    const dataset = await open(folder);
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat', 'b.jpg': 'dog' });
    expect(dataset.annotations.get('b.jpg')?.source).toBe('');
    await dataset.act([{ kind: 'flag', path: 'd.jpg', on: true }]);
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat', 'b.jpg': 'dog', 'd.jpg': '!' });
    await dataset.flush();
    expect(read(folder, 'labels.csv')).toBe('path,label,source,flag\na.jpg,cat,,\nb.jpg,dog,,\nd.jpg,,,1\n');
    await dataset.act([{ kind: 'retract', of: '1' }]);
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat', 'b.jpg': 'dog', 'd.jpg': '!' });
    expect(dataset.problems).toEqual([]);
  });

  it('is written again from the journal where it is missing', async () => {
    const folder = folderOf(...images);
    const first = await open(folder);
    await first.act([label('a.jpg', 'cat'), one]);
    await first.close();
    const text = read(folder, 'labels.csv');
    rmSync(`${folder}/labels.csv`);
    const dataset = await open(folder);
    expect(dataset.relations.implied).toBe(2);
    await dataset.flush();
    expect(read(folder, 'labels.csv')).toBe(text);
  });

  it('is no conflict after a crash between it and the note of it', async () => {
    const folder = folderOf(...images);
    const first = await open(folder);
    await first.act([label('a.jpg', 'cat'), one]);
    await first.close();
    const journal = read(folder, '.next-batch/history.jsonl');
    const lines = journal.trimEnd().split('\n');
    expect(lines.at(-1)).toContain('checkpoint');
    writeFileSync(`${folder}/.next-batch/history.jsonl`, `${lines.slice(0, -1).join('\n')}\n`);
    const dataset = await open(folder);
    expect(dataset.problems).toEqual([]);
    await dataset.act([{ kind: 'retract', of: dataset.relations.answers[0].id }]);
    await dataset.flush();
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat' });
    expect(dataset.problems).toEqual([]);
    expect(read(folder, 'labels.csv')).toBe('path,label,source\na.jpg,cat,\n');
  });

  it('has what follows from the answers of two at the same time', async () => {
    const folder = folderOf(...images);
    const [first, second] = [await open(folder), await open(folder)];
    await first.act([label('a.jpg', 'cat')]);
    await Promise.all([
      first.act([answer('', 'a.jpg', { same: ['b.jpg'] })]),
      second.act([answer('', 'b.jpg', { same: ['c.jpg'] })]),
      second.act([answer('', 'c.jpg', { same: ['d.jpg'] })]),
    ]);
    await Promise.all([first.flush(), second.flush()]);
    await Promise.all([first.refresh(), second.refresh()]);
    const all = { 'a.jpg': 'cat', 'b.jpg': 'cat', 'c.jpg': 'cat', 'd.jpg': 'cat' };
    for (const dataset of [first, second, await open(folder)]) {
      expect(labelsOf(dataset)).toEqual(all);
      expect(dataset.problems).toEqual([]);
    }
    expect(read(folder, 'labels.csv').match(/relation/g)).toHaveLength(3);
  });
});
