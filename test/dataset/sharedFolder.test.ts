import { cpSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import type { Dataset } from '../../src/dataset/types.ts';
import { folderOf, kinds, label, labelsOf, open, put, read, temporaryFolder } from '../support/datasets.ts';
import { recordingFiles } from '../support/recordingFiles.ts';

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
