import { UserError } from '../core/errors.ts';
import type { ImageRef, Thumbnail } from '../protocol/engine.ts';
import type { CallContext } from '../protocol/rpc.ts';
import type { CrashNotes } from './crashNotes.ts';
import { decode, SMALL_FILE_BYTES } from './decode/decode.ts';
import { contentHash, readImageFile } from './decode/imageFiles.ts';
import { imageKind } from './decode/kind.ts';
import type { ThumbnailFiles } from './decode/thumbnailFiles.ts';
import { unlessAborted } from './jobs.ts';
import type { KnownHashes } from './knownHashes.ts';
import type { Slots } from './slots.ts';

/** Thumbnails of the rows a person is looking at, ahead of all other decoding; in the order asked. */
export async function makeThumbnails(
  images: readonly ImageRef[],
  tools: {
    readonly slots: Slots;
    readonly notes: CrashNotes;
    readonly thumbnails: ThumbnailFiles;
    readonly known: KnownHashes;
  },
  { signal }: CallContext,
): Promise<readonly Thumbnail[]> {
  const one = async (image: ImageRef): Promise<Thumbnail> => {
    if (signal.aborted) return { kind: 'unreadable', reason: 'Cancelled.' };
    try {
      return await thumbnailOf(image, tools);
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'not-readable') throw error;
      return { kind: 'unreadable', reason: error.message };
    }
  };
  return unlessAborted(signal, Promise.all(images.map((image) => tools.slots.run(true, () => one(image)))));
}

async function thumbnailOf(
  image: ImageRef,
  { notes, thumbnails, known }: Parameters<typeof makeThumbnails>[1],
): Promise<Thumbnail> {
  const knownHash = known.get(image);
  if (knownHash !== undefined && (await thumbnails.has(knownHash)))
    return { kind: 'thumbnail', file: thumbnails.fileOf(knownHash) };
  if (notes.isGuilty(image))
    return { kind: 'unreadable', reason: 'The decoder crashed on it; save it again with another program.' };
  const bytes = await readImageFile(image);
  const kind = imageKind(bytes);
  if (typeof kind !== 'string') return { kind: 'unreadable', reason: kind.reason };
  if (bytes.length <= SMALL_FILE_BYTES && kind !== 'tiff') return { kind: 'original' };
  const hash = contentHash(bytes);
  known.set(image, hash);
  const file = thumbnails.fileOf(hash);
  if (await thumbnails.has(hash)) return { kind: 'thumbnail', file };
  const end = notes.begin(image);
  try {
    const { thumbnail } = await decode(bytes, { pixels: undefined, thumbnail: true });
    if (thumbnail === undefined) return { kind: 'original' };
    await thumbnails.write(hash, thumbnail);
    return { kind: 'thumbnail', file };
  } finally {
    end();
  }
}
