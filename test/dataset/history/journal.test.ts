import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../src/dataset/files/fileSystem.ts';
import { Journal } from '../../../src/dataset/history/journal.ts';
import type { Line } from '../../../src/dataset/history/lines.ts';
import { temporaryFolder } from '../../support/datasets.ts';
import { type Fault, recordingFiles, systemError } from '../../support/recordingFiles.ts';

const line = (id: string): Line => ({ id, time: '', window: 'w', kind: 'batch', batch: id });
const textOf = (id: string): string => JSON.stringify(line(id));

function journal(fault?: Fault) {
  const file = path.join(temporaryFolder(), 'history.jsonl');
  const { files, calls } = recordingFiles(fault);
  return { file, calls, journal: new Journal(files, file), other: new Journal(nodeFileSystem, file) };
}

describe('Journal', () => {
  it('writes each line in one write and syncs before it says so', async () => {
    const { journal: mine, calls } = journal();
    await mine.append([line('a'), line('b')]);
    expect(calls.filter((call) => call.endsWith('history.jsonl'))).toEqual([
      'open-a+ history.jsonl',
      'write history.jsonl',
      'write history.jsonl',
      'sync history.jsonl',
    ]);
  });

  it('syncs the folder of a new file, so that its name is durable too', async () => {
    const { journal: mine, calls, file } = journal();
    await mine.append([line('a')]);
    expect(calls.at(-1)).toBe(`sync ${path.basename(path.dirname(file))}`);
  });

  it('reads only what was added, by whomever', async () => {
    const { journal: mine, other } = journal();
    expect(await mine.read()).toEqual({ restarted: false, lines: [] });
    expect(await mine.append([line('a')])).toEqual({ restarted: false, lines: [textOf('a')] });
    expect(await other.append([line('b')])).toEqual({ restarted: false, lines: [textOf('a'), textOf('b')] });
    expect(await mine.isUnchanged()).toBe(false);
    expect(await mine.read()).toEqual({ restarted: false, lines: [textOf('b')] });
    expect(await mine.isUnchanged()).toBe(true);
    expect(await mine.read()).toEqual({ restarted: false, lines: [] });
    await other.append([line('c')]);
    expect(await mine.append([line('d')])).toEqual({ restarted: false, lines: [textOf('c'), textOf('d')] });
  });

  it('leaves a line alone that is still being written', async () => {
    const { journal: mine, file } = journal();
    writeFileSync(file, `${textOf('a')}\n${textOf('b').slice(0, 9)}`);
    expect((await mine.read()).lines).toEqual([textOf('a')]);
    appendFileSync(file, `${textOf('b').slice(9)}\n`);
    expect((await mine.read()).lines).toEqual([textOf('b')]);
  });

  it('closes a torn last line with a newline before its own', async () => {
    const { journal: mine, file } = journal();
    writeFileSync(file, `${textOf('a')}\n{"id":"to`);
    await mine.append([line('b')]);
    expect(readFileSync(file, 'utf8')).toBe(`${textOf('a')}\n{"id":"to\n${textOf('b')}\n`);
  });

  it.each([
    ['shrunk', (file: string) => truncateSync(file, textOf('a').length + 1)],
    ['written anew and longer', (file: string) => writeFileSync(file, `${textOf('x')}\n`.repeat(9))],
  ])('starts from the first line in a file that was %s', async (_, change) => {
    const { journal: mine, file } = journal();
    await mine.append([line('a'), line('b')]);
    await mine.read();
    change(file);
    const { restarted, lines } = await mine.read();
    expect(restarted).toBe(true);
    expect(lines).toEqual(readFileSync(file, 'utf8').trim().split('\n'));
  });

  it('notices that the file is gone, and begins another one', async () => {
    const { journal: mine, file } = journal();
    await mine.append([line('a')]);
    await mine.read();
    rmSync(file);
    expect(await mine.read()).toEqual({ restarted: true, lines: [] });
    expect((await mine.append([line('b')])).lines).toEqual([textOf('b')]);
  });

  it('reads the other file when its own was replaced while it was written', async () => {
    let replace = (): void => {};
    const { journal: mine, file } = journal((call) => {
      if (call === 'sync history.jsonl') replace();
      return undefined;
    });
    replace = () => {
      rmSync(file);
      writeFileSync(file, `${textOf('x')}\n`);
    };
    expect(await mine.append([line('a')])).toEqual({ restarted: false, lines: [textOf('x')] });
  });

  it.each([
    ['ENOSPC', 'disk-full'],
    ['EROFS', 'not-writable'],
    ['EACCES', 'not-writable'],
    ['EIO', 'not-writable'],
  ])('says in a sentence what %s means, and leaves no trace of the line', async (code, expected) => {
    let isBroken = false;
    const { journal: mine, file } = journal((call) =>
      isBroken && call.startsWith('write') ? systemError(code) : undefined,
    );
    await mine.append([line('a')]);
    isBroken = true;
    await expect(mine.append([line('b')])).rejects.toMatchObject({
      code: expected,
      file,
      message: expect.stringContaining(file),
    });
    expect(readFileSync(file, 'utf8')).toBe(`${textOf('a')}\n`);
  });

  it('takes back what a write that stopped short has left, so that the next line is whole', async () => {
    let short: number | undefined;
    const { journal: mine, file } = journal((call) => (call.startsWith('write') ? short : undefined));
    await mine.append([line('a')]);
    short = 12;
    await expect(mine.append([line('b')])).rejects.toMatchObject({ code: 'disk-full' });
    short = undefined;
    await mine.append([line('c')]);
    expect(readFileSync(file, 'utf8')).toBe(`${textOf('a')}\n${textOf('c')}\n`);
  });

  it('takes back a line that could not be synced', async () => {
    const { journal: mine, file } = journal((call) =>
      call === 'sync history.jsonl' ? systemError('EIO') : undefined,
    );
    await expect(mine.append([line('a')])).rejects.toMatchObject({ code: 'not-writable' });
    expect(readFileSync(file, 'utf8')).toBe('');
  });
});
