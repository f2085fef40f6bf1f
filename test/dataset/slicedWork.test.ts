import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatLine, type Line } from '../../src/dataset/history/lines.ts';
import { folderOf, kinds, label, labelsOf, open, read } from '../support/datasets.ts';

const many = 6000;

/** Lines of another window, one label each. */
function linesOfOthers(count: number, name: string): string {
  return Array.from({ length: count }, (_, i): Line => {
    const act = label(`${i}.jpg`, name);
    return { id: `${name}-${i}`, time: '', window: 'other', kind: 'acts', acts: [act] };
  })
    .map(formatLine)
    .join('');
}

function withJournal(text: string): string {
  const folder = folderOf('a.jpg', 'b.jpg');
  mkdirSync(path.join(folder, '.next-batch'));
  writeFileSync(path.join(folder, '.next-batch/history.jsonl'), text);
  return folder;
}

describe('a journal that is folded in slices', () => {
  it('is folded in order, whatever is asked for meanwhile', async () => {
    const folder = withJournal('');
    const dataset = await open(folder, { window: 'w' });
    appendFileSync(path.join(folder, '.next-batch/history.jsonl'), linesOfOthers(many, 'cat'));
    const looking = dataset.refresh();
    const acts = [
      dataset.act([label('a.jpg', 'dog')]),
      dataset.act([label('0.jpg', 'cow')]),
      dataset.act([{ kind: 'class-rename', name: 'cat', to: 'tiger' }]),
    ];
    await Promise.all([looking, ...acts]);
    expect(dataset.counts).toEqual(
      new Map([
        ['tiger', many - 1],
        ['dog', 1],
        ['cow', 1],
      ]),
    );
    expect(await dataset.undo()).toMatchObject({ message: expect.stringContaining('cat') });
    expect(dataset.counts.get('cat')).toBe(many - 1);
    await dataset.flush();
    expect(labelsOf(await open(folder))).toEqual(labelsOf(dataset));
  });

  it('shows what was there before until a journal that took its place is read', async () => {
    const folder = withJournal(linesOfOthers(many, 'cat'));
    const dataset = await open(folder);
    await dataset.flush();
    const seen = new Set<number>();
    const looking = setInterval(() => seen.add(dataset.annotations.size), 0);
    writeFileSync(path.join(folder, '.next-batch/history.jsonl'), linesOfOthers(2 * many, 'cow'));
    await dataset.refresh();
    clearInterval(looking);
    for (const size of seen) expect([many, 2 * many]).toContain(size);
    expect(dataset.counts).toEqual(new Map([['cow', 2 * many]]));
  });

  it('lets a dataset be closed in the middle, with nothing lost', async () => {
    const folder = withJournal('');
    const dataset = await open(folder);
    await dataset.act([label('a.jpg', 'dog')]);
    appendFileSync(path.join(folder, '.next-batch/history.jsonl'), linesOfOthers(many, 'cat'));
    const looking = dataset.refresh().catch((error: unknown) => error);
    const act = dataset.act([label('b.jpg', 'dog')]);
    await dataset.close();
    await Promise.all([looking, act]);
    const again = await open(folder);
    expect(again.counts).toEqual(
      new Map([
        ['dog', 2],
        ['cat', many],
      ]),
    );
    expect(read(folder, 'labels.csv').split('\n')).toHaveLength(many + 4);
  });
});

describe('labels.csv that is written in slices', () => {
  it('holds what was decided while it was written, too', async () => {
    const folder = withJournal(linesOfOthers(many, 'cat'));
    const dataset = await open(folder);
    const acts: Promise<void>[] = [];
    for (let i = 0; i < 40; i++) {
      acts.push(dataset.act([label(`${i}.jpg`, 'dog')]));
      if (i % 10 === 0) acts.push(dataset.flush());
    }
    await Promise.all(acts);
    await dataset.flush();
    const rows = read(folder, 'labels.csv').trimEnd().split('\n').slice(1);
    expect(rows).toHaveLength(many);
    expect(rows.filter((row) => row.endsWith(',dog'))).toHaveLength(40);
    expect(kinds(await open(folder)).filter((kind) => kind !== 'missing-image')).toEqual([]);
  });

  it('leaves what another program wrote meanwhile', async () => {
    const folder = withJournal(linesOfOthers(many, 'cat'));
    const dataset = await open(folder);
    await dataset.flush();
    await dataset.act([label('a.jpg', 'dog')]);
    const text = read(folder, 'labels.csv');
    const saving = dataset.flush();
    writeFileSync(path.join(folder, 'labels.csv'), text.replace('\n7.jpg,cat\n', '\n7.jpg,cow\n'));
    await saving;
    await dataset.refresh();
    await dataset.act([label('b.jpg', 'dog')]);
    await dataset.flush();
    const said = labelsOf(await open(folder));
    expect([said['7.jpg'], said['a.jpg'], said['b.jpg']]).toEqual(['cow', 'dog', 'dog']);
  });
});
