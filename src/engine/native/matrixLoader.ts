import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { UserError } from '../../core/errors.ts';
import { matrix, row } from '../../core/math/matrix.ts';
import type { Matrix } from '../../core/types.ts';
import { shardFiles } from '../../dataset/embeddingShards.ts';
import { readEmbeddingMatrix } from '../../dataset/imported/embeddings.ts';
import { NPY_HEADER_BYTES } from '../../dataset/npy.ts';
import type { MatrixSource } from './nativeApi.ts';

export interface LoadedMatrix {
  readonly matrix: Matrix;
  /** sha256 hex of the values, or of what they were made of. */
  readonly hash: string;
  /** The embeddings, where the values are features that were learned from relations. */
  readonly unprojected?: LoadedMatrix;
  /** What a person should know of the values. */
  readonly note?: string;
}

/** The embeddings of a job themselves, whatever its distances are measured in. */
export function embeddingsOf(loaded: LoadedMatrix | undefined): LoadedMatrix | undefined {
  return loaded?.unprojected ?? loaded;
}

/** What a person should know of the values, before what else there is to say. */
export function withNote(loaded: LoadedMatrix | undefined, notes: readonly string[]): readonly string[] {
  return loaded?.note === undefined ? notes : [loaded.note, ...notes];
}

/** Reads a matrix into one Float32Array, and keeps the last one as long as nothing in it may have changed. */
export function createMatrixLoader(): (source: MatrixSource) => Promise<LoadedMatrix> {
  let kept: (LoadedMatrix & { readonly identity: string }) | undefined;
  return async (source) => {
    if (kept?.identity === source.identity) return kept;
    // Let the old one go before the new one is made: two at a time would be the peak of the whole engine.
    kept = undefined;
    const loaded = source.kind === 'file' ? await readFileRows(source) : await readShards(source);
    const hash = createHash('sha256');
    const bytes = Buffer.from(loaded.data.buffer, loaded.data.byteOffset, loaded.data.byteLength);
    for (let at = 0; at < bytes.length; at += HASH_BYTES) {
      hash.update(bytes.subarray(at, at + HASH_BYTES));
      await new Promise((resolve) => setImmediate(resolve));
    }
    kept = { matrix: loaded, hash: hash.digest('hex'), identity: source.identity };
    return kept;
  };
}

const HASH_BYTES = 16 << 20;

async function readFileRows({ file, rows, order }: Extract<MatrixSource, { kind: 'file' }>): Promise<Matrix> {
  const read = await readEmbeddingMatrix(file);
  if (order === undefined && read.rows !== rows)
    throw new UserError(
      'bad-input',
      `${file} has ${read.rows} rows, but there are ${rows} names; give one name per row, in the order of the rows.`,
      { file },
    );
  if (order === undefined || order.every((fileRow, i) => fileRow === i && order.length === read.rows))
    return read;
  const ordered = matrix(rows, read.cols);
  for (const [i, fileRow] of order.entries())
    if (fileRow >= 0) ordered.data.set(row(read, fileRow), i * read.cols);
  return ordered;
}

async function readShards(source: Extract<MatrixSource, { kind: 'shards' }>): Promise<Matrix> {
  const { folder, dimensions, shards, rows } = source;
  const data = new Float32Array(shards.length * dimensions);
  const wanted = new Map<number, number[]>();
  for (const [i, shard] of shards.entries())
    if (shard >= 0) {
      const list = wanted.get(shard);
      if (list === undefined) wanted.set(shard, [i]);
      else list.push(i);
    }
  for (const [shard, images] of wanted) {
    const file = shardFiles(folder, shard).rows;
    const handle = await open(file, 'r').catch((cause: unknown) => {
      throw new UserError('not-readable', `The embeddings ${file} cannot be read; run Embed Folder again.`, {
        file,
        cause,
      });
    });
    try {
      const last = images.reduce((most, i) => Math.max(most, rows[i]), 0);
      const shardRows = new Float32Array((last + 1) * dimensions);
      const { bytesRead } = await handle.read(
        new Uint8Array(shardRows.buffer),
        0,
        shardRows.byteLength,
        NPY_HEADER_BYTES,
      );
      if (bytesRead < shardRows.byteLength)
        throw new UserError('not-readable', `The embeddings ${file} are cut short; run Embed Folder again.`, {
          file,
        });
      for (const i of images)
        data.set(shardRows.subarray(rows[i] * dimensions, (rows[i] + 1) * dimensions), i * dimensions);
    } finally {
      await handle.close();
    }
  }
  return { data, rows: shards.length, cols: dimensions };
}
