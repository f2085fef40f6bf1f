import { existsSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { formats } from '../../src/dataset/formats/registry.ts';
import { type Cli, prepareCli } from '../support/cli.ts';
import { open, put, read, temporaryFolder } from '../support/datasets.ts';
import { paintPictures } from '../support/pictures.ts';

let cli: Cli;
beforeAll(async () => {
  cli = await prepareCli();
});

async function folderWith(labels?: string): Promise<string> {
  const folder = temporaryFolder();
  await paintPictures(folder, 4);
  if (labels !== undefined) put(folder, ['labels.csv', labels]);
  return folder;
}

describe('labels check', () => {
  test('counts what is there and writes nothing', async () => {
    const folder = await folderWith(
      'path,label,state,flag\na/00.png,cat,,\na/02.png,,skip,\nb/01.png,dog,,1\n',
    );
    const { code, out } = await cli(['labels', 'check', '--json'], { directory: folder });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      images: 4,
      labeled: 2,
      skipped: 1,
      flagged: 1,
      classes: [
        { name: 'cat', count: 1 },
        { name: 'dog', count: 1 },
      ],
      problems: [],
      errors: 0,
    });
    expect(existsSync(path.join(folder, '.next-batch'))).toBe(false);
  });

  test('names the line of every error and fails', async () => {
    const folder = await folderWith('path,label\na/00.png,cat\nb/01.png\na/00.png,dog\nnone.png,cat\n');
    const { code, out } = await cli(['labels', 'check'], { directory: folder });
    expect(code).toBe(1);
    expect(out).toContain('error   Line 3 of labels.csv');
    expect(out).toMatch(/error {3}.*line 4/);
    expect(out).toContain('error   none.png');
    expect(out).toContain('3 errors');
  });
});

test('labels check follows what was done to the classes in the editor', async () => {
  const folder = await folderWith('path,label\na/00.png,cat\na/02.png,tabby\nb/01.png,dog\n');
  const dataset = await open(folder);
  await dataset.act([{ kind: 'class-rename', name: 'dog', to: 'wolf' }]);
  await dataset.act([{ kind: 'class-key', name: 'wolf', key: 'w' }]);
  await dataset.act([{ kind: 'class-color', name: 'cat', color: 3 }]);
  await dataset.act([{ kind: 'class-order', names: ['wolf'] }]);
  await dataset.act([{ kind: 'class-merge', name: 'tabby', into: 'cat' }]);
  await dataset.close();
  const { code, out } = await cli(['labels', 'check', '--json'], { directory: folder });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    classes: [
      { name: 'wolf', count: 1 },
      { name: 'cat', count: 2 },
    ],
    problems: [],
  });
});

describe('import and export', () => {
  test('labels.csv: what is imported is exported again, and own labels stay', async () => {
    const folder = await folderWith('path,label\na/00.png,mine\n');
    put(folder, ['old.csv', 'path,label\na/00.png,theirs\na/02.png,cat\nb/01.png,"d, og"\n']);
    const imported = await cli(['import', 'old.csv', '.', '--json'], { directory: folder });
    expect(JSON.parse(imported.out)).toMatchObject({ format: 'labels-csv', imported: 2, kept: 1 });
    const done = await cli(['export', '--out', 'new.csv'], { directory: folder });
    expect(done.out).toContain('Exported 3 labels');
    const rows = read(folder, 'new.csv').split('\n');
    expect(rows[1]).toMatch(/^a\/00\.png,mine/);
    expect(rows[2]).toMatch(/^a\/02\.png,cat/);
    expect(rows[3]).toMatch(/^b\/01\.png,"d, og"/);
  });

  test('class folders: every image is in the folder of its class, and nothing is overwritten', async () => {
    const folder = await folderWith('path,label\na/00.png,cat\nb/01.png,dog/x\n');
    const out = path.join(temporaryFolder(), 'set');
    const words = ['export', '--format', 'class-folders', '--out', out];
    expect((await cli(words, { directory: folder })).code).toBe(0);
    expect(existsSync(path.join(out, 'cat/a/00.png'))).toBe(true);
    const again = await cli(words, { directory: folder });
    expect(again.err).toMatch(/is already there and not empty, and nothing is overwritten/);
    expect(again.code).toBe(1);
    const other = await folderWith();
    const back = await cli(['import', out, '.', '--format', 'class-folders'], { directory: other });
    expect(back.code).toBe(0);
    expect(read(other, 'labels.csv')).toMatch(/a\/00\.png,cat.*\nb\/01\.png,dog\/x/);
  });
});

