import { existsSync, lstatSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { compareUtf8 } from '../../../src/dataset/files/byteOrder.ts';
import { exportLabels, makesFolder } from '../../../src/dataset/formats/exportLabels.ts';
import type { Format, SplitRequest, Writer } from '../../../src/dataset/formats/format.ts';
import { importActs } from '../../../src/dataset/formats/importActs.ts';
import { formats } from '../../../src/dataset/formats/registry.ts';
import type { Dataset } from '../../../src/dataset/types.ts';
import { labelsOf, open, put, read, temporaryFolder } from '../../support/datasets.ts';
import { embedPretending } from '../../support/pretendedEmbeddings.ts';
import { noSmallDisk, smallDisk } from '../../support/smallDisk.ts';

/** Names as they are met in the wild: what a format, a shell or a disk may stumble over. */
const hostile: Readonly<Record<string, string>> = {
  'a.jpg': 'cat',
  'sub/a.jpg': 'a/b: "c"',
  'sub/ä, "1".png': '..',
  'sub/deep/b.webp': 'Käse 100%',
  ' two  spaces .jpg': 'CON',
  "it's #1 %20 & more.jpg": 'the "other", kind',
  '.hidden.jpg': '.dot',
  'emoji 😀/日本.png': '😀 smile',
  '-rf.jpg': '=1+1',
  'a;b|c.jpg': 'null',
  'comma,.jpg': '007',
  'sub/<b>.jpg': '<i>',
  'back`tick$(x).jpg': 'nul.txt',
  'e\u0301.jpg': 'é',
  'train/x.jpg': 'train',
  'val/y.jpg': 'val',
};
const others = ['none.jpg', 'skipped.jpg', 'flagged.jpg'];
/** Key order is not the order of names, and two of them have no image. */
const classes = ['zebra', ...new Set(Object.values(hostile)), 'empty'];

const cases = formats.flatMap((format) =>
  format.export === undefined ? [] : [[format.id, format, format.export] as const],
);
const both = cases.filter(([, format]) => format.import);

async function labeled(
  labels: Readonly<Record<string, string>> = hostile,
  order = classes,
): Promise<Dataset> {
  const dataset = await unlabeled(Object.keys(labels));
  await dataset.act([
    ...order.map((name) => ({ kind: 'class-add' as const, name })),
    ...Object.entries(labels).map(([name, label]) => ({ kind: 'label' as const, path: name, label })),
    { kind: 'skip', path: 'skipped.jpg', on: true },
    { kind: 'flag', path: 'flagged.jpg', on: true },
  ]);
  return dataset;
}

/** The same images without any label. */
async function unlabeled(names: readonly string[] = Object.keys(hostile)): Promise<Dataset> {
  const folder = temporaryFolder();
  put(folder, ...names, ...others);
  const dataset = await open(folder);
  await embedPretending(dataset);
  return dataset;
}

function place(writer: Writer, isSplit = false): string {
  const name = makesFolder(writer, isSplit) ? 'out folder' : `out${writer.extension ?? ''}`;
  return path.join(temporaryFolder(), 'new', name);
}

async function takeOver(format: Format, dataset: Dataset, from: string): Promise<readonly string[]> {
  const imported = await format.import?.read({ dataset, from });
  if (imported === undefined) throw new Error(`${format.id} imports nothing`);
  const { acts, problems } = importActs(dataset, imported);
  await dataset.act(acts);
  return [...imported.problems, ...problems].map(({ message }) => message);
}

const splits: readonly (SplitRequest | undefined)[] = [
  undefined,
  { by: 'stratified', fraction: 0.5, seed: 1 },
  { by: 'group', fraction: 0.3, seed: 2 },
];

describe.each(both)('the format %s', (_, format, writer) => {
  it.each(splits)(
    'gives the same labels and the same class list after export and import, split: %o',
    async (split) => {
      const to = place(writer, split !== undefined);
      const images = 'copy';
      const exported = await exportLabels(format, {
        dataset: await labeled(),
        to,
        images,
        ...(split && { split }),
      });
      expect(exported).toMatchObject({ count: Object.keys(hostile).length, classes: classes.length });
      const fresh = await unlabeled();
      expect(await takeOver(format, fresh, to)).toEqual([]);
      expect(labelsOf(fresh)).toEqual(sorted(hostile));
      expect(fresh.classes).toEqual(classes);
      expect([...fresh.annotations.values()].every(({ source }) => source === 'import')).toBe(true);
    },
  );

  it.each([
    ['no label at all', {}],
    ['one label', { 'a.jpg': 'cat' }],
  ])('goes there and back with %s', async (_, labels) => {
    const to = place(writer);
    const dataset = await labeled(labels, ['dog', 'cat']);
    const { count } = await exportLabels(format, { dataset, to, images: 'copy' });
    expect(count).toBe(Object.keys(labels).length);
    const fresh = await unlabeled();
    await takeOver(format, fresh, to);
    expect(labelsOf(fresh)).toEqual(labels);
    expect(fresh.classes).toEqual(['dog', 'cat']);
  });

  it('keeps what a person decided, and is undone at once', async () => {
    const to = place(writer);
    await exportLabels(format, { dataset: await labeled(), to, images: 'copy' });
    const mine = await unlabeled();
    await mine.act([
      { kind: 'label', path: 'a.jpg', label: 'mine' },
      { kind: 'skip', path: '.hidden.jpg', on: true },
    ]);
    const before = labelsOf(mine);
    await takeOver(format, mine, to);
    expect(labelsOf(mine)).toEqual(sorted({ ...hostile, ...before }));
    await mine.undo();
    expect(labelsOf(mine)).toEqual(before);
  });

  it('says in a sentence that there is nothing to import', async () => {
    const dataset = await unlabeled();
    const from = path.join(dataset.paths.folder, 'no such thing');
    await expect(format.import?.read({ dataset, from })).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining(from),
    });
  });

  it('says so when no image of the source is here', async () => {
    const to = place(writer);
    await exportLabels(format, { dataset: await labeled(), to, images: 'copy' });
    const folder = temporaryFolder();
    put(folder, 'quite/another.jpg');
    const stranger = await open(folder);
    const imported = await format.import?.read({ dataset: stranger, from: to });
    expect(imported).toMatchObject({ rows: [], missing: Object.keys(hostile).length });
    expect(imported?.problems).toMatchObject([{ kind: 'missing-image' }]);
  });
});

