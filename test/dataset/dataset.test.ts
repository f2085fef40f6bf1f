import { cpSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Act, Dataset } from '../../src/dataset/types.ts';
import { journalOf, labelsOf, open, put, read, temporaryFolder } from '../support/datasets.ts';
import { recordingFiles, systemError } from '../support/recordingFiles.ts';

const label = (image: string, name: string): Act => ({ kind: 'label', path: image, label: name });
const kinds = (dataset: Dataset): string[] => dataset.problems.map(({ kind }) => kind);

function folderOf(...files: Parameters<typeof put>[1][]): string {
  const folder = temporaryFolder();
  put(folder, ...files);
  return folder;
}

describe('a dataset that is opened', () => {
  it('lists images and reads labels.csv, and writes nothing', async () => {
    const folder = folderOf('b.jpg', 'a.png', ['labels.csv', 'path,label\na.png,cat\n']);
    const dataset = await open(folder);
    expect(dataset.images.map((image) => image.path)).toEqual(['a.png', 'b.jpg']);
    expect(labelsOf(dataset)).toEqual({ 'a.png': 'cat' });
    expect(dataset.classes).toEqual(['cat']);
    await dataset.close();
    expect(existsSync(path.join(folder, '.next-batch'))).toBe(false);
    expect(read(folder, 'labels.csv')).toBe('path,label\na.png,cat\n');
  });

  it.each([
    ['UTF-16', Buffer.from('\ufeffpath,label\n', 'utf16le')],
    ['zero bytes', Buffer.alloc(100)],
  ])('refuses a labels.csv of %s with a sentence that names it', async (_, bytes) => {
    const folder = folderOf('a.jpg');
    writeFileSync(path.join(folder, 'labels.csv'), bytes);
    await expect(open(folder)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('labels.csv'),
    });
  });

  it('refuses a folder that is not there, and a file in place of a folder', async () => {
    const folder = folderOf('a.jpg');
    await expect(open(path.join(folder, 'none'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(open(path.join(folder, 'a.jpg'))).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('refuses everything once it is closed', async () => {
    const dataset = await open(folderOf('a.jpg'));
    await dataset.close();
    await expect(dataset.act([label('a.jpg', 'cat')])).rejects.toMatchObject({ code: 'closed' });
    await expect(dataset.close()).resolves.toBeUndefined();
  });
});

describe('an act', () => {
  it('is acknowledged only after its line was written and synced', async () => {
    const { files, calls } = recordingFiles();
    const dataset = await open(folderOf('a.jpg'), {}, files);
    calls.length = 0;
    await dataset.act([label('a.jpg', 'cat')]);
    const steps = calls.filter((call) => /^(?:write|sync) history/.test(call));
    expect(steps).toEqual(['write history.jsonl', 'sync history.jsonl']);
    expect(calls.indexOf('rename labels.csv')).toBe(-1);
  });

  it('leaves neither a line nor a label behind when it cannot be written', async () => {
    let isFull = false;
    const { files } = recordingFiles((call) => (isFull && call === 'write history.jsonl' ? 9 : undefined));
    const folder = folderOf('a.jpg', 'b.jpg');
    const dataset = await open(folder, {}, files);
    await dataset.act([label('a.jpg', 'cat')]);
    isFull = true;
    await expect(dataset.act([label('b.jpg', 'cat')])).rejects.toMatchObject({ code: 'disk-full' });
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat' });
    isFull = false;
    await dataset.act([label('b.jpg', 'dog')]);
    await dataset.close();
    expect(labelsOf(await open(folder))).toEqual({ 'a.jpg': 'cat', 'b.jpg': 'dog' });
  });

  it('tells a person with a read-only folder about nextBatch.labelsFile', async () => {
    const { files } = recordingFiles((call) =>
      call.startsWith('open-a+') ? systemError('EROFS') : undefined,
    );
    const dataset = await open(folderOf('a.jpg'), {}, files);
    await expect(dataset.act([label('a.jpg', 'cat')])).rejects.toMatchObject({
      code: 'not-writable',
      message: expect.stringContaining('nextBatch.labelsFile'),
    });
    expect(labelsOf(dataset)).toEqual({});
  });

  it('is written again when its line went into a file that was replaced meanwhile', async () => {
    const folder = folderOf('a.jpg');
    const history = path.join(folder, '.next-batch/history.jsonl');
    let writes = 0;
    const { files } = recordingFiles((call) => {
      if (call === 'sync history.jsonl' && ++writes === 1) writeFileSync(history, '');
      return undefined;
    });
    const dataset = await open(folder, {}, files);
    await dataset.act([label('a.jpg', 'cat')]);
    expect(journalOf(folder).map(({ kind }) => kind)).toEqual(['acts']);
  });

  it('adds the class it labels with, behind the ones found in labels.csv, whose keys stay', async () => {
    const dataset = await open(folderOf('a.jpg', ['labels.csv', 'path,label\nz.jpg,zebra\ny.jpg,yak\n']));
    await dataset.act([label('a.jpg', 'ant')]);
    expect(dataset.classes).toEqual(['yak', 'zebra', 'ant']);
    await dataset.undo();
    expect(dataset.classes).toEqual(['yak', 'zebra']);
  });

  it.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['a\nb', 'line break'],
    ['a\u0007', 'control character'],
    [' cat', 'space'],
    ['cat', 'already'],
    ['Ka\u0308se', 'already'],
  ])('refuses the class name %j with a sentence, and has no effect at all', async (name, reason) => {
    const folder = folderOf('a.jpg', ['labels.csv', 'path,label\nb,cat\nc,K\u00e4se\n']);
    const dataset = await open(folder);
    const acts: Act[] = [label('a.jpg', 'dog'), { kind: 'class-add', name }];
    await expect(dataset.act(acts)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining(reason),
    });
    expect(labelsOf(dataset)).toEqual({ b: 'cat', c: 'K\u00e4se' });
    expect(existsSync(path.join(folder, '.next-batch'))).toBe(false);
  });

  it('takes __proto__ and markup as class names like any other', async () => {
    const folder = folderOf('a.jpg', 'b.jpg');
    const dataset = await open(folder);
    await dataset.act([label('a.jpg', '__proto__'), label('b.jpg', '<img src=x onerror=alert(1)>')]);
    await dataset.close();
    expect(labelsOf(await open(folder))['b.jpg']).toBe('<img src=x onerror=alert(1)>');
    expect((await open(folder)).classes).toEqual(['__proto__', '<img src=x onerror=alert(1)>']);
  });

  it('that changes nothing is not written, so that undo never does nothing', async () => {
    const folder = folderOf('a.jpg');
    const dataset = await open(folder, { window: 'w' });
    await dataset.act([label('a.jpg', 'cat')]);
    await dataset.act([label('a.jpg', 'cat')]);
    expect(await dataset.undo()).toMatchObject({ paths: ['a.jpg'], message: 'Took back: a.jpg is nothing.' });
  });

  it('keeps the name of the annotator only if there is one', async () => {
    const folder = folderOf('a.jpg');
    await (await open(folder)).act([label('a.jpg', 'cat')]);
    await (await open(folder, { annotator: 'Ada' })).act([label('a.jpg', 'dog')]);
    expect(
      journalOf(folder)
        .filter(({ kind }) => kind === 'acts')
        .map(({ by }) => by),
    ).toEqual([undefined, 'Ada']);
  });

  it('renames a class with all its labels, and refuses a name that is taken', async () => {
    const dataset = await open(folderOf('a.jpg', 'b.jpg'));
    await dataset.act([label('a.jpg', 'cat'), label('b.jpg', 'dog')]);
    await expect(dataset.act([{ kind: 'class-rename', name: 'cat', to: 'dog' }])).rejects.toThrow('already');
    await expect(dataset.act([{ kind: 'class-rename', name: 'cow', to: 'ox' }])).rejects.toThrow(
      'no class "cow"',
    );
    await dataset.act([{ kind: 'class-rename', name: 'cat', to: 'lynx' }]);
    expect([labelsOf(dataset)['a.jpg'], dataset.classes]).toEqual(['lynx', ['lynx', 'dog']]);
    await dataset.act([{ kind: 'class-order', names: ['dog', 'lynx'] }]);
    expect(dataset.classes).toEqual(['dog', 'lynx']);
  });
});

describe('undo and redo', () => {
  it('survive a reload of the window that has the same name', async () => {
    const folder = folderOf('a.jpg');
    const before = await open(folder, { window: 'tab' });
    await before.act([label('a.jpg', 'cat')]);
    await before.act([label('a.jpg', 'dog')]);
    await before.close();
    const dataset = await open(folder, { window: 'tab' });
    await dataset.undo();
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat' });
    await dataset.undo();
    expect(await dataset.undo()).toBeUndefined();
    await dataset.redo();
    await dataset.redo();
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'dog' });
    expect(await dataset.redo()).toBeUndefined();
  });

  it('refuse with a sentence when another window changed the image, and go on to the act before', async () => {
    const folder = folderOf('a.jpg', 'b.jpg');
    const one = await open(folder);
    const two = await open(folder);
    await one.act([label('a.jpg', 'cat')]);
    await one.act([label('b.jpg', 'cat')]);
    await two.act([label('b.jpg', 'dog')]);
    await expect(one.undo()).rejects.toMatchObject({
      message: expect.stringMatching(/^b\.jpg was changed by another/),
    });
    expect(labelsOf(one)).toEqual({ 'a.jpg': 'cat', 'b.jpg': 'dog' });
    expect((await one.undo())?.paths).toEqual(['a.jpg']);
  });

  it('refuse when another program changed the image in labels.csv', async () => {
    const folder = folderOf('a.jpg');
    const dataset = await open(folder);
    await dataset.act([label('a.jpg', 'cat')]);
    await dataset.flush();
    put(folder, ['labels.csv', 'path,label\na.jpg,theirs\n']);
    await dataset.refresh();
    await expect(dataset.undo()).rejects.toThrow('a.jpg was changed');
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'theirs' });
  });
});

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

