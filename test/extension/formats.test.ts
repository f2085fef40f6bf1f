import assert from 'node:assert';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commands } from 'vscode';
import { formats } from '../../src/dataset/formats/registry.ts';
import type { Session } from '../../src/extension/session.ts';
import { imageFolder, open, run, tearDown } from './world.ts';

const classes = ['disc', 'bars, "both"', 'a/b'];

suite('formats', () => {
  let scratch: string;
  setup(() => {
    scratch = mkdtempSync(path.join(tmpdir(), 'next-batch-formats-'));
  });
  teardown(async () => {
    rmSync(scratch, { recursive: true, force: true });
    await tearDown();
  });

  for (const { id } of formats)
    test(`Export Dataset and Import Labels give the same labels back as ${id}`, async () => {
      const { session, labels } = await labeled();
      if (id === 'embeddings') await run('embedFolder', session.folder);
      const to = path.join(scratch, `out.${id}`);
      await give('exportDataset', { folder: session.folder, format: id, to, split: 'none' });
      assert.match(session.banner?.message ?? '', /^3 labels exported as /, session.banner?.message);
      const fresh = await open(imageFolder());
      await give('importLabels', { folder: fresh.folder, format: id, file: to });
      assert.match(fresh.banner?.message ?? '', /^3 labels imported from out\./, fresh.banner?.message);
      const found = [...fresh.dataset.annotations].map(([name, { label }]) => [name, label]);
      assert.deepEqual(new Map(found as [string, string][]), labels);
      assert.deepEqual(fresh.dataset.classes, [...classes, 'empty']);
      await run('undoLastAct', fresh.folder);
      assert.equal(fresh.dataset.annotations.size, 0);
    });

  test('Export Dataset holds a part out when it is told to', async () => {
    const { session } = await labeled(30);
    const to = path.join(scratch, 'out.csv');
    const split = { split: 'stratified', valFraction: 0.2, seed: 4 };
    await give('exportDataset', { folder: session.folder, format: 'labels-csv', to, ...split });
    const rows = readFileSync(to, 'utf8').trimEnd().split('\n').slice(1);
    assert.equal(rows.filter((row) => row.endsWith(',val')).length, 6);
    assert.match(session.banner?.message ?? '', /24 to train with, 6 held out/);
  });

  test('Export Dataset overwrites nothing: what is taken stays, and it writes beside when it may', async () => {
    const { session } = await labeled();
    const file = path.join(scratch, 'mine.csv');
    writeFileSync(file, 'mine');
    const given = { folder: session.folder, ifTaken: 'beside', split: 'none' };
    await give('exportDataset', { ...given, format: 'labels-csv', to: file });
    assert.equal(readFileSync(file, 'utf8'), 'mine');
    const dated = readdirSync(scratch).filter((name) => /^mine-\d{4}-\d\d-\d\d\.csv$/.test(name));
    assert.equal(dated.length, 1);
    const full = path.join(scratch, 'full');
    mkdirSync(full);
    writeFileSync(path.join(full, 'mine.txt'), 'mine');
    await give('exportDataset', { ...given, format: 'class-folders', to: full });
    const inside = readdirSync(full).sort();
    assert.equal(inside.length, 2);
    assert.ok(existsSync(path.join(full, inside[1] === 'mine.txt' ? inside[0] : inside[1], 'classes.txt')));
  });

  test('a format, a split or a source that is none gets one sentence, and nothing is changed', async () => {
    const { session } = await labeled();
    const { folder } = session;
    const says = (sentence: RegExp): void => {
      assert.equal(session.banner?.kind, 'error');
      assert.match(session.banner?.message ?? '', sentence);
    };
    await give('exportDataset', { folder, format: 'xml' });
    says(/no format "xml"; it must be one of labels-csv, /);
    await give('exportDataset', { folder, format: 'jsonl', split: 'random' });
    says(/split is "random"; it must be one of none, stratified, group/);
    await give('exportDataset', { folder, format: 'yolo', split: 'none', to: path.join(folder, 'inside') });
    says(/lies in the image folder/);
    assert.equal(existsSync(path.join(folder, 'inside')), false);
    await give('importLabels', { folder, format: 'coco', file: path.join(scratch, 'none.json') });
    says(/none\.json does not exist/);
    assert.equal(session.dataset.annotations.size, 3);
  });
});

/** A folder with as many labels, its classes in an order that is not that of names, one of them without an image. */
async function labeled(
  count = 3,
): Promise<{ readonly session: Session; readonly labels: ReadonlyMap<string, string> }> {
  const session = await open(imageFolder());
  const names = session.dataset.images.slice(0, count).map((image) => image.path);
  const labels = new Map(names.map((name, i) => [name, classes[i % classes.length]]));
  await session.act([
    ...[...classes, 'empty'].map((name) => ({ kind: 'class-add' as const, name })),
    ...Array.from(labels, ([name, label]) => ({ kind: 'label' as const, path: name, label })),
  ]);
  return { session, labels };
}

async function give(name: string, argument: Readonly<Record<string, unknown>>): Promise<void> {
  await commands.executeCommand(`nextBatch.${name}`, argument);
}
