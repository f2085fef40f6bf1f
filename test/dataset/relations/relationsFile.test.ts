import { appendFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../src/dataset/types.ts';
import { folderOf, journalOf, kinds, label, labelsOf, open, read } from '../../support/datasets.ts';
import { recordingFiles, systemError } from '../../support/recordingFiles.ts';
import { answer } from '../../support/relationStory.ts';

const file = 'relations.jsonl';
const images = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'] as const;
const first = answer('1', 'a.jpg', { same: ['b.jpg'] });
const second = answer('2', 'b.jpg', { same: ['c.jpg'], different: ['d.jpg'] });

interface Adopted {
  readonly rows?: readonly unknown[];
  readonly acts?: readonly unknown[];
}

function put(folder: string, text: string): void {
  writeFileSync(path.join(folder, file), text);
}

function line(id: string, anchor: string, same: readonly string[], more: object = {}): string {
  return `${JSON.stringify({ id, time: '', kind: 'grid', anchor, same, different: [], skipped: [], ...more })}\n`;
}

/** Ids of the answers in the file, in order. */
function ids(folder: string): unknown[] {
  return read(folder, file)
    .trim()
    .split('\n')
    .map((text) => (text === '' ? '' : JSON.parse(text).id));
}

function idsOf({ relations }: Dataset): string[] {
  return relations.answers.map(({ id }) => id);
}

/** A folder in which two answers were given and saved. */
async function answered(): Promise<string> {
  const folder = folderOf(...images);
  const dataset = await open(folder, { annotator: 'Ada' });
  await dataset.act([label('a.jpg', 'cat')]);
  await dataset.act([first]);
  await dataset.act([second]);
  await dataset.close();
  return folder;
}

describe('relations.jsonl', () => {
  it('has a line for each answer, in order, once the views are saved', async () => {
    const folder = await answered();
    const lines = read(folder, file)
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(lines).toEqual([
      {
        id: '1',
        time: expect.any(String),
        by: 'Ada',
        kind: 'grid',
        anchor: 'a.jpg',
        same: ['b.jpg'],
        different: [],
        skipped: [],
      },
      {
        id: '2',
        time: expect.any(String),
        by: 'Ada',
        kind: 'grid',
        anchor: 'b.jpg',
        same: ['c.jpg'],
        different: ['d.jpg'],
        skipped: [],
      },
    ]);
    expect(journalOf(folder).at(-1)).toMatchObject({
      kind: 'checkpoint',
      relations: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('does not come to be in a folder without answers', async () => {
    const folder = folderOf(...images);
    const dataset = await open(folder, { window: 'w' });
    await dataset.act([label('a.jpg', 'cat')]);
    await dataset.flush();
    expect(existsSync(path.join(folder, file))).toBe(false);
    expect(journalOf(folder).at(-1)).not.toHaveProperty('relations');
    await dataset.act([first]);
    await dataset.undo();
    await dataset.flush();
    expect(existsSync(path.join(folder, file))).toBe(false);
  });

  it('goes with labels.csv to where the setting says', async () => {
    const folder = folderOf(...images);
    const dataset = await open(folder, { labelsFile: 'kept/labels.csv' });
    await dataset.act([answer('1', '../a.jpg', { same: ['../b.jpg'] })]);
    await dataset.flush();
    expect(ids(path.join(folder, 'kept'))).toEqual(['1']);
  });

  it('loses the line of an answer that is withdrawn, and has it in its old place when that is taken back', async () => {
    const folder = await answered();
    const text = read(folder, file);
    const dataset = await open(folder, { window: 'w' });
    await dataset.act([{ kind: 'retract', of: '1' }]);
    await dataset.flush();
    expect(ids(folder)).toEqual(['2']);
    await dataset.undo();
    await dataset.flush();
    expect(read(folder, file)).toBe(text);
  });

  it('is not written again where nothing changed', async () => {
    const folder = await answered();
    const lines = journalOf(folder).length;
    const dataset = await open(folder);
    await dataset.refresh();
    await dataset.flush();
    await dataset.close();
    expect(journalOf(folder)).toHaveLength(lines);
  });

  it('is written again from the journal where it is missing, and that is said', async () => {
    const folder = await answered();
    const text = read(folder, file);
    rmSync(path.join(folder, file));
    const dataset = await open(folder);
    expect(idsOf(dataset)).toEqual(['1', '2']);
    expect(dataset.problems.map(({ message }) => message)).toEqual([
      'relations.jsonl was missing or empty and is written again from .next-batch/history.jsonl.',
    ]);
    await dataset.flush();
    expect(read(folder, file)).toBe(text);
  });

  it('is the truth for answers where the journal is missing, and labels follow from it again', async () => {
    const folder = await answered();
    const views = [read(folder, file), read(folder, 'labels.csv')];
    rmSync(path.join(folder, '.next-batch'), { recursive: true });
    const dataset = await open(folder);
    expect(idsOf(dataset)).toEqual(['1', '2']);
    expect(dataset.relations.implied).toBe(2);
    await dataset.flush();
    expect([read(folder, file), read(folder, 'labels.csv')]).toEqual(views);
    await dataset.act([{ kind: 'retract', of: '1' }]);
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat' });
    expect(dataset.problems).toEqual([]);
    await dataset.flush();
    expect(read(folder, 'labels.csv')).toBe('path,label,source\na.jpg,cat,\n');
  });

  it('and labels.csv say the same again where the disk was full between the two', async () => {
    let isFull = false;
    let writes = 0;
    const { files } = recordingFiles((call) =>
      isFull && call === 'write temporary' && ++writes === 2 ? systemError('ENOSPC') : undefined,
    );
    const folder = folderOf(...images);
    const dataset = await open(folder, {}, files);
    await dataset.act([label('a.jpg', 'cat')]);
    await dataset.act([first]);
    isFull = true;
    await expect(dataset.flush()).rejects.toMatchObject({ code: 'disk-full' });
    expect(kinds(dataset)).toEqual(['not-saved']);
    expect([ids(folder), existsSync(path.join(folder, 'labels.csv'))]).toEqual([['1'], false]);
    isFull = false;
    await dataset.act([{ kind: 'retract', of: '1' }]);
    await dataset.act([second]);
    await dataset.flush();
    expect(kinds(dataset)).toEqual([]);
    expect(ids(folder)).toEqual(['2']);
    expect(read(folder, 'labels.csv')).toBe('path,label\na.jpg,cat\n');
    expect(kinds(await open(folder))).toEqual([]);
  });

  it('is known where the journal lost its last note of it', async () => {
    const folder = await answered();
    const text = read(folder, '.next-batch/history.jsonl').trimEnd().split('\n');
    expect(text.pop()).toContain('checkpoint');
    writeFileSync(path.join(folder, '.next-batch/history.jsonl'), `${text.join('\n')}\n`);
    const before = read(folder, file);
    const dataset = await open(folder);
    await dataset.act([{ kind: 'retract', of: '1' }]);
    await dataset.act([answer('3', 'c.jpg', { different: ['d.jpg'] })]);
    await dataset.flush();
    expect(idsOf(dataset)).toEqual(['2', '3']);
    expect(ids(folder)).toEqual(['2', '3']);
    expect(before).toContain('"id":"1"');
    expect(dataset.problems).toEqual([]);
  });
});

describe('relations.jsonl edited by others', () => {
  it('takes in a line that was added, with what is not ours in it', async () => {
    const folder = await answered();
    const added = line('x', 'd.jpg', ['gone.jpg'], { note: 'seen' });
    appendFileSync(path.join(folder, file), added);
    const dataset = await open(folder, { window: 'w' });
    expect(idsOf(dataset)).toEqual(['1', '2', 'x']);
    await dataset.flush();
    expect(read(folder, file).endsWith(added)).toBe(true);
    await dataset.act([{ kind: 'retract', of: 'x' }]);
    await dataset.flush();
    expect(ids(folder)).toEqual(['1', '2']);
    await dataset.undo();
    await dataset.flush();
    expect(read(folder, file)).toContain('"note":"seen"');
  });

  it('withdraws an answer whose line is gone', async () => {
    const folder = await answered();
    put(folder, read(folder, file).split('\n').slice(1).join('\n'));
    const dataset = await open(folder);
    expect(idsOf(dataset)).toEqual(['2']);
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat' });
    await dataset.flush();
    expect(idsOf(await open(folder))).toEqual(['2']);
  });

  it('withdraws an answer that a line says is withdrawn, and drops both lines', async () => {
    const folder = await answered();
    appendFileSync(path.join(folder, file), '{"id":"y","kind":"retract","of":"2"}\n');
    const dataset = await open(folder);
    expect(idsOf(dataset)).toEqual(['1']);
    await dataset.flush();
    expect(ids(folder)).toEqual(['1']);
  });

  it('takes a line that says something else as another answer in place of the one before', async () => {
    const folder = await answered();
    put(folder, read(folder, file).replace('"same":["b.jpg"]', '"same":["d.jpg"]'));
    const dataset = await open(folder);
    expect(dataset.relations.answers).toMatchObject([{ id: '2' }, { anchor: 'a.jpg', same: ['d.jpg'] }]);
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat', 'd.jpg': 'cat' });
    await dataset.flush();
    const [, id] = idsOf(dataset);
    expect(ids(folder)).toEqual(['2', id]);
    expect(idsOf(await open(folder))).toEqual(['2', id]);
  });

  it('brings back an answer whose line is there again', async () => {
    const folder = await answered();
    const text = read(folder, file);
    const dataset = await open(folder);
    await dataset.act([{ kind: 'retract', of: '1' }]);
    await dataset.flush();
    put(folder, text);
    await dataset.refresh();
    expect(idsOf(dataset)).toEqual(['1', '2']);
  });

  it('gives a line without an id one, and one of two that differ', async () => {
    const folder = folderOf(...images);
    const twice = line('same', 'a.jpg', ['b.jpg']);
    const text = [
      twice,
      twice,
      line('same', 'c.jpg', ['d.jpg']),
      '{"kind":"pair","anchor":"a.jpg","different":["d.jpg"]}\n',
    ];
    put(folder, text.join(''));
    const dataset = await open(folder);
    expect(dataset.relations.answers.map(({ anchor, query }) => [anchor, query])).toEqual([
      ['a.jpg', 'grid'],
      ['c.jpg', 'grid'],
      ['a.jpg', 'pair'],
    ]);
    await dataset.flush();
    const [one, other] = idsOf(dataset);
    expect(ids(folder)).toEqual([one, one, other, undefined]);
    expect(idsOf(await open(folder))).toEqual(idsOf(dataset));
  });

  it('uses what can be read, tells of the rest by its line, and keeps it', async () => {
    const folder = await answered();
    const [one, two = ''] = read(folder, file).split('\n');
    const bad = [
      'not json',
      '{"kind":"grid","anchor":"a.jpg"}',
      '{"kind":"grid","anchor":"a.jpg","same":[1]}',
      '[]',
      '{"kind":"vote"}',
    ];
    put(folder, [one, ...bad, '', two.slice(0, 40)].join('\n'));
    const dataset = await open(folder);
    expect(idsOf(dataset)).toEqual(['1', '2']);
    expect(dataset.problems.map(({ kind, line: number }) => [kind, number])).toEqual(
      [2, 3, 4, 5, 6, 8].map((number) => ['bad-relation', number]),
    );
    expect(dataset.problems[0].message).toContain('Line 2 of relations.jsonl');
    await dataset.act([answer('3', 'c.jpg', { different: ['a.jpg'] })]);
    await dataset.flush();
    const lines = read(folder, file).split('\n');
    expect(lines.slice(0, 7)).toEqual([one, ...bad, '']);
    expect(lines).toContain(two);
    expect(lines).toContain(two.slice(0, 40));
    expect(lines.at(-2)).toContain('"id":"3"');
    expect(kinds(await open(folder))).toHaveLength(6);
  });

  it('of thousands of answers is taken over by several lines, the rows of labels.csv with the last', async () => {
    const folder = folderOf(...images);
    const names = Array.from({ length: 2500 }, (_, i) => `${i}.jpg`);
    put(folder, names.map((name) => line(name, 'a.jpg', [name])).join('') + line('d', 'a.jpg', ['d.jpg']));
    const rows = names.slice(0, 9).map((name) => `${name},cat,relation\n`);
    writeFileSync(
      path.join(folder, 'labels.csv'),
      `path,label,source\na.jpg,cat,\nd.jpg,dog,\n${rows.join('')}`,
    );
    const dataset = await open(folder);
    await dataset.flush();
    const adopted = journalOf(folder).filter(({ kind }) => kind === 'adopt');
    expect(adopted.map(({ rows: { length } = [], acts = [] }: Adopted) => [length, acts.length])).toEqual([
      [0, 1000],
      [0, 1000],
      [11, 501],
    ]);
    expect(dataset.relations).toMatchObject({ implied: 2500, graph: { conflicts: { length: 1 } } });
    expect(dataset.annotations.get('d.jpg')).toMatchObject({ label: 'dog', source: '' });
    const again = await open(folder);
    expect(labelsOf(again)).toEqual(labelsOf(dataset));
    expect(idsOf(again)).toEqual([...names, 'd']);
    await again.flush();
    expect(journalOf(folder).filter(({ kind }) => kind === 'adopt')).toHaveLength(3);
  });

  it('names no image as no file can be called, for labels.csv could not be read again with it', async () => {
    const folder = folderOf(...images);
    put(folder, ['b\0.jpg', 'b\ud800.jpg', 'ü😀.jpg'].map((name) => line('', 'a.jpg', [name])).join(''));
    const dataset = await open(folder);
    await dataset.act([label('a.jpg', 'cat')]);
    await dataset.flush();
    expect(kinds(dataset)).toEqual(['bad-relation', 'bad-relation']);
    expect(labelsOf(await open(folder))).toEqual({ 'a.jpg': 'cat', 'ü😀.jpg': 'cat' });
  });

  it('that is no text is reported, and is not written over', async () => {
    const folder = await answered();
    put(folder, 'a\0b');
    await expect(open(folder)).rejects.toThrow('holds zero bytes');
    expect(read(folder, file)).toBe('a\0b');
  });

  it('with a byte order mark and line ends of Windows is read', async () => {
    const folder = folderOf(...images);
    put(
      folder,
      `\ufeff${line('1', 'a.jpg', ['b.jpg']).trim()}\r\n${line('2', 'c.jpg', ['ü.jpg']).trim()}\r\n`,
    );
    const dataset = await open(folder);
    expect(idsOf(dataset)).toEqual(['1', '2']);
    expect(dataset.problems).toEqual([]);
    expect(dataset.relations.answers[1].same).toEqual(['ü.jpg']);
  });

  it('that two windows see at the same time is taken over once', async () => {
    const folder = await answered();
    const [one, two] = [await open(folder), await open(folder)];
    put(
      folder,
      read(folder, file).replace('"same":["b.jpg"]', '"same":["d.jpg"]') + line('x', 'a.jpg', ['c.jpg']),
    );
    await Promise.all([one.refresh(), two.refresh()]);
    await Promise.all([one.flush(), two.flush()]);
    await Promise.all([one.refresh(), two.refresh()]);
    expect(idsOf(one)).toEqual(idsOf(two));
    expect(idsOf(one)).toHaveLength(3);
    expect(ids(folder)).toEqual(idsOf(one));
    expect(one.problems).toEqual([]);
  });

  it('goes by the new name of an image', async () => {
    const folder = folderOf(['a.jpg', 'one'], ['b.jpg', 'two']);
    const dataset = await open(folder);
    await dataset.act([label('a.jpg', 'cat'), answer('1', 'a.jpg', { same: ['b.jpg'] })]);
    await dataset.scan({
      hashes: new Map([
        ['b.jpg', 'two'],
        ['a.jpg', 'one'],
      ]),
    });
    await dataset.flush();
    rmSync(path.join(folder, 'b.jpg'));
    writeFileSync(path.join(folder, 'z.jpg'), 'two');
    await dataset.scan({
      hashes: new Map([
        ['z.jpg', 'two'],
        ['a.jpg', 'one'],
      ]),
    });
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat', 'z.jpg': 'cat' });
    await dataset.flush();
    expect(JSON.parse(read(folder, file))).toMatchObject({ id: '1', same: ['z.jpg'] });
    expect(idsOf(await open(folder))).toEqual(['1']);
  });

  it('follows an image that is in a group without a name', async () => {
    const folder = folderOf(['a.jpg', 'one'], ['b.jpg', 'two']);
    const dataset = await open(folder);
    await dataset.act([answer('1', 'a.jpg', { same: ['b.jpg'] })]);
    await dataset.scan({ hashes: new Map([['b.jpg', 'two']]) });
    rmSync(path.join(folder, 'b.jpg'));
    writeFileSync(path.join(folder, 'z.jpg'), 'two');
    await dataset.scan({ hashes: new Map([['z.jpg', 'two']]) });
    expect(dataset.relations.answers).toMatchObject([{ anchor: 'a.jpg', same: ['z.jpg'] }]);
    expect(dataset.problems).toEqual([]);
    await dataset.act([label('a.jpg', 'cat')]);
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat', 'z.jpg': 'cat' });
  });

  it('keeps what follows for an image that is not there, and reports only a label that was given to one', async () => {
    const dataset = await open(folderOf('a.jpg'));
    await dataset.act([answer('1', 'a.jpg', { same: ['gone.jpg'] })]);
    await dataset.act([label('a.jpg', 'cat')]);
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat', 'gone.jpg': 'cat' });
    expect(kinds(dataset)).toEqual([]);
    await dataset.act([label('gone.jpg', 'cat')]);
    expect(kinds(dataset)).toEqual(['missing-image']);
    await dataset.undo();
    expect(kinds(dataset)).toEqual([]);
  });

  it('is merged when git joins the journals of two people', async () => {
    const folder = await answered();
    const base = read(folder, '.next-batch/history.jsonl');
    const baseFile = read(folder, file);
    const ours = await open(folder);
    await ours.act([answer('ours', 'c.jpg', { different: ['a.jpg'] })]);
    await ours.close();
    const oursLines = read(folder, '.next-batch/history.jsonl').slice(base.length);
    const oursFile = read(folder, file).slice(baseFile.length);
    writeFileSync(path.join(folder, '.next-batch/history.jsonl'), base);
    put(folder, baseFile);
    const theirs = await open(folder);
    await theirs.act([{ kind: 'retract', of: '1' }]);
    await theirs.act([answer('theirs', 'd.jpg', { same: ['c.jpg'] })]);
    await theirs.close();
    appendFileSync(path.join(folder, '.next-batch/history.jsonl'), oursLines);
    appendFileSync(path.join(folder, file), oursFile);
    const joined = await open(folder);
    expect(idsOf(joined).sort()).toEqual(['2', 'ours', 'theirs']);
    await joined.flush();
    expect(ids(folder).sort()).toEqual(['2', 'ours', 'theirs']);
  });
});
