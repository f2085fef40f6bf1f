import { existsSync, lstatSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Format } from '../../../src/dataset/formats/format.ts';
import { importActs } from '../../../src/dataset/formats/importActs.ts';
import { formats } from '../../../src/dataset/formats/registry.ts';
import type { Dataset } from '../../../src/dataset/types.ts';
import { labelsOf, open, put, read, temporaryFolder } from '../../support/datasets.ts';

const images = ['a.jpg', 'sub/a.jpg', 'sub/ä, "1".png', 'sub/deep/b.webp', 'none.jpg', 'skipped.jpg'];
const labels: Record<string, string> = {
  'a.jpg': 'cat',
  'sub/a.jpg': 'a/b: "c"',
  'sub/ä, "1".png': '..',
  'sub/deep/b.webp': 'Käse 100%',
};

async function labeledDataset(): Promise<Dataset> {
  const folder = temporaryFolder();
  put(folder, ...images);
  const dataset = await open(folder);
  const acts = Object.entries(labels).map(([name, label]) => ({ kind: 'label' as const, path: name, label }));
  await dataset.act([...acts, { kind: 'skip', path: 'skipped.jpg', on: true }]);
  return dataset;
}

/** A second copy of the same images without any label. */
async function freshDataset(): Promise<Dataset> {
  const folder = temporaryFolder();
  put(folder, ...images);
  return open(folder);
}

async function takeOver(format: Format, dataset: Dataset, from: string): Promise<number> {
  const imported = await format.import?.({ dataset, from });
  if (imported === undefined) throw new Error(`${format.id} imports nothing`);
  const { acts, kept } = importActs(dataset, imported);
  await dataset.act(acts);
  return kept;
}

describe.each(formats.map((format) => [format.id, format] as const))('the format %s', (_, format) => {
  it.skipIf(!format.import || !format.export)('gives the same labels after export and import', async () => {
    const to = path.join(temporaryFolder(), 'out');
    const exported = await format.export?.({ dataset: await labeledDataset(), to, images: 'copy' });
    expect(exported).toEqual({ count: 4, problems: [] });
    const fresh = await freshDataset();
    await takeOver(format, fresh, to);
    expect(labelsOf(fresh)).toEqual(labels);
    expect([...fresh.annotations.values()].every(({ source }) => source === 'import')).toBe(true);
  });

  it.skipIf(!format.export)('never overwrites', async () => {
    const to = path.join(temporaryFolder(), 'out');
    const dataset = await labeledDataset();
    await format.export?.({ dataset, to, images: 'copy' });
    await expect(format.export?.({ dataset, to, images: 'copy' })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('already there'),
    });
  });

  it.skipIf(!format.import)('says in a sentence that there is nothing to import', async () => {
    const dataset = await freshDataset();
    const from = path.join(dataset.paths.folder, 'no such thing');
    await expect(format.import?.({ dataset, from })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('importing', () => {
  it('leaves alone what is decided already, and counts it', async () => {
    const folder = temporaryFolder();
    put(folder, 'a.jpg', 'b.jpg', 'c.jpg', ['other.csv', 'path,label\na.jpg,cow\nb.jpg,cat\nc.jpg,cow\n']);
    const dataset = await open(folder);
    await dataset.act([
      { kind: 'label', path: 'a.jpg', label: 'cat' },
      { kind: 'skip', path: 'b.jpg', on: true },
    ]);
    const [csv] = formats;
    expect(await takeOver(csv, dataset, path.join(folder, 'other.csv'))).toBe(2);
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat', 'b.jpg': 'skip', 'c.jpg': 'cow' });
    await dataset.undo();
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat', 'b.jpg': 'skip' });
  });

  it('leaves out classes that cannot be, and says which', () => {
    const dataset = { annotations: new Map(), classes: ['cat'] };
    const rows = [
      { path: 'a', label: ' ' },
      { path: 'b', label: 'dog' },
    ];
    const { acts, problems } = importActs(dataset, { rows, classes: ['zebra'] });
    expect(acts).toEqual([
      { kind: 'class-add', name: 'zebra' },
      { kind: 'class-add', name: 'dog' },
      { kind: 'label', path: 'b', label: 'dog', source: 'import' },
    ]);
    expect(problems).toMatchObject([{ kind: 'bad-class' }]);
  });
});

describe('class folders', () => {
  const classFolders = formats.find(({ id }) => id === 'class-folders') as Format;

  it('inside the image folder label the images where they lie', async () => {
    const folder = temporaryFolder();
    put(folder, 'cat/a.jpg', 'cat/sub/b.jpg', 'dog/c.jpg', 'loose.jpg', 'notes.txt');
    const dataset = await open(folder);
    await takeOver(classFolders, dataset, folder);
    expect(labelsOf(dataset)).toEqual({ 'cat/a.jpg': 'cat', 'cat/sub/b.jpg': 'cat', 'dog/c.jpg': 'dog' });
    expect(dataset.classes).toEqual(['cat', 'dog']);
  });

  it('report an image that the dataset does not have', async () => {
    const folder = temporaryFolder();
    put(folder, 'out/cat/strange.jpg');
    const imported = await classFolders.import?.({
      dataset: await freshDataset(),
      from: path.join(folder, 'out'),
    });
    expect(imported?.rows).toEqual([]);
    expect(imported?.problems).toMatchObject([{ kind: 'missing-image', path: 'strange.jpg' }]);
  });

  it.each([
    ['copy', false],
    ['hard-link', false],
    ['symbolic-link', true],
  ] as const)('are made by %s, with the classes in key order in classes.txt', async (how, isLink) => {
    const to = path.join(temporaryFolder(), 'out');
    const dataset = await labeledDataset();
    await classFolders.export?.({ dataset, to, images: how });
    const file = path.join(to, 'cat/a.jpg');
    expect(lstatSync(file).isSymbolicLink()).toBe(isLink);
    expect(statSync(file).nlink).toBe(how === 'hard-link' ? 2 : 1);
    expect(read(to, 'classes.txt').split('\n')).toEqual([
      'cat',
      'a%2Fb%3A %22c%22',
      '%2E%2E',
      'Käse 100%25',
      '',
    ]);
  });

  it('are refused inside the image folder, where they would be listed as images', async () => {
    const dataset = await labeledDataset();
    const to = path.join(dataset.paths.folder, 'out');
    await expect(classFolders.export?.({ dataset, to, images: 'copy' })).rejects.toThrow(
      'lies in the image folder',
    );
    expect(existsSync(to)).toBe(false);
  });
});
