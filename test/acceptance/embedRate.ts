import { mkdtempSync, readFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { decode } from '../../src/engine/decode/decode.ts';
import { readImageFile } from '../../src/engine/decode/imageFiles.ts';
import { openThumbnails } from '../../src/engine/decode/thumbnailFiles.ts';
import { pixelSpec } from '../../src/engine/encoder/encoder.ts';
import { openEncoderSession } from '../../src/engine/encoder/session.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { ImageRef } from '../../src/protocol/engine.ts';
import { buildEngine, mediaFolder } from '../engine/build.ts';
import { encoderFinder } from '../support/encoders.ts';
import { listImages, paintPhotos, unpack } from '../support/imageSets.ts';
import { median, report, skip } from '../support/measurement.ts';

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
  const { file, description } = await encoderFinder(mediaFolder).find({ model: 'builtin' });
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
  const { workerFile } = await buildEngine();
  const engine = createEngine({ workerFile, mediaFolder, threads: CORES });
  const call = { signal: new AbortController().signal, progress: () => undefined };
  await engine.inspectEncoder({ model: 'builtin' }, call);
  await costs(images.slice(0, 50));
  const rounds: Round[] = [];
  for (let round = 0; round < 3; round++) {
    const load = loadavg()[0];
    const alone = await costs(images);
    const before = cpu();
    const started = performance.now();
    const request = { images, cache: temporary('cache-'), encoder: { model: 'builtin' }, thumbnails: true };
    const { embedded } = await engine.embed(request, call);
    const rate = embedded / ((performance.now() - started) / 1000);
    const ideal = CORES / (alone.d + alone.f + alone.t);
    rounds.push({ ...alone, load, rate, used: (cpu() - before) / embedded, share: rate / ideal });
  }
  await engine.close();
  const middle = (key: keyof Round): number => median(rounds.map((round) => round[key]));
  const ms = (key: keyof Round): number => Math.round(middle(key) * 1e5) / 100;
  const shown = (item: string, value: number, unit: string): void =>
    report({ item: `${name}: ${item}`, value, unit, target: '', pass: null });
  shown('decode (d), median of 3', ms('d'), 'CPU ms per image');
  shown('forward (f), median of 3', ms('f'), 'CPU ms per image');
  shown('thumbnail (t), median of 3', ms('t'), 'CPU ms per image');
  shown('whole pipeline, median of 3', ms('used'), 'CPU ms per image');
  shown('load before a run, median of 3', Math.round(middle('load') * 10) / 10, 'processes');
  shown('embedding rate, median of 3', Math.round(middle('rate')), 'images/s');
  const share = Math.round(middle('share') * 1000) / 1000;
  report({
    item: `${name}: embedding rate as a share of 2 / (d + f + t) of the same round, median of 3`,
    value: share,
    unit: '',
    target: '>= 0.9',
    pass: share >= 0.9,
  });
}

/** One measurement of the parts alone and of the whole right after it: the machine's speed drifts. */
interface Round {
  readonly d: number;
  readonly f: number;
  readonly t: number;
  readonly load: number;
  readonly rate: number;
  readonly used: number;
  readonly share: number;
}

async function main(): Promise<void> {
  const caltech = unpack('images/caltech101-40.tar');
  if (caltech === undefined)
    skip('embedding rate on caltech101-40', 'the data folder is absent (NEXT_BATCH_DATA)');
  else await measure('caltech101-40', listImages(caltech));
  await measure('500 photos of 1600x1200', listImages(await paintPhotos(500)));
}

void main();