describe.each(cases)('exporting %s', (_, format, writer) => {
  it('overwrites nothing: neither a file nor a folder that holds something', async () => {
    const dataset = await labeled();
    const to = place(writer);
    put(path.dirname(to), [path.basename(to), 'mine']);
    const again = exportLabels(format, { dataset, to, images: 'copy' });
    await expect(again).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining(to) });
    expect(read(path.dirname(to), path.basename(to))).toBe('mine');
    const folder = path.join(path.dirname(to), 'folder');
    put(folder, 'mine.txt');
    await expect(exportLabels(format, { dataset, to: folder, images: 'copy' })).rejects.toThrow(
      'already there',
    );
    expect(readdirSync(folder)).toEqual(['mine.txt']);
  });

  it('leaves nothing behind when it is cancelled, and goes well the next time', async () => {
    const dataset = await labeled();
    const to = place(writer);
    const controller = new AbortController();
    const stop = (): void => controller.abort();
    const { signal } = controller;
    const running = exportLabels(format, { dataset, to, images: 'copy', signal, progress: stop });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    const left = (): string[] => (existsSync(path.dirname(to)) ? readdirSync(path.dirname(to)) : []);
    await vi.waitFor(() => expect(left()).toEqual([]), 10_000);
    await exportLabels(format, { dataset, to, images: 'copy' });
    expect(existsSync(to)).toBe(true);
  });

  it('goes well beside what a killed export left, and says what that is', async () => {
    const dataset = await labeled();
    const to = place(writer);
    put(`${to}.partial-0a1b2c3d`, 'half');
    const { problems } = await exportLabels(format, { dataset, to, images: 'copy' });
    expect(problems.map(({ message }) => message).join(' ')).toContain(`${to}.partial-0a1b2c3d`);
  });

  it('puts every label on one side, the same way each time', async () => {
    const dataset = await labeled();
    const split: SplitRequest = { by: 'group', fraction: 0.4, seed: 7 };
    const first = await exportLabels(format, { dataset, to: place(writer, true), images: 'copy', split });
    const second = await exportLabels(format, { dataset, to: place(writer, true), images: 'copy', split });
    const { train, val } = first.split ?? { train: 0, val: 0 };
    expect(train + val).toBe(Object.keys(hostile).length);
    expect(val).toBeGreaterThan(0);
    expect(second.split).toEqual(first.split);
  });

  it('leaves out labels whose image is gone, and says so', async () => {
    const dataset = await labeled();
    await dataset.act([{ kind: 'label', path: 'gone.jpg', label: 'cat' }]);
    const { count, problems } = await exportLabels(format, { dataset, to: place(writer), images: 'copy' });
    expect(count).toBe(Object.keys(hostile).length);
    expect(problems[0]).toMatchObject({ kind: 'missing-image', path: 'gone.jpg' });
  });

  it('writes into an empty folder where a folder is made', async () => {
    const to = place(writer);
    mkdirSync(to, { recursive: true });
    const done = exportLabels(format, { dataset: await labeled(), to, images: 'copy' });
    if (makesFolder(writer, false)) expect((await done).count).toBe(Object.keys(hostile).length);
    else await expect(done).rejects.toThrow('already there');
  });
});

