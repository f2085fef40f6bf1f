import { mkdtempSync, readFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { decode } from '../../src/engine/decode/decode.ts';
import { readImageFile } from '../../src/engine/decode/imageFiles.ts';
import { openThumbnails } from '../../src/engine/decode/thumbnailFiles.ts';
import { createEncoderFinder, pixelSpec } from '../../src/engine/encoder/encoder.ts';
import { openEncoderSession } from '../../src/engine/encoder/session.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { ImageRef } from '../../src/protocol/engine.ts';
import { buildEngine, mediaFolder } from '../engine/build.ts';
import { listImages, paintPhotos, unpack } from '../support/imageSets.ts';
import { report, skip } from '../support/measurement.ts';

// Embedding rate against what two cores could do at best: 2 / (d + f + t), where d, f and t are the CPU seconds an image
// costs to read and decode, to encode, and to make a thumbnail of, each measured alone, one image or batch at a time.

sharp.concurrency(1);
sharp.cache(false);
const CORES = 2;
const temporary = (name: string): string => mkdtempSync(path.join(tmpdir(), name));

/** CPU seconds of this process, all threads. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function costs(images: readonly ImageRef[]): Promise<{ d: number; f: number; t: number }> {
  const { file, description } = await createEncoderFinder(mediaFolder).find({ model: 'builtin' });
  const session = await openEncoderSession(file, description, 1);
  const spec = pixelSpec(description);
  const thumbnails = openThumbnails(temporary('thumbnails-'));
  const sample = images.filter((_, i) => i % Math.ceil(images.length / 300) === 0);
  const perImage = async (work: (image: ImageRef, i: number) => Promise<unknown>): Promise<number> => {
    const before = cpu();
    for (const [i, image] of sample.entries()) await work(image, i);
    return (cpu() - before) / sample.length;
  };
  await decode(readFileSync(sample[0].file), { pixels: spec, thumbnail: true });

  const pixels: Buffer[] = [];
  const d = await perImage(async (image) => {
    const decoded = await decode(await readImageFile(image), { pixels: spec, thumbnail: false });
    if (decoded.pixels !== undefined) pixels.push(decoded.pixels);
  });
  const both = await perImage(async (image, i) => {
    const { thumbnail } = await decode(await readImageFile(image), { pixels: spec, thumbnail: true });
    if (thumbnail !== undefined) await thumbnails.write(String(i).padStart(32, '0'), thumbnail);
  });
  const before = cpu();
  for (let at = 0; at < pixels.length; at += session.batch)
    await session.embed(Buffer.concat(pixels.slice(at, at + session.batch)));
  return { d, f: (cpu() - before) / pixels.length, t: Math.max(0, both - d) };
}

async function measure(name: string, images: readonly ImageRef[]): Promise<void> {
  const { d, f, t } = await costs(images);
  const { workerFile } = await buildEngine();
  const engine = createEngine({ workerFile, mediaFolder, threads: CORES });
  const call = { signal: new AbortController().signal, progress: () => undefined };
  await engine.inspectEncoder({ model: 'builtin' }, call);
  const rates: number[] = [];
  const used: number[] = [];
  for (let run = 0; run < 3; run++) {
    const before = cpu();
    const started = performance.now();
    const request = { images, cache: temporary('cache-'), encoder: { model: 'builtin' }, thumbnails: true };
    const { embedded } = await engine.embed(request, call);
    rates.push(embedded / ((performance.now() - started) / 1000));
    used.push((cpu() - before) / embedded);
  }
  await engine.close();
  const best = Math.max(...rates);
  const ideal = CORES / (d + f + t);
  const ms = (seconds: number): number => Math.round(seconds * 1e5) / 100;
  report({ item: `${name}: decode (d)`, value: ms(d), unit: 'CPU ms per image', target: '', pass: null });
  report({ item: `${name}: forward (f)`, value: ms(f), unit: 'CPU ms per image', target: '', pass: null });
  report({ item: `${name}: thumbnail (t)`, value: ms(t), unit: 'CPU ms per image', target: '', pass: null });
  report({
    item: `${name}: whole pipeline`,
    value: ms(Math.min(...used)),
    unit: 'CPU ms per image',
    target: `about ${ms(d + f + t)} = d + f + t`,
    pass: null,
  });
  report({
    item: `${name}: load before the run`,
    value: Math.round(loadavg()[0] * 10) / 10,
    unit: 'processes',
    target: '',
    pass: null,
  });
  report({
    item: `${name}: embedding rate, best of 3`,
    value: Math.round(best),
    unit: 'images/s',
    target: `>= ${Math.round(0.9 * ideal)} = 0.9 x ${CORES} / (d + f + t)`,
    pass: best >= 0.9 * ideal,
  });
}

async function main(): Promise<void> {
  const caltech = unpack('images/caltech101-40.tar');
  if (caltech === undefined)
    skip('embedding rate on caltech101-40', 'the data folder is absent (NEXT_BATCH_DATA)');
  else await measure('caltech101-40', listImages(caltech));
  await measure('500 photos of 1600x1200', listImages(await paintPhotos(500)));
}

void main();
