import path from 'node:path';
import { throwIfAborted } from '../core/errors.ts';
import type { EmbeddingIndex } from '../dataset/embeddings.ts';
import { readEmbeddings } from '../dataset/embeddings.ts';
import { openEmbeddings } from '../dataset/embeddingWriter.ts';
import type { EncoderInfo, FolderSource, ImageRef, Unreadable } from '../protocol/engine.ts';
import type { CallContext } from '../protocol/rpc.ts';
import type { Encoder } from './encoder/encoder.ts';
import { createFolderWork, type EmbedTools } from './folderWork.ts';
import type { EncoderFacts } from './native/nativeApi.ts';

export interface EmbeddedFolder {
  /** Folder of the shards. */
  readonly folder: string;
  readonly index: EmbeddingIndex;
  readonly info: EncoderInfo;
  readonly embedded: number;
  readonly unreadable: readonly Unreadable[];
  /** Content hash per image, '' where the file could not be read. */
  readonly hashes: readonly string[];
}

/**
 * Embeds the images of a folder that are not embedded yet, and makes their thumbnails from the same decode if asked to.
 * Reading and decoding (in `slots`), inference (in the native worker) and writing overlap; what waits between them is
 * bounded. Whatever ends it, the rows made so far are kept, but for those of about the last second.
 */
export async function embedFolder(
  { images, cache }: Omit<FolderSource, 'kind' | 'encoder'>,
  encoder: Encoder,
  wantsThumbnails: boolean,
  tools: EmbedTools,
  context: CallContext,
): Promise<EmbeddedFolder> {
  const { signal } = context;
  const facts = await tools.native.api().openEncoder(encoder, { signal });
  const folder = path.join(cache, 'embeddings', encoder.key);
  const info = encoderInfo(encoder, facts);

  const present = wantsThumbnails ? await tools.thumbnails.list() : undefined;
  const isMissing = (index: EmbeddingIndex) => (image: ImageRef) => isIncomplete(image, index, present);
  let index: EmbeddingIndex = await readEmbeddings(folder);
  throwIfAborted(signal);
  let embedded = 0;
  const failed = new Map<string, string>();
  if (images.some(isMissing(index))) {
    const onWait = (): void => context.progress({ phase: 'embed', done: 0, total: images.length });
    const writer = await openEmbeddings(folder, facts.dimensions, { signal, onWait });
    try {
      const missing = images.filter(isMissing(writer));
      const work = createFolderWork({ encoder, batch: facts.batch, writer, present, tools, failed });
      embedded = await work.run(missing, context);
    } finally {
      await writer.close();
    }
    index = writer;
  }
  return { folder, index, info, embedded, ...report(images, index, failed) };
}

/** What is embedded of a folder's images so far; reads no image. */
export async function embeddedSoFar(
  { images, cache }: Omit<FolderSource, 'kind' | 'encoder'>,
  encoder: Encoder,
): Promise<EmbeddedFolder> {
  const folder = path.join(cache, 'embeddings', encoder.key);
  const index = await readEmbeddings(folder);
  return {
    folder,
    index,
    info: encoderInfo(encoder, { dimensions: index.dimensions, isOneByOne: false }),
    embedded: 0,
    ...report(images, index, new Map()),
  };
}

/** An encoder as the shells are told of it. */
export function encoderInfo(
  { key, description: { name, input }, notes }: Encoder,
  { dimensions, isOneByOne }: Pick<EncoderFacts, 'dimensions' | 'isOneByOne'>,
): EncoderInfo {
  const alone = `The encoder ${name} gives an image other numbers when other images are run beside it (as some 8-bit models do), so it runs one image at a time: slower, but the same numbers every time.`;
  return {
    key,
    name,
    dimensions,
    inputSize: [input.width, input.height],
    notes: isOneByOne ? [...notes, alone] : notes,
  };
}

/** True if an image has no embedding and no known reason for that, or lacks a thumbnail (`present`: those there are). */
function isIncomplete(
  image: ImageRef,
  index: EmbeddingIndex,
  present: ReadonlySet<string> | undefined,
): boolean {
  const hash = index.hashOf(image);
  const content = hash === undefined ? undefined : index.contentOf(hash);
  if (hash === undefined || content === undefined) return true;
  return content.kind === 'row' && content.large && present !== undefined && !present.has(hash);
}

function report(
  images: readonly ImageRef[],
  index: EmbeddingIndex,
  failed: ReadonlyMap<string, string>,
): Pick<EmbeddedFolder, 'unreadable' | 'hashes'> {
  const unreadable: Unreadable[] = [];
  const hashes = images.map((image) => {
    const hash = index.hashOf(image);
    const content = hash === undefined ? undefined : index.contentOf(hash);
    if (content?.kind === 'row') return hash ?? '';
    const reason = failed.get(image.path) ?? (content?.kind === 'error' ? content.reason : undefined);
    unreadable.push({ path: image.path, reason: reason ?? 'It could not be embedded.' });
    return hash ?? '';
  });
  return { unreadable, hashes };
}
