import { throwIfAborted, UserError } from '../core/errors.ts';
import type { EmbeddingWriter } from '../dataset/embeddingWriter.ts';
import type { ImageRef } from '../protocol/engine.ts';
import type { CallContext } from '../protocol/rpc.ts';
import { type Batcher, createBatcher } from './batcher.ts';
import type { CrashNotes } from './crashNotes.ts';
import { decode, type PixelSpec } from './decode/decode.ts';
import { contentHash, readImageFile } from './decode/imageFiles.ts';
import type { ThumbnailFiles } from './decode/thumbnailFiles.ts';
import { type Encoder, pixelSpec } from './encoder/encoder.ts';
import { unlessAborted } from './jobs.ts';
import { inLanes } from './lanes.ts';
import type { NativeWorker } from './native/nativeWorker.ts';
import { createRateMeter } from './rateMeter.ts';
import type { Slots } from './slots.ts';

export interface EmbedTools {
  readonly native: NativeWorker;
  readonly slots: Slots;
  readonly notes: CrashNotes;
  readonly thumbnails: ThumbnailFiles;
}

const FLUSH_MS = 1000;
const FLUSH_ROWS = 256;

interface Prepared {
  readonly hash: string;
  readonly pixels: Buffer;
  readonly large: boolean;
}

/** Decodes and embeds images, one folder's worth. */
export interface FolderWork {
  /** Resolves with the number of images embedded. */
  run(images: readonly ImageRef[], context: CallContext): Promise<number>;
}

/** Reading and decoding in `slots`, inference in the native worker, writing: how they overlap. */
export function createFolderWork(options: {
  readonly encoder: Encoder;
  readonly batch: number;
  readonly writer: EmbeddingWriter;
  readonly present: ReadonlySet<string> | undefined;
  readonly tools: EmbedTools;
  /** Files that cannot be read at all, by path: nothing is stored of them. */
  readonly failed: Map<string, string>;
}): FolderWork {
  const { encoder, writer, present, tools, failed } = options;
  const spec = pixelSpec(encoder.description);
  const claimed = new Set<string>();
  let embedded = 0;
  let unwritten = 0;
  let flushed = performance.now();

  async function flushNowAndThen(): Promise<void> {
    if (++unwritten < FLUSH_ROWS && performance.now() - flushed < FLUSH_MS) return;
    unwritten = 0;
    flushed = performance.now();
    await writer.flush();
  }

  /** Reads and decodes one image; gives what the encoder must still see, if anything. */
  async function prepare(image: ImageRef, signal: CallContext['signal']): Promise<Prepared | undefined> {
    if (tools.notes.isGuilty(image))
      throw new UserError('not-readable', 'The decoder crashed on it; save it again with another program.');
    const bytes = await readImageFile(image);
    throwIfAborted(signal);
    const hash = contentHash(bytes);
    const content = writer.contentOf(hash);
    const isNew = content === undefined && !claimed.has(hash);
    if (!isNew) writer.addFile(image, hash);
    const thumbnail = present !== undefined && !present.has(hash);
    if (!isNew && !(thumbnail && content?.kind === 'row' && content.large)) return undefined;
    claimed.add(hash);
    const decoded = await decodeNoted(bytes, image, { pixels: isNew ? spec : undefined, thumbnail });
    throwIfAborted(signal);
    if (decoded instanceof UserError) {
      if (isNew) writer.addError(image, hash, decoded.message);
      return undefined;
    }
    if (decoded.thumbnail !== undefined) await tools.thumbnails.write(hash, decoded.thumbnail);
    return decoded.pixels && { hash, pixels: decoded.pixels, large: decoded.large };
  }

  async function one(image: ImageRef, batcher: Batcher, signal: CallContext['signal']): Promise<void> {
    const prepared = await tools.slots.run(false, () => prepare(image, signal));
    // Waiting for the encoder does not hold a slot: a thumbnail in a hurry may have it.
    if (prepared !== undefined)
      await batcher.add(prepared.pixels, (row) => {
        if (signal.aborted) return;
        if (row.every(Number.isFinite)) {
          writer.addRow(image, prepared.hash, row, prepared.large);
          embedded++;
        } else {
          writer.addError(image, prepared.hash, 'The encoder gives no finite values for it.');
        }
      });
    await flushNowAndThen();
  }

  async function decodeNoted(
    bytes: Buffer,
    image: ImageRef,
    wanted: { readonly pixels: PixelSpec | undefined; readonly thumbnail: boolean },
  ): Promise<Awaited<ReturnType<typeof decode>> | UserError> {
    const end = tools.notes.begin(image);
    try {
      return await decode(bytes, wanted);
    } catch (error) {
      if (error instanceof UserError) return error;
      throw error;
    } finally {
      end();
    }
  }

  return {
    async run(images, { signal, progress }) {
      const meter = createRateMeter('embed', images.length, progress);
      const batcher = createBatcher({
        batch: options.batch,
        bytes: spec.width * spec.height * 3,
        encode: (pixels) => tools.native.api().encode({ key: encoder.key, pixels }, { signal }),
      });
      const attempt = async (image: ImageRef): Promise<void> => {
        try {
          await one(image, batcher, signal);
        } catch (error) {
          if (!(error instanceof UserError) || error.code !== 'not-readable') throw error;
          failed.set(image.path, error.message);
        }
        meter.done();
      };
      // What was in work when an engine died is decoded with nothing beside it, so that a second death is telling.
      const suspects = images.filter((image) => tools.notes.isSuspect(image));
      const others = images.filter((image) => !tools.notes.isSuspect(image));
      const all = async (): Promise<void> => {
        await inLanes(1, suspects, attempt, signal);
        // One lane more than slots, so that no slot is idle while a lane hands its pixels on.
        await inLanes(tools.slots.count + 1, others, attempt, signal);
        await batcher.finish();
      };
      await unlessAborted(signal, all());
      meter.finish();
      return embedded;
    },
  };
}
