import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Act } from '../../src/dataset/types.ts';
import { folderOf, journalOf, kinds, label, labelsOf, open, put, read } from '../support/datasets.ts';
import { recordingFiles, systemError } from '../support/recordingFiles.ts';

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
