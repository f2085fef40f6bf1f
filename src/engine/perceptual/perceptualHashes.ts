import { throwIfAborted, UserError } from '../../core/errors.ts';
import { openPerceptualCache } from '../../dataset/perceptualCache.ts';
import type { ImageRef } from '../../protocol/engine.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { CrashNotes } from '../crashNotes.ts';
import { decode } from '../decode/decode.ts';
import { contentHash, readImageFile } from '../decode/imageFiles.ts';
import type { KnownHashes } from '../knownHashes.ts';
import { inLanes } from '../lanes.ts';
import { createRateMeter } from '../rateMeter.ts';
import type { Slots } from '../slots.ts';
import { perceptualHash, perceptualPixels } from './perceptualHash.ts';

export interface PictureTools {
  readonly slots: Slots;
  readonly notes: CrashNotes;
  readonly known: KnownHashes;
  /** Absolute cache folder. */
  readonly cache: string;
}

/** Perceptual hashes of the named rows of a pool; rows whose picture cannot be read are missing. */
export type PerceptualHashes = (
  rows: Int32Array,
  context: CallContext,
) => Promise<ReadonlyMap<number, bigint>>;

/** Makes the hashes that are asked for, and keeps them in the cache by the content of the files. */
export function createPerceptualHashes(
  images: readonly ImageRef[],
  { slots, notes, known, cache }: PictureTools,
): PerceptualHashes {
  let opening: ReturnType<typeof openPerceptualCache> | undefined;

  return async (rows, { signal, progress }) => {
    opening ??= openPerceptualCache(cache);
    const stored = await opening;
    const hashes = new Map<number, bigint>();
    const unknown: number[] = [];
    for (const row of rows) {
      const hash = stored.get(known.get(images[row]) ?? '');
      if (hash === undefined) unknown.push(row);
      else hashes.set(row, hash);
    }

    async function hashPicture(row: number): Promise<void> {
      const image = images[row];
      if (notes.isGuilty(image)) return;
      const bytes = await readImageFile(image);
      throwIfAborted(signal);
      const content = contentHash(bytes);
      known.set(image, content);
      const end = notes.begin(image);
      try {
        const hash = stored.get(content) ?? (await hashOf(bytes));
        if (stored.get(content) === undefined) stored.set(content, hash);
        hashes.set(row, hash);
      } finally {
        end();
      }
    }

    const meter = createRateMeter('read', unknown.length, progress);
    const attempt = async (row: number): Promise<void> => {
      await slots.run(false, () => hashPicture(row)).catch(passOverUnreadable);
      meter.done();
    };
    await inLanes(slots.count + 1, unknown, attempt, signal);
    await stored.flush();
    return hashes;
  };
}

async function hashOf(bytes: Buffer): Promise<bigint> {
  const { pixels } = await decode(bytes, { pixels: perceptualPixels, thumbnail: false });
  if (pixels === undefined) throw new UserError('internal', 'A picture was decoded without its pixels.');
  return perceptualHash(pixels);
}

function passOverUnreadable(error: unknown): void {
  if (!(error instanceof UserError) || error.code !== 'not-readable') throw error;
}
