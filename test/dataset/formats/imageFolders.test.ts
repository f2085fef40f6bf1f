import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { classFolders } from '../../../src/dataset/formats/classFolders.ts';
import { exportLabels } from '../../../src/dataset/formats/exportLabels.ts';
import type { Format, SplitRequest } from '../../../src/dataset/formats/format.ts';
import { huggingFace } from '../../../src/dataset/formats/huggingFace.ts';
import { yolo } from '../../../src/dataset/formats/yolo.ts';
import { open, put, read, temporaryFolder } from '../../support/datasets.ts';

const split: SplitRequest = { by: 'stratified', fraction: 0.4, seed: 0 };

async function exported(
  format: Format,
  by?: SplitRequest,
): Promise<{ readonly to: string; readonly files: string[] }> {
  const folder = temporaryFolder();
  put(folder, 'a/1.jpg', 'a/2.jpg', '3.jpg');
  const dataset = await open(folder);
  await dataset.act([
    { kind: 'class-add', name: 'no: "one"' },
    ...dataset.images.map((image) => ({ kind: 'label' as const, path: image.path, label: 'c/d' })),
  ]);
  const to = path.join(temporaryFolder(), 'out');
  await exportLabels(format, { dataset, to, images: 'copy', ...(by && { split: by }) });
  const files = readdirSync(to, { recursive: true, encoding: 'utf8' });
  return { to, files: files.map((name) => name.split(path.sep).join('/')).sort() };
}

describe('class folders', () => {
  it('are one folder per class, also for one without an image, and a list of them in key order', async () => {
    const { to, files } = await exported(classFolders);
    expect(files).toEqual([
      'c%2Fd',
      'c%2Fd/3.jpg',
      'c%2Fd/a',
      'c%2Fd/a/1.jpg',
      'c%2Fd/a/2.jpg',
      'classes.txt',
      'no%3A %22one%22',
    ]);
    expect(read(to, 'classes.txt')).toBe('no%3A %22one%22\nc%2Fd\n');
  });

  it('lie in train and val where there is a split', async () => {
    const { files } = await exported(classFolders, split);
    expect(files.filter((name) => name.endsWith('.jpg')).map((name) => name.split('/')[0])).toEqual([
      'train',
      'train',
      'val',
    ]);
    expect(files).toContain('val/no%3A %22one%22');
  });

  it('inside the image folder label the images where they lie', async () => {
    const folder = temporaryFolder();
    put(folder, 'cat/a.jpg', 'cat/sub/b.jpg', 'dog/c.jpg', 'loose.jpg', 'notes.txt');
    const imported = await classFolders.import?.read({ dataset: await open(folder), from: folder });
    expect(imported?.rows).toEqual([
      { path: 'cat/a.jpg', label: 'cat' },
      { path: 'cat/sub/b.jpg', label: 'cat' },
      { path: 'dog/c.jpg', label: 'dog' },
    ]);
    expect(imported?.classes).toEqual(['cat', 'dog']);
  });

  it('of others may be split, or have classes that are called like sides', async () => {
    const folder = temporaryFolder();
    put(folder, 'train/cat/a.jpg', 'val/dog/b.jpg', 'test/cat/c.jpg');
    const of = async (from: string) =>
      (await classFolders.import?.read({ dataset: await open(from), from }))?.rows.map((row) => row.label);
    expect(await of(folder)).toEqual(['cat', 'cat', 'dog'].sort());
    const other = temporaryFolder();
    put(other, 'train/a.jpg', 'val/b.jpg');
    expect(await of(other)).toEqual(['train', 'val']);
  });

  it('say so where there are none', async () => {
    const folder = temporaryFolder();
    put(folder, 'a.jpg');
    const imported = await classFolders.import?.read({ dataset: await open(folder), from: folder });
    expect(imported?.problems).toMatchObject([{ message: expect.stringMatching(/has no sub-folders/) }]);
  });

  it('report an image that the dataset does not have', async () => {
    const folder = temporaryFolder();
    put(folder, 'out/cat/strange.jpg', 'in/a.jpg');
    const dataset = await open(path.join(folder, 'in'));
    const imported = await classFolders.import?.read({ dataset, from: path.join(folder, 'out') });
    expect(imported).toMatchObject({ rows: [], missing: 1 });
    expect(imported?.problems).toMatchObject([{ kind: 'missing-image', path: 'strange.jpg' }]);
  });

  it('whose names differ in case only are named, for on other systems they are one', async () => {
    const folder = temporaryFolder();
    put(folder, 'a.jpg');
    const dataset = await open(folder);
    await dataset.act([
      { kind: 'class-add', name: 'Cat' },
      { kind: 'class-add', name: 'cat' },
    ]);
    const to = path.join(temporaryFolder(), 'out');
    const { problems } = await exportLabels(classFolders, { dataset, to, images: 'copy' });
    expect(problems).toMatchObject([{ kind: 'bad-class', message: expect.stringContaining('Cat and cat') }]);
  });
});

describe('YOLO', () => {
  it('has train, val, the names of the folders in key order, and YAML that says where they are', async () => {
    const { to, files } = await exported(yolo, split);
    expect(files).toEqual(expect.arrayContaining(['classes.txt', 'data.yaml', 'train/c%2Fd', 'val/c%2Fd']));
    expect(read(to, 'data.yaml')).toBe(
      'train: train\nval: val\nnames:\n  0: "no%3A %22one%22"\n  1: "c%2Fd"\n',
    );
  });

  it('has all in train without a split', async () => {
    const { files } = await exported(yolo);
    expect(files.filter((name) => name.endsWith('.jpg')).every((name) => name.startsWith('train/'))).toBe(
      true,
    );
  });
});

describe('Hugging Face', () => {
  it('has a metadata.jsonl beside the images that names each with its label', async () => {
    const { to, files } = await exported(huggingFace);
    expect(files).toEqual(['3.jpg', 'a', 'a/1.jpg', 'a/2.jpg', 'classes.txt', 'metadata.jsonl']);
    expect(read(to, 'metadata.jsonl')).toBe(
      '{"file_name":"3.jpg","label":"c/d"}\n{"file_name":"a/1.jpg","label":"c/d"}\n{"file_name":"a/2.jpg","label":"c/d"}\n',
    );
    expect(read(to, 'classes.txt')).toBe('no: "one"\nc/d\n');
  });

  it('has the folders train and validation where there is a split, each with its own', async () => {
    const { to, files } = await exported(huggingFace, split);
    expect(files).toEqual(expect.arrayContaining(['train/metadata.jsonl', 'validation/metadata.jsonl']));
    const rows = ['train', 'validation'].map(
      (side) => read(to, `${side}/metadata.jsonl`).trim().split('\n').length,
    );
    expect(rows).toEqual([2, 1]);
  });

  it('says which file it looks for in a folder that has none', async () => {
    const folder = temporaryFolder();
    put(folder, 'a.jpg');
    await expect(huggingFace.import?.read({ dataset: await open(folder), from: folder })).rejects.toThrow(
      `${folder} has no metadata.jsonl`,
    );
  });
});
