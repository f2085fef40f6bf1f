import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import {
  folderOf,
  journalOf,
  kinds,
  label,
  labelsOf,
  open,
  put,
  read,
  temporaryFolder,
} from '../support/datasets.ts';
import { recordingFiles, systemError } from '../support/recordingFiles.ts';

describe('labels.csv', () => {
  it('follows by itself soon after an act', async () => {
    const folder = folderOf('a.jpg');
    const dataset = await open(folder);
    await dataset.act([label('a.jpg', 'cat')]);
    await vi.waitFor(() => expect(read(folder, 'labels.csv')).toBe('path,label\na.jpg,cat\n'), 5000);
  });

  it('is written by temporary file, sync, rename and sync of the folder, and then noted in the journal', async () => {
    const { files, calls } = recordingFiles();
    const folder = folderOf('a.jpg');
    const dataset = await open(folder, {}, files);
    await dataset.act([label('a.jpg', 'cat')]);
    calls.length = 0;
    await dataset.flush();
    expect(calls.filter((call) => !call.startsWith('open'))).toEqual([
      'write temporary',
      'sync temporary',
      'rename labels.csv',
      `sync ${path.basename(folder)}`,
      'write history.jsonl',
      'sync history.jsonl',
    ]);
    expect(journalOf(folder).at(-1)).toMatchObject({ kind: 'checkpoint', lines: 1 });
  });

  it('keeps what another program changed in the meantime, foreign columns included', async () => {
    const folder = folderOf('a.jpg', 'b.jpg', ['labels.csv', 'path,label,who\nb.jpg,cat,me\n']);
    const dataset = await open(folder);
    await dataset.act([label('a.jpg', 'cat')]);
    put(folder, ['labels.csv', 'path,label,who\nb.jpg,dog,you\nc.jpg,cow,them\n']);
    await dataset.flush();
    expect(read(folder, 'labels.csv')).toBe('path,label,who\na.jpg,cat,\nb.jpg,dog,you\nc.jpg,cow,them\n');
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat', 'b.jpg': 'dog', 'c.jpg': 'cow' });
    expect(labelsOf(await open(folder))).toEqual(labelsOf(dataset));
  });

  it('is merged again when another program writes it in the very moment before the rename', async () => {
    const folder = folderOf('a.jpg', ['labels.csv', 'path,label\nb.jpg,cat\n']);
    let isFirst = true;
    const { files } = recordingFiles((call) => {
      if (call === 'rename labels.csv' && isFirst) put(folder, ['labels.csv', 'path,label\nb.jpg,dog\n']);
      if (call === 'rename labels.csv') isFirst = false;
      return undefined;
    });
    const dataset = await open(folder, {}, files);
    await dataset.act([label('a.jpg', 'cow')]);
    await dataset.flush();
    expect(read(folder, 'labels.csv')).toBe('path,label\na.jpg,cow\nb.jpg,dog\n');
  });

  it('reports a conflict, keeps ours, and forgets it when the image is labeled again', async () => {
    const folder = folderOf('a.jpg');
    const dataset = await open(folder);
    await dataset.act([label('a.jpg', 'cat')]);
    await dataset.flush();
    await dataset.act([label('a.jpg', 'dog')]);
    put(folder, ['labels.csv', 'path,label\na.jpg,cow\n']);
    await dataset.refresh();
    expect(kinds(dataset)).toEqual(['conflict']);
    await dataset.flush();
    expect(journalOf(folder).filter(({ kind }) => kind === 'conflict')).toMatchObject([
      { path: 'a.jpg', ours: { label: 'dog' }, theirs: { label: 'cow' } },
    ]);
    expect(read(folder, 'labels.csv')).toBe('path,label\na.jpg,dog\n');
    expect(kinds(await open(folder))).toEqual(['conflict']);
    await dataset.act([label('a.jpg', 'dog')]);
    expect(kinds(dataset)).toEqual([]);
  });

  it.each([
    ['deleted', (file: string) => rmSync(file)],
    ['emptied', (file: string) => writeFileSync(file, '')],
  ])('is written again from the journal when it was %s, and that is said once', async (_, damage) => {
    const folder = folderOf('a.jpg');
    const before = await open(folder);
    await before.act([label('a.jpg', 'cat')]);
    await before.close();
    damage(path.join(folder, 'labels.csv'));
    const dataset = await open(folder);
    expect(kinds(dataset)).toEqual(['labels-restored']);
    await dataset.close();
    expect(read(folder, 'labels.csv')).toBe('path,label\na.jpg,cat\n');
    expect(kinds(await open(folder))).toEqual([]);
  });

  it('is the truth where the journal is missing', async () => {
    const folder = folderOf('a.jpg', 'b.jpg');
    const before = await open(folder);
    await before.act([label('a.jpg', 'cat'), label('b.jpg', 'dog')]);
    await before.close();
    rmSync(path.join(folder, '.next-batch'), { recursive: true });
    const dataset = await open(folder);
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat', 'b.jpg': 'dog' });
    await dataset.act([label('a.jpg', 'cow')]);
    await dataset.close();
    expect(labelsOf(await open(folder))).toEqual({ 'a.jpg': 'cow', 'b.jpg': 'dog' });
  });

  it('catches up after a process was killed between its act and the file', async () => {
    const folder = folderOf('a.jpg');
    const { files } = recordingFiles((call) =>
      call === 'rename labels.csv' ? systemError('EIO') : undefined,
    );
    const killed = await open(folder, {}, files);
    await killed.act([label('a.jpg', 'cat')]);
    await killed.close().catch(() => undefined);
    expect(existsSync(path.join(folder, 'labels.csv'))).toBe(false);
    await (await open(folder)).close();
    expect(read(folder, 'labels.csv')).toBe('path,label\na.jpg,cat\n');
  });

  it('gets no conflict from a file that was written but not noted', async () => {
    const folder = folderOf('a.jpg');
    let isKilled = false;
    const { files } = recordingFiles((call) =>
      isKilled && call === 'write history.jsonl' ? systemError('EIO') : undefined,
    );
    const killed = await open(folder, {}, files);
    await killed.act([label('a.jpg', 'cat')]);
    isKilled = true;
    await expect(killed.flush()).rejects.toThrow();
    isKilled = false;
    expect(read(folder, 'labels.csv')).toBe('path,label\na.jpg,cat\n');
    await killed.act([label('a.jpg', 'dog')]);
    const dataset = await open(folder);
    expect([labelsOf(dataset), kinds(dataset)]).toEqual([{ 'a.jpg': 'dog' }, []]);
  });

  it('that cannot be written costs no label, is reported, and is written when it can be', async () => {
    let isFull = false;
    const { files } = recordingFiles((call) =>
      isFull && call === 'write temporary' ? systemError('ENOSPC') : undefined,
    );
    const folder = folderOf('a.jpg', ['labels.csv', 'path,label\nb.jpg,dog\n']);
    const dataset = await open(folder, {}, files);
    await dataset.act([label('a.jpg', 'cat')]);
    isFull = true;
    await expect(dataset.flush()).rejects.toMatchObject({ code: 'disk-full' });
    expect(kinds(dataset)).toContain('not-saved');
    expect(read(folder, 'labels.csv')).toBe('path,label\nb.jpg,dog\n');
    isFull = false;
    await dataset.flush();
    expect(kinds(dataset)).not.toContain('not-saved');
    expect(read(folder, 'labels.csv')).toBe('path,label\na.jpg,cat\nb.jpg,dog\n');
  });

  it('may be a link: the file it leads to is written, and the link stays', async () => {
    const folder = folderOf('images/a.jpg', ['elsewhere/mine.csv', 'path,label\n']);
    symlinkSync(path.join(folder, 'elsewhere/mine.csv'), path.join(folder, 'images/labels.csv'));
    const dataset = await open(path.join(folder, 'images'));
    await dataset.act([label('a.jpg', 'cat')]);
    await dataset.close();
    expect(read(folder, 'elsewhere/mine.csv')).toBe('path,label\na.jpg,cat\n');
  });

  it('is never another kind of file, whoever wrote the setting', async () => {
    const other = path.join(temporaryFolder(), 'profile');
    writeFileSync(other, 'export A=1\n');
    await expect(open(temporaryFolder(), { labelsFile: other })).rejects.toMatchObject({ code: 'usage' });
    expect(readFileSync(other, 'utf8')).toBe('export A=1\n');
  });

  it('lies with all else where labelsFile says, with paths relative to it', async () => {
    const folder = folderOf('images/a.jpg');
    const dataset = await open(path.join(folder, 'images'), { labelsFile: '../labels/mine.csv' });
    expect(dataset.images.map((image) => image.path)).toEqual(['../images/a.jpg']);
    await dataset.act([label('../images/a.jpg', 'cat')]);
    await dataset.close();
    expect(read(folder, 'labels/mine.csv')).toBe('path,label\n../images/a.jpg,cat\n');
    expect(read(folder, 'labels/.next-batch/.gitignore')).toContain('cache/');
    expect(read(folder, 'labels/.next-batch/.gitattributes')).toBe('history.jsonl merge=union\n');
    expect(existsSync(path.join(folder, 'images/.next-batch'))).toBe(false);
  });

  it('lies in a folder that git knows about, even if something else made that folder', async () => {
    const folder = folderOf('a.jpg', '.next-batch/cache/embeddings/x');
    await (await open(folder)).act([label('a.jpg', 'cat')]);
    expect(read(folder, '.next-batch/.gitignore')).toContain('cache/');
  });

  it('is rid of the temporary files of a killed process', async () => {
    const folder = folderOf('a.jpg', '.next-batch-123-0123456789ab.tmp');
    const dataset = await open(folder);
    await dataset.act([label('a.jpg', 'cat')]);
    await dataset.flush();
    expect(existsSync(path.join(folder, '.next-batch-123-0123456789ab.tmp'))).toBe(false);
  });
});