describe('export with a split', () => {
  test('holds a part out by class or by folder, the same one for the same seed, and says how much', async () => {
    const folder = await folderWith('path,label\na/00.png,cat\na/02.png,cat\nb/01.png,dog\nb/03.png,dog\n');
    const write = async (...words: string[]) => {
      const { out, code, err } = await cli(['export', '--json', ...words], { directory: folder });
      expect([code, err]).toEqual([0, '']);
      return JSON.parse(out);
    };
    const done = await write(
      '--out',
      '1.csv',
      '--split',
      'stratified',
      '--val-fraction',
      '0.5',
      '--seed',
      '3',
    );
    expect(done).toMatchObject({
      exported: 4,
      classes: 2,
      split: { by: 'stratified', fraction: 0.5, seed: 3, train: 2, val: 2 },
    });
    await write('--out', '2.csv', '--split', 'stratified', '--val-fraction', '0.5', '--seed', '3');
    expect(read(folder, '2.csv')).toBe(read(folder, '1.csv'));
    await write('--out', '3.jsonl', '--format', 'jsonl', '--split', 'group', '--val-fraction', '0.4');
    const sides = new Map<string, Set<string>>();
    for (const line of read(folder, '3.jsonl').trim().split('\n')) {
      const { path: name, split } = JSON.parse(line);
      sides.set(path.dirname(name), (sides.get(path.dirname(name)) ?? new Set()).add(split));
    }
    expect([...sides.values()].map(({ size }) => size)).toEqual([1, 1]);
  });

  test.each([
    [['--split', 'random'], /--split is "random"; it must be one of stratified, group/],
    [['--split', 'group', '--val-fraction', '1'], /must be a number above 0 and below 1/],
    [['--val-fraction', '0.2'], /--val-fraction needs a rule/],
    [['--images', 'move'], /--images is "move"; it must be one of copy, hard-link, symbolic-link/],
    [['--format', 'yolos'], /did you mean yolo\?/],
  ])('%j is a usage error', async (words, sentence) => {
    const folder = await folderWith();
    const { code, err } = await cli(['export', '--out', 'x', ...words], { directory: folder });
    expect(err).toMatch(sentence);
    expect(code).toBe(2);
    expect(existsSync(path.join(folder, 'x'))).toBe(false);
  });

  test('help names every format with what it is', async () => {
    const { out } = await cli(['export', '--help']);
    for (const { id } of formats) expect(out).toContain(`  ${id}`);
  });
});

describe('cache', () => {
  test('shows its size, is cleared, and is made again', async () => {
    const folder = await folderWith();
    const embed = async () => JSON.parse((await cli(['embed', '--json'], { directory: folder })).out);
    expect(await embed()).toMatchObject({ images: 4, embedded: 4, reused: 0, unreadable: [] });
    expect(await embed()).toMatchObject({ embedded: 0, reused: 4 });
    const shown = JSON.parse((await cli(['cache', '--json'], { directory: folder })).out);
    expect(shown.bytes).toBeGreaterThan(4 * 256 * 4);
    const cleared = JSON.parse((await cli(['cache', 'clear', '--json'], { directory: folder })).out);
    expect(cleared.cleared.bytes).toBe(shown.bytes);
    expect(JSON.parse((await cli(['cache', '--json'], { directory: folder })).out)).toMatchObject({
      files: 0,
    });
    expect(await embed()).toMatchObject({ embedded: 4 });
  });

  test('clearing touches nothing that is not ours', async () => {
    const folder = await folderWith();
    put(folder, 'elsewhere/precious.txt');
    await cli(['embed', '--cache-folder', 'elsewhere'], { directory: folder });
    await cli(['cache', 'clear', '--cache-folder', 'elsewhere'], { directory: folder });
    expect(read(folder, 'elsewhere/precious.txt')).toBe('elsewhere/precious.txt');
  });
});
