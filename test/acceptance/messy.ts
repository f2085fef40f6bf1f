import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { startEngine } from '../../src/engine/client.ts';
import { decode } from '../../src/engine/decode/decode.ts';
import { pixelSpec } from '../../src/engine/encoder/encoder.ts';
import { openEncoderSession } from '../../src/engine/encoder/session.ts';
import type { ImageRef } from '../../src/protocol/engine.ts';
import { buildEngine, mediaFolder } from '../engine/build.ts';
import { turned } from '../engine/images.ts';
import { encoderFinder } from '../support/encoders.ts';
import { listImages, unpack } from '../support/imageSets.ts';
import { dataFolder, report, skip } from '../support/measurement.ts';

// Odd, broken and hostile images: every file ends embedded or listed; what Pillow reads and sharp's build supports is read.

/** Formats Pillow reads and sharp's build does not. */
const UNSUPPORTED = new Set(['JPEG2000', 'DDS', 'ICO', 'PPM', 'PSD']);

interface Verdict {
  readonly format: string;
  readonly ok: boolean;
}

function pillowVerdicts(): Map<string, Verdict> {
  const [, ...lines] = readFileSync(path.join(dataFolder, 'messy-pillow-verdicts.csv'), 'utf8')
    .trim()
    .split('\n');
  return new Map(
    lines.map((line) => {
      const cells = line.split(',');
      return [cells[0], { format: cells[3], ok: cells[9].trim() === 'ok' }] as const;
    }),
  );
}

/**
 * EXIF 1-8 of one picture: the same embedding. The files of the collection have their number painted on them, so the
 * eight are made here, out of the pixels of one of them.
 */
async function orientations(folder: string): Promise<void> {
  const source = path.join(folder, 'messy/exif-orientation/Landscape_1.jpg');
  const { data, info } = await sharp(source).raw().toBuffer({ resolveWithObject: true });
  const { file, description } = await encoderFinder(mediaFolder).find({ model: 'builtin' });
  const session = await openEncoderSession(file, description, 1);
  for (const format of ['png', 'jpeg'] as const) {
    const rows: Float32Array[] = [];
    for (let orientation = 1; orientation <= 8; orientation++) {
      const image = turned({ data, width: info.width, height: info.height }, orientation);
      const bytes = await (format === 'png' ? image.png() : image.jpeg({ quality: 95 })).toBuffer();
      const { pixels } = await decode(bytes, { pixels: pixelSpec(description), thumbnail: false });
      if (pixels !== undefined) rows.push(await session.embed(pixels));
    }
    const spread = Math.max(
      ...rows.flatMap((row) => [...row].map((value, i) => Math.abs(value - rows[0][i]))),
    );
    report({
      item: `EXIF orientations 1-8 of one picture (${format}): spread of ${rows.length} embeddings`,
      value: Math.round(spread * 1e6) / 1e6,
      unit: 'largest difference of a value',
      target: format === 'png' ? '<= 0.001' : 'reported: each is compressed by itself',
      pass: format === 'png' ? rows.length === 8 && spread <= 1e-3 : null,
    });
  }
}

async function run(folder: string): Promise<void> {
  const images = listImages(folder, true).map((image) => ({
    ...image,
    path: image.path.replace(/^messy\//, ''),
  }));
  const cache = mkdtempSync(path.join(tmpdir(), 'messy-cache-'));
  const { engineFile } = await buildEngine();
  let peak = 0;
  const engine = startEngine({ engineFile, mediaFolder, threads: 2, log: (line) => console.error(line) });
  const watch = setInterval(() => {
    peak = Math.max(peak, peakMemory());
  }, 20);
  const { unreadable, hashes } = await engine.embed({
    images,
    cache,
    encoder: { model: 'builtin' },
    thumbnails: true,
  });
  peak = Math.max(peak, peakMemory());
  clearInterval(watch);
  await engine.stop();

  const reasons = new Map(unreadable.map((entry) => [entry.path, entry.reason]));
  const ended = images.filter((image, i) => reasons.has(image.path) || hashes[i] !== '').length;
  report({
    item: 'messy.tar: files read or listed',
    value: ended,
    unit: `of ${images.length}`,
    target: 'all',
    pass: ended === images.length,
  });
  report({
    item: 'messy.tar: files listed as unreadable',
    value: reasons.size,
    unit: 'files',
    target: '',
    pass: null,
  });

  const verdicts = pillowVerdicts();
  let missed = 0;
  for (const { path: name } of images) {
    const verdict = verdicts.get(name);
    if (verdict === undefined || verdict.ok !== reasons.has(name)) continue;
    const isMissed = verdict.ok && !UNSUPPORTED.has(verdict.format);
    if (isMissed) missed++;
    report({
      item: `messy.tar: ${name} (${verdict.format || 'no format'})`,
      value: verdict.ok ? `Pillow reads it; we say: ${reasons.get(name)}` : 'we read it; Pillow does not',
      unit: '',
      target: '',
      pass: isMissed ? false : null,
    });
  }
  report({
    item: 'messy.tar: files that Pillow reads, sharp supports and we refuse',
    value: missed,
    unit: 'files',
    target: '0',
    pass: missed === 0,
  });

  await orientations(folder);
  report({
    item: 'messy.tar: peak memory of the engine',
    value: Math.round(peak),
    unit: 'MB',
    target: '< 700',
    pass: peak > 0 ? peak < 700 : null,
  });
  await slowest(images);
}

/** VmHWM of the largest child process, in MB; 0 where there is no /proc. */
function peakMemory(): number {
  try {
    const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean);
    const sizes = children.map(
      (pid) => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    );
    return Math.max(0, ...sizes);
  } catch {
    return 0;
  }
}

async function slowest(images: readonly ImageRef[]): Promise<void> {
  let worst = { name: '', seconds: 0 };
  for (const image of images) {
    const started = performance.now();
    const spec = { width: 128, height: 128, rule: 'squash', shorterSide: 128 } as const;
    await decode(readFileSync(image.file), { pixels: spec, thumbnail: true }).catch(() => undefined);
    const seconds = (performance.now() - started) / 1000;
    if (seconds > worst.seconds) worst = { name: image.path, seconds };
  }
  report({
    item: `messy.tar: slowest file, ${worst.name}`,
    value: Math.round(worst.seconds * 1000) / 1000,
    unit: 's',
    target: '<= 10',
    pass: worst.seconds <= 10,
  });
}

const folder = unpack('messy.tar');
if (folder === undefined) skip('messy.tar', 'the data folder is absent (NEXT_BATCH_DATA)');
else void run(folder);
