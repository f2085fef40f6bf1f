import path from 'node:path';
import sharp from 'sharp';
import { throwIfAborted, UserError } from '../../core/errors.ts';
import { createRng } from '../../core/rng.ts';
import { readEmbeddings } from '../../dataset/embeddings.ts';
import type { TrialRequest, TrialResult } from '../../protocol/encoder.ts';
import type { ImageRef, Unreadable } from '../../protocol/engine.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { decode } from '../decode/decode.ts';
import { readImageFile } from '../decode/imageFiles.ts';
import { encoderInfo } from '../embed.ts';
import { inLanes } from '../lanes.ts';
import type { NativeWorker } from '../native/nativeWorker.ts';
import type { Slots } from '../slots.ts';
import { contactSheet } from './contactSheet.ts';
import { type Encoder, pixelSpec } from './encoder.ts';

const sampleSize = 16;
const neighborCount = 3;
const pictureSide = 96;
/** Above this cosine between the least alike of 16 images, an encoder tells none apart. */
const sameToIt = 0.999;

interface Seen {
  readonly image: ImageRef;
  readonly pixels: Buffer;
}

/**
 * Embeds a seeded sample of the images and keeps nothing: which of them are alike to this encoder, and how long all images
 * will take. Works with any number of images, none among them.
 */
export async function tryEncoder(
  { images, cache, seed, theme }: Omit<TrialRequest, 'encoder'>,
  encoder: Encoder,
  { native, slots }: { readonly native: NativeWorker; readonly slots: Slots },
  context: CallContext,
): Promise<TrialResult> {
  const { signal } = context;
  context.progress({ phase: 'load', done: 0, total: 1 });
  const facts = await native.api().openEncoder(encoder, { signal });
  const order = createRng(seed).fork('encoder trial').permutation(images.length);
  const sample = [...order.subarray(0, sampleSize)].sort((a, b) => a - b).map((row) => images[row]);
  const { seen, unreadable, seconds: decodeSeconds } = await look(sample, encoder, slots, context);

  const started = performance.now();
  const rows: Float32Array[] = [];
  let ran = 0;
  for (let from = 0; from < seen.length; from += facts.batch) {
    const part = seen.slice(from, from + facts.batch);
    context.progress({ phase: 'embed', done: from, total: seen.length });
    const pixels = new Uint8Array(Buffer.concat(part.map((one) => one.pixels)));
    const values = await native.api().encode({ key: encoder.key, pixels }, { signal });
    for (let i = 0; i < part.length; i++)
      rows.push(values.subarray(i * facts.dimensions, (i + 1) * facts.dimensions));
    // A run that is not full takes as long as one that is.
    ran += facts.isOneByOne ? part.length : facts.batch;
  }
  const encodeSeconds = (performance.now() - started) / 1000;
  throwIfAborted(signal);

  const secondsPerImage = seen.length === 0 ? 0 : decodeSeconds / sample.length + encodeSeconds / ran;
  const index = await readEmbeddings(path.join(cache, 'embeddings', encoder.key));
  const remaining = images.filter((image) => index.hashOf(image) === undefined).length;
  const alike = similarities(rows);
  const nearest = alike.map((of, i) => neighborsOf(of, i));
  const info = encoderInfo(encoder, facts);
  return {
    encoder: isBlind(alike) ? { ...info, notes: [...info.notes, blindNote] } : info,
    images: seen.map(({ image }, i) => ({
      path: image.path,
      nearest: nearest[i].map((j) => ({ path: seen[j].image.path, similarity: alike[i][j] })),
    })),
    unreadable,
    secondsPerImage,
    remaining,
    secondsLeft: remaining * secondsPerImage,
    sheet: seen.length < 2 ? '' : await sheetOf(seen, nearest, alike, encoder, theme),
  };
}

const blindNote =
  'All images of the trial are nearly the same to it; check the pixel values and the output in its description.';

/** Decodes the sample, several images at a time. */
async function look(
  sample: readonly ImageRef[],
  encoder: Encoder,
  slots: Slots,
  { signal, progress }: CallContext,
): Promise<{ seen: readonly Seen[]; unreadable: readonly Unreadable[]; seconds: number }> {
  const started = performance.now();
  const pixels = new Map<string, Buffer>();
  const unreadable: Unreadable[] = [];
  const spec = pixelSpec(encoder.description);
  const one = async (image: ImageRef): Promise<void> => {
    try {
      const bytes = await readImageFile(image);
      const decoded = await decode(bytes, { pixels: spec, thumbnail: false });
      if (decoded.pixels) pixels.set(image.path, decoded.pixels);
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'not-readable') throw error;
      unreadable.push({ path: image.path, reason: error.message });
    }
    progress({ phase: 'read', done: pixels.size + unreadable.length, total: sample.length });
  };
  await inLanes(slots.count, sample, (image) => slots.run(false, () => one(image)), signal);
  const seen = sample.flatMap((image) => {
    const found = pixels.get(image.path);
    return found === undefined ? [] : [{ image, pixels: found }];
  });
  return { seen, unreadable, seconds: (performance.now() - started) / 1000 };
}

/** Cosine of every two rows. */
function similarities(rows: readonly Float32Array[]): readonly (readonly number[])[] {
  const lengths = rows.map((row) => Math.hypot(...row) || 1);
  return rows.map((a, i) =>
    rows.map((b, j) => a.reduce((sum, value, d) => sum + value * b[d], 0) / (lengths[i] * lengths[j])),
  );
}

function neighborsOf(alike: readonly number[], self: number): readonly number[] {
  return alike
    .map((_, row) => row)
    .filter((row) => row !== self)
    .sort((a, b) => alike[b] - alike[a] || a - b)
    .slice(0, neighborCount);
}

function isBlind(alike: readonly (readonly number[])[]): boolean {
  return alike.length > 3 && Math.min(...alike.flat()) > sameToIt;
}

/** The pictures are what the encoder was given: what a crop has cut off is not seen here either. */
async function sheetOf(
  seen: readonly Seen[],
  nearest: readonly (readonly number[])[],
  alike: readonly (readonly number[])[],
  { description }: Encoder,
  theme: TrialRequest['theme'],
): Promise<string> {
  const { width, height } = description.input;
  const pictures = await Promise.all(
    seen.map(({ pixels }) =>
      sharp(pixels, { raw: { width, height, channels: 3 } })
        .resize(pictureSide, pictureSide, { fit: 'inside' })
        .jpeg({ quality: 75 })
        .toBuffer(),
    ),
  );
  const rows = nearest.map((of, i) => of.map((row) => ({ row, similarity: alike[i][row] })));
  return contactSheet({
    title: `${description.name}: images of this folder, and what is most alike to it`,
    images: seen.map(({ image }, i) => ({ name: image.path, jpeg: pictures[i] })),
    nearest: rows,
    side: pictureSide,
    theme,
  });
}
