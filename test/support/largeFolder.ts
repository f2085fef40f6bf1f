import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openDataset } from '../../src/dataset/dataset.ts';
import { formatLine, type Line } from '../../src/dataset/history/lines.ts';
import { optionsFor } from './datasetOptions.ts';

/** An image that measurements add; one that was cut short leaves it behind. */
const addedName = 'added.bmp';

/** A large image folder that is kept from run to run, with the labels it was made with. */
export interface LargeFolder {
  readonly folder: string;
  readonly paths: readonly string[];
  readonly classes: readonly string[];
}

export interface LargeSize {
  readonly images: number;
  readonly folders: number;
  readonly labels: number;
}

/**
 * A folder of small BMP images, all different, evenly labeled by one act each, on the disk of the working tree. Made
 * once; labels are put back to what they were at each call.
 */
export async function largeFolder({ images, folders, labels }: LargeSize): Promise<LargeFolder> {
  const base = path.resolve('.build/generated', `${images}-in-${folders}-${labels}-labeled`);
  const folder = path.join(base, 'images');
  const kept = path.join(base, 'kept');
  const done = path.join(base, 'complete');
  const perFolder = Math.ceil(images / folders);
  const paths = Array.from({ length: images }, (_, i) => name(Math.floor(i / perFolder), i % perFolder));
  const classes = Array.from({ length: 10 }, (_, i) => `class ${i}`);
  if (!existsSync(done)) {
    rmSync(base, { recursive: true, force: true });
    for (const [i, file] of paths.entries()) {
      if (i % perFolder === 0) mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(folder, file), tinyPicture(i));
    }
    if (labels > 0) await label(folder, paths, classes, labels);
    mkdirSync(kept);
    keep(folder, kept);
    writeFileSync(done, '');
  }
  keep(kept, folder);
  rmSync(path.join(folder, path.dirname(paths[0]), addedName), { force: true });
  return { folder, paths, classes };
}

function name(folder: number, image: number): string {
  return `folder-${String(folder).padStart(4, '0')}/image-${String(image).padStart(5, '0')}.bmp`;
}

/** A BMP of 8 x 8 pixels in two colours that no other number has. */
export function tinyPicture(number: number): Buffer {
  const side = 8;
  const header = 54;
  const bytes = Buffer.alloc(header + side * side * 3);
  bytes.write('BM', 'latin1');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(header, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(side, 18);
  bytes.writeInt32LE(side, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  for (let pixel = 0; pixel < side * side; pixel++)
    bytes.writeUIntLE(
      ((pixel >> 2) + (pixel >> 5)) % 2 === 0 ? number : 0xffffff - number,
      header + pixel * 3,
      3,
    );
  return bytes;
}

/** Journal and labels.csv as `count` acts leave them. */
async function label(
  folder: string,
  paths: readonly string[],
  classes: readonly string[],
  count: number,
): Promise<void> {
  const step = paths.length / count;
  const line = (id: string, acts: Extract<Line, { readonly kind: 'acts' }>['acts']): string =>
    formatLine({ id, time: new Date(1.7e12).toISOString(), window: 'generated', kind: 'acts', acts });
  const lines = Array.from({ length: count }, (_, i) =>
    line(`generated${i}`, [
      { kind: 'label', path: paths[Math.floor(i * step)], label: classes[i % classes.length] },
    ]),
  );
  const events = classes.map((name) => ({ kind: 'class-add', name }) as const);
  mkdirSync(path.join(folder, '.next-batch'));
  writeFileSync(
    path.join(folder, '.next-batch/history.jsonl'),
    [line('generated-classes', events), ...lines].join(''),
  );
  // Opened and closed once, which writes labels.csv and notes it in the journal.
  await (await openDataset(optionsFor(folder))).refresh();
  const dataset = await openDataset(optionsFor(folder));
  await dataset.act([{ kind: 'flag', path: paths[0], on: true }]);
  await dataset.close();
}

function keep(from: string, to: string): void {
  for (const entry of ['labels.csv', '.next-batch']) {
    rmSync(path.join(to, entry), { recursive: true, force: true });
    if (existsSync(path.join(from, entry)))
      cpSync(path.join(from, entry), path.join(to, entry), { recursive: true });
  }
}