describe('two windows on one folder', () => {
  it('see what the other did, and both end with everything', async () => {
    const images = Array.from({ length: 20 }, (_, i) => `${i}.jpg`);
    const folder = folderOf(...images);
    const one = await open(folder);
    const two = await open(folder);
    const half = async (dataset: Dataset, from: number): Promise<void> => {
      for (let i = from; i < images.length; i += 2) await dataset.act([label(images[i], `class ${from}`)]);
      await dataset.flush();
    };
    await Promise.all([half(one, 0), half(two, 1)]);
    await Promise.all([one.refresh(), two.refresh()]);
    const expected = Object.fromEntries(images.map((image, i) => [image, `class ${i % 2}`]));
    expect(labelsOf(one)).toEqual(expected);
    expect(labelsOf(two)).toEqual(expected);
    await Promise.all([one.close(), two.close()]);
    expect(read(folder, 'labels.csv').trim().split('\n')).toHaveLength(21);
    expect(labelsOf(await open(folder))).toEqual(expected);
  });

  it('take an old labels.csv for no change of another program, when a newer one is noted as they write', async () => {
    const folder = folderOf('a.jpg', 'b.jpg');
    const first = await open(folder);
    await first.act([label('a.jpg', 'cat')]);
    await first.close();
    const later = `${temporaryFolder()}/later`;
    cpSync(folder, later, { recursive: true });
    const ahead = await open(later);
    await ahead.act([label('a.jpg', 'dog')]);
    await ahead.close();
    let isOnce = true;
    const { files } = recordingFiles((call) => {
      if (call !== 'write history.jsonl' || !isOnce) return undefined;
      isOnce = false;
      for (const name of ['labels.csv', '.next-batch/history.jsonl']) put(folder, [name, read(later, name)]);
      return undefined;
    });
    const dataset = await open(folder, {}, files);
    await dataset.act([label('b.jpg', 'cow')]);
    expect([labelsOf(dataset), kinds(dataset)]).toEqual([{ 'a.jpg': 'dog', 'b.jpg': 'cow' }, []]);
  });

  it('see an edit of labels.csv also when the checkpoint of the file before it is noted late', async () => {
    const folder = folderOf('a.jpg', 'b.jpg');
    let looks = Number.NaN;
    let late = '';
    const { files } = recordingFiles((call) => {
      if (call === 'open-r history.jsonl' && ++looks === 2) put(folder, ['.next-batch/history.jsonl', late]);
      return undefined;
    });
    const other = await open(folder);
    await other.act([label('a.jpg', 'cat')]);
    await other.flush();
    const early = read(folder, '.next-batch/history.jsonl');
    const dataset = await open(folder, {}, files);
    await other.act([label('b.jpg', 'dog')]);
    await other.close();
    late = read(folder, '.next-batch/history.jsonl');
    put(folder, ['.next-batch/history.jsonl', early], ['labels.csv', 'path,label\na.jpg,cow\nb.jpg,dog\n']);
    looks = 0;
    await dataset.refresh();
    expect(await dataset.refresh()).toBe(true);
    expect(looks).toBeGreaterThan(2);
    expect([labelsOf(dataset), kinds(dataset)]).toEqual([{ 'a.jpg': 'cow', 'b.jpg': 'dog' }, []]);
  });

  it('are told of a change by refresh, once', async () => {
    const folder = folderOf('a.jpg');
    const one = await open(folder);
    const two = await open(folder);
    const told = vi.fn();
    const stop = two.onChange(told);
    await one.act([label('a.jpg', 'cat')]);
    expect([await two.refresh(), await two.refresh()]).toEqual([true, false]);
    expect(told).toHaveBeenCalledTimes(1);
    stop();
    await two.act([label('a.jpg', 'dog')]);
    expect(told).toHaveBeenCalledTimes(1);
  });
});

