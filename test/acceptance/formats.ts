// 100,000 labels out to every format and back in: seconds, labels lost, and how long a cancel takes.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { exportLabels, makesFolder } from '../../src/dataset/formats/exportLabels.ts';
import type { Format } from '../../src/dataset/formats/format.ts';
import { formats } from '../../src/dataset/formats/registry.ts';
import { datasetPaths } from '../../src/dataset/paths.ts';
import type { Annotation, Dataset, ImageFile } from '../../src/dataset/types.ts';
import { report } from '../support/measurement.ts';
import { embedPretending } from '../support/pretendedEmbeddings.ts';

const count = 100_000;
const classes = Array.from({ length: 50 }, (_, c) => `class ${c}`);
type Labeled = Pick<Dataset, 'paths' | 'images' | 'annotations' | 'classes'>;

/** The smallest PNG there is, so that COCO finds a size in every header. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

function labeledDataset(folder: string): Labeled {
  const images: ImageFile[] = [];
  const annotations = new Map<string, Annotation>();
  for (let i = 0; i < count; i++) {
    const name = `${String(Math.floor(i / 1000)).padStart(3, '0')}/image ${String(i).padStart(6, '0')}.png`;
    const file = path.join(folder, name);
    if (i % 1000 === 0) mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, pixel);
    images.push({ path: name, file, size: pixel.length, mtimeMs: i });
    const label = classes[(i * 7919) % classes.length] ?? '';
    annotations.set(name, { label, skipped: false, flagged: i % 100 === 0, source: '' });
  }
  return { paths: datasetPaths({ folder, labelsFile: '', cacheFolder: '' }), images, annotations, classes };
}

async function measure(format: Format, dataset: Labeled, folder: string): Promise<void> {
  const writer = format.export;
  if (writer === undefined) return;
  const images = 'hard-link';
  const place = (name: string): string =>
    path.join(folder, format.id, makesFolder(writer, false) ? name : `${name}${writer.extension ?? ''}`);
  const pauses = monitorEventLoopDelay({ resolution: 5 });
  pauses.enable();
  const started = performance.now();
  await exportLabels(format, { dataset, to: place('whole'), images });
  const target = writer.holdsImages ? '' : '<= 10 s';
  const seconds = (performance.now() - started) / 1000;
  report({
    item: `${format.id}: export of 100,000 labels`,
    value: Math.round(seconds * 100) / 100,
    unit: 's',
    target,
    pass: target === '' ? null : seconds <= 10,
  });
  reportPause(`${format.id}: longest pause of the event loop while exporting`, pauses.max);
  pauses.reset();
  const again = performance.now();
  const found = await format.import?.read({ dataset, from: place('whole') });
  const same = found?.rows.filter((row) => dataset.annotations.get(row.path)?.label === row.label).length;
  report({
    item: `${format.id}: labels that come back (in ${Math.round((performance.now() - again) / 100) / 10} s)`,
    value: same ?? 0,
    unit: 'labels',
    target: '100000',
    pass: same === count,
  });
  reportPause(`${format.id}: longest pause of the event loop while importing`, pauses.max);
  pauses.disable();
  const ms = await cancelTime(format, dataset, place('cancelled'), images);
  report({
    item: `${format.id}: from cancel to the end`,
    value: ms === undefined ? 'finished first' : Math.round(ms),
    unit: 'ms',
    target: '<= 300',
    pass: ms === undefined ? null : ms <= 300,
  });
  rmSync(path.join(folder, format.id), { recursive: true, force: true });
}

/** The extension host does nothing else meanwhile. */
function reportPause(item: string, nanoseconds: number): void {
  report({ item, value: Math.round(nanoseconds / 1e6), unit: 'ms', target: '', pass: null });
}

/** Milliseconds from a cancel in the middle to the rejection, what was written being removed; undefined if it was too late. */
async function cancelTime(
  format: Format,
  dataset: Labeled,
  to: string,
  images: 'hard-link',
): Promise<number | undefined> {
  const controller = new AbortController();
  let at = Number.NaN;
  const progress = ({ done }: { readonly done: number }): void => {
    if (done < 20_000 || controller.signal.aborted) return;
    at = performance.now();
    controller.abort();
  };
  try {
    await exportLabels(format, { dataset, to, images, signal: controller.signal, progress });
    return undefined;
  } catch {
    return performance.now() - at;
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-formats-'));
  try {
    const dataset = labeledDataset(path.join(folder, 'images'));
    await embedPretending(dataset);
    for (const format of formats) await measure(format, dataset, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
