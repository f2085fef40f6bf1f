import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { History } from '../../src/dataset/history/history.ts';
import { formatLine, type Line } from '../../src/dataset/history/lines.ts';
import type { Act } from '../../src/dataset/types.ts';
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

  it('tells of relations what the lines add up to, whoever looks at them meanwhile', async () => {
    const said = { kind: 'relation', query: 'pair', same: [], different: [], unsure: [] } as const;
    const acts: Act[] = [label('a.jpg', 'cat'), label('b.jpg', 'dog'), { kind: 'eliminate', on: true }];
    for (let i = 0; i < many; i++) {
      const [anchor, other] = [`${i % 500}.jpg`, `${(i * 7 + 1) % 500}.jpg`];
      const isSame = i % 3 > 0;
      const to = isSame ? { same: [i % 50 === 1 ? 'a.jpg' : other] } : { different: [other, 'b.jpg'] };
      if (anchor !== other) acts.push({ ...said, id: String(i), anchor, ...to });
      if (i % 9 === 8) acts.push({ kind: 'retract', of: String(i - 1) });
    }
    const lines = acts.map(
      (act, i): Line => ({ id: `l${i}`, time: '', window: 'w', kind: 'acts', acts: [act] }),
    );
    const expected = new History();
    for (const line of lines) expected.fold(line, false);
    expected.settle();
    const folder = withJournal('');
    const dataset = await open(folder);
    appendFileSync(path.join(folder, '.next-batch/history.jsonl'), lines.map(formatLine).join(''));
    let looks = 0;
    const looking = setInterval(() => {
      looks += 1;
      expect(dataset.relations.graph.size(0)).toBeGreaterThan(0);
    }, 0);
    await dataset.refresh();
    clearInterval(looking);
    expect(looks).toBeGreaterThan(0);
    expect(labelsOf(dataset)).toEqual(labelsOf(expected));
    expect(dataset.relations.graph.conflicts.length).toBe(expected.relations.graph.conflicts.length);
    expect(dataset.relations.implied).toBeGreaterThan(50);
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
