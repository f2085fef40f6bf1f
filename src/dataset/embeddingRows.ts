import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { shardFiles } from './embeddingShards.ts';
import { type EmbeddingIndex, readEmbeddings } from './embeddings.ts';
import { NPY_HEADER_BYTES } from './npy.ts';
import type { ImageFile } from './types.ts';

/** The embeddings of one encoder as they lie in the cache. */
export interface StoredEmbeddings {
  /** Cache key of the encoder: the name of its folder. */
  readonly encoder: string;
  readonly folder: string;
  readonly dimensions: number;
  /** Images that have an embedding, in pool order. */
  readonly images: readonly ImageFile[];
  readonly index: EmbeddingIndex;
}

/** What each encoder has embedded of these images, the one that knows most of them first; of equals, by key. */
export async function storedEmbeddings(
  cache: string,
  images: readonly ImageFile[],
): Promise<readonly StoredEmbeddings[]> {
  const root = path.join(cache, 'embeddings');
  const names = (await readdir(root).catch(() => [])).sort();
  const stored: StoredEmbeddings[] = [];
  for (const encoder of names) {
    const folder = path.join(root, encoder);
    const index = await readEmbeddings(folder);
    const embedded = images.filter((image) => placeOf(index, image) !== undefined);
    if (embedded.length > 0)
      stored.push({ encoder, folder, dimensions: index.dimensions, images: embedded, index });
  }
  return stored.sort((a, b) => b.images.length - a.images.length);
}

const windowRows = 4096;

/**
 * The rows of embedded images in their order, some thousands at a time: K x D values each. Memory is bounded by one such part
 * and one shard.
 */
export async function* embeddingRows({
  folder,
  dimensions,
  images,
  index,
}: StoredEmbeddings): AsyncGenerator<Float32Array> {
  for (let from = 0; from < images.length; from += windowRows) {
    const part = images.slice(from, from + windowRows);
    const wanted = new Map<number, { readonly at: number; readonly row: number }[]>();
    for (const [at, image] of part.entries()) {
      const place = placeOf(index, image);
      if (place === undefined) continue;
      const list = wanted.get(place.shard) ?? [];
      list.push({ at, row: place.row });
      wanted.set(place.shard, list);
    }
    const values = new Float32Array(part.length * dimensions);
    for (const [shard, rows] of wanted) {
      const first = rows.reduce((least, { row }) => Math.min(least, row), Number.POSITIVE_INFINITY);
      const last = rows.reduce((most, { row }) => Math.max(most, row), 0);
      const block = await readRows(shardFiles(folder, shard).rows, first, last - first + 1, dimensions);
      for (const { at, row } of rows) {
        const start = (row - first) * dimensions;
        values.set(block.subarray(start, start + dimensions), at * dimensions);
      }
    }
    yield values;
  }
}

function placeOf(
  index: EmbeddingIndex,
  image: ImageFile,
): { readonly shard: number; readonly row: number } | undefined {
  const content = index.contentOf(index.hashOf(image) ?? '');
  return content?.kind === 'row' ? content : undefined;
}

async function readRows(
  file: string,
  first: number,
  count: number,
  dimensions: number,
): Promise<Float32Array> {
  const rows = new Float32Array(count * dimensions);
  const bytes = new Uint8Array(rows.buffer);
  const handle = await open(file, 'r').catch((cause: unknown) => {
    throw lost(file, cause);
  });
  try {
    const { bytesRead } = await handle.read(
      bytes,
      0,
      bytes.length,
      NPY_HEADER_BYTES + first * dimensions * 4,
    );
    if (bytesRead < bytes.length) throw lost(file);
  } finally {
    await handle.close();
  }
  return rows;
}

function lost(file: string, cause?: unknown): UserError {
  return new UserError('not-readable', `The embeddings ${file} cannot be read; run Embed Folder again.`, {
    file,
    cause,
  });
}