const noDisk = noSmallDisk();
if (noDisk !== undefined) console.log(`Skipped: exports to a full or read-only disk (${noDisk}).`);

describe.skipIf(noDisk !== undefined).each(cases)('a disk that takes no more, %s', (_, format, writer) => {
  it('is a sentence that names the place, and nothing is left there', async () => {
    const folder = temporaryFolder();
    const names = Array.from({ length: 400 }, (_, i) => `${String(i).padStart(200, 'x')}.jpg`);
    put(folder, ...names);
    const dataset = await open(folder);
    await embedPretending(dataset);
    await dataset.act(names.map((name) => ({ kind: 'label', path: name, label: 'cat' })));
    const target = temporaryFolder();
    const disk = smallDisk(target);
    onTestFinished(disk.release);
    const to = path.join(target, makesFolder(writer, false) ? 'out' : `out${writer.extension ?? ''}`);
    put(target, ['ballast', 'x'.repeat(2 << 20)]);
    await expect(exportLabels(format, { dataset, to, images: 'copy' })).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining(`${to} could not be written because the disk is full`),
    });
    // What was written is removed behind the back of the one who waits for the answer.
    await vi.waitFor(() => expect(readdirSync(target)).toEqual(['ballast']), 10_000);
    disk.makeReadOnly();
    await expect(exportLabels(format, { dataset, to, images: 'copy' })).rejects.toMatchObject({
      message: `${to} may not be written; name a place where you may write.`,
    });
  });
});

describe.each(cases.filter(([, , { holdsImages }]) => holdsImages))('images of %s', (_, format) => {
  it.each(['copy', 'hard-link', 'symbolic-link'] as const)('get there by %s', async (images) => {
    const to = path.join(temporaryFolder(), 'out');
    await exportLabels(format, { dataset: await labeled(), to, images });
    const files = readdirSync(to, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /(jpg|png|webp)$/.test(name),
    );
    expect(files).toHaveLength(Object.keys(hostile).length);
    for (const name of files) {
      const file = path.join(to, name);
      expect(lstatSync(file).isSymbolicLink()).toBe(images === 'symbolic-link');
      expect(statSync(file).nlink).toBe(images === 'hard-link' ? 2 : 1);
      expect(name.endsWith(read(to, name))).toBe(true);
    }
  });

  it.skipIf(process.platform === 'win32')('are links to a file where they are links themselves', async () => {
    const dataset = await labeled();
    const { folder } = dataset.paths;
    mkdirSync(path.join(folder, 'linked'));
    const elsewhere = temporaryFolder();
    put(elsewhere, ['real.jpg', 'linked.jpg']);
    symlinkSync(
      path.relative(path.join(folder, 'linked'), path.join(elsewhere, 'real.jpg')),
      path.join(folder, 'linked', 'linked.jpg'),
    );
    await dataset.scan();
    await dataset.act([{ kind: 'label', path: 'linked/linked.jpg', label: 'cat' }]);
    const to = path.join(temporaryFolder(), 'far', 'away', 'out');
    await exportLabels(format, { dataset, to, images: 'hard-link' });
    const [name = ''] = readdirSync(to, { recursive: true, encoding: 'utf8' }).filter((one) =>
      one.endsWith('linked.jpg'),
    );
    expect(read(to, name)).toBe('linked.jpg');
    expect(lstatSync(path.join(to, name)).isSymbolicLink()).toBe(false);
  });

  it('are refused inside the image folder, where they would be listed as images', async () => {
    const dataset = await labeled();
    const to = path.join(dataset.paths.folder, 'out');
    await expect(exportLabels(format, { dataset, to, images: 'copy' })).rejects.toThrow(
      'lies in the image folder',
    );
    expect(existsSync(to)).toBe(false);
  });
});

it('docs/formats.md has every format, by its title and by the name of its flag', () => {
  const page = read('docs', 'formats.md');
  for (const { id, title } of formats) {
    expect(page).toContain(`| \`${id}\` |`);
    expect(page).toContain(`\n### ${title}\n`);
  }
});

function sorted(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => compareUtf8(a, b)));
}