describe('the journal', () => {
  it('is used as far as it can be read, and the rest reported with its line', async () => {
    const folder = folderOf('a.jpg', 'b.jpg');
    const before = await open(folder);
    await before.act([label('a.jpg', 'cat')]);
    await before.close();
    const text = read(folder, '.next-batch/history.jsonl');
    put(folder, ['.next-batch/history.jsonl', `{"id":"torn\n${text}{"id":"half`]);
    const dataset = await open(folder);
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat' });
    expect(dataset.problems).toMatchObject([{ kind: 'torn-journal', line: 1 }]);
    await dataset.act([label('b.jpg', 'dog')]);
    expect(labelsOf(await open(folder))).toEqual({ 'a.jpg': 'cat', 'b.jpg': 'dog' });
  });

  it('is read again as a whole when git put another one in its place', async () => {
    const folder = folderOf('a.jpg', 'b.jpg');
    const dataset = await open(folder);
    await dataset.act([label('a.jpg', 'cat')]);
    await dataset.flush();
    const [history, labels] = [read(folder, '.next-batch/history.jsonl'), read(folder, 'labels.csv')];
    await dataset.act([label('b.jpg', 'dog')]);
    await dataset.flush();
    put(folder, ['.next-batch/history.jsonl', history], ['labels.csv', labels]);
    await dataset.refresh();
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat' });
    expect(kinds(dataset)).toContain('history-replaced');
  });
});

describe('two branches of a git repository', () => {
  it('merge to all labels of both: the journals by union, labels.csv by lines', async () => {
    const folder = folderOf('a.jpg', 'b.jpg', 'c.jpg', 'd.jpg');
    const labelIn = async (where: string, image: string, name: string): Promise<void> => {
      const dataset = await open(where);
      await dataset.act([label(image, name)]);
      await dataset.close();
    };
    await labelIn(folder, 'a.jpg', 'cat');
    const branch = `${temporaryFolder()}/branch`;
    cpSync(folder, branch, { recursive: true });
    await labelIn(folder, 'b.jpg', 'dog');
    await labelIn(folder, 'a.jpg', 'cow');
    await labelIn(branch, 'd.jpg', 'pig');
    const common = 2;
    const theirs = read(branch, '.next-batch/history.jsonl').split('\n').slice(common).join('\n');
    put(
      folder,
      ['.next-batch/history.jsonl', read(folder, '.next-batch/history.jsonl') + theirs],
      ['labels.csv', `${read(folder, 'labels.csv')}d.jpg,pig\n`],
    );
    const dataset = await open(folder);
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cow', 'b.jpg': 'dog', 'd.jpg': 'pig' });
    expect(kinds(dataset)).toEqual([]);
  });
});

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
