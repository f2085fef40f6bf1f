import { throwIfAborted, UserError } from '../../core/errors.ts';
import type { ImageRef } from '../../protocol/engine.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { CrashNotes } from '../crashNotes.ts';
import { contentHash, readImageFile } from '../decode/imageFiles.ts';
import type { KnownHashes } from '../knownHashes.ts';
import { inLanes } from '../lanes.ts';
import { createRateMeter } from '../rateMeter.ts';
import type { Slots } from '../slots.ts';

export interface PictureTools {
  readonly slots: Slots;
  readonly notes: CrashNotes;
  readonly known: KnownHashes;
  /** Absolute cache folder. */
  readonly cache: string;
}

/** What is kept of pictures by the content of their files. */
export interface ContentStore<T> {
  get(content: string): T | undefined;
  set(content: string, value: T): void;
  /** To the disk, if it can be written: what is not kept is made again. */
  flush(): Promise<void>;
}

export interface PicturesRead<T> {
  readonly values: ReadonlyMap<number, T>;
  /** Why a picture could not be read, by row. */
  readonly unreadable: ReadonlyMap<number, string>;
}

const picturesPerFlush = 1000;

/**
 * Something of the pictures of named rows: from the store, else made of their bytes and stored. A cancelled call leaves what
 * it has made.
 */
export async function fromPictures<T>(
  images: readonly ImageRef[],
  rows: Int32Array,
  {
    store,
    make,
    tools: { slots, notes, known },
  }: {
    readonly store: ContentStore<T>;
    readonly make: (bytes: Buffer) => Promise<T>;
    readonly tools: PictureTools;
  },
  { signal, progress }: Pick<CallContext, 'signal' | 'progress'>,
): Promise<PicturesRead<T>> {
  const values = new Map<number, T>();
  const unreadable = new Map<number, string>();
  const unknown: number[] = [];
  for (const row of rows) {
    const value = store.get(known.get(images[row]) ?? '');
    if (value === undefined) unknown.push(row);
    else values.set(row, value);
  }

  async function readPicture(row: number): Promise<void> {
    const image = images[row];
    if (notes.isGuilty(image)) {
      unreadable.set(row, 'Decoding it has ended the program before; save it again in a plainer form.');
      return;
    }
    const bytes = await readImageFile(image);
    throwIfAborted(signal);
    const content = contentHash(bytes);
    known.set(image, content);
    const end = notes.begin(image);
    try {
      const kept = store.get(content);
      const value = kept ?? (await make(bytes));
      if (kept === undefined) store.set(content, value);
      values.set(row, value);
    } finally {
      end();
    }
  }

  const meter = createRateMeter('read', unknown.length, progress);
  let made = 0;
  const attempt = async (row: number): Promise<void> => {
    await slots
      .run(false, () => readPicture(row))
      .catch((error: unknown) => {
        if (!(error instanceof UserError) || error.code !== 'not-readable') throw error;
        unreadable.set(row, error.message);
      });
    meter.done();
    if (++made % picturesPerFlush === 0) await store.flush();
  };
  try {
    await inLanes(slots.count + 1, unknown, attempt, signal);
  } finally {
    await store.flush();
  }
  return { values, unreadable };
}
