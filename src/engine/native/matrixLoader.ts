import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { UserError } from '../../core/errors.ts';
import type { Matrix } from '../../core/types.ts';
import { shardFiles } from '../../dataset/embeddingShards.ts';
import { NPY_HEADER_BYTES, readNpyMatrix } from '../../dataset/npy.ts';
import type { MatrixSource } from './nativeApi.ts';

export interface LoadedMatrix {
  readonly matrix: Matrix;
  /** sha256 hex of the values. */
  readonly hash: string;
}

/** Reads a matrix into one Float32Array, and keeps the last one as long as nothing in it may have changed. */
export function createMatrixLoader(): (source: MatrixSource) => Promise<LoadedMatrix> {
  let kept: (LoadedMatrix & { readonly identity: string }) | undefined;
  return async (source) => {
    if (kept?.identity === source.identity) return kept;
    // Let the old one go before the new one is made: two at a time would be the peak of the whole engine.
    kept = undefined;
    const matrix = source.kind === 'npy' ? await readNamedRows(source) : await readShards(source);
    const hash = createHash('sha256');
    const bytes = Buffer.from(matrix.data.buffer, matrix.data.byteOffset, matrix.data.byteLength);
    for (let at = 0; at < bytes.length; at += HASH_BYTES) {
      hash.update(bytes.subarray(at, at + HASH_BYTES));
      await new Promise((resolve) => setImmediate(resolve));
    }
    kept = { matrix, hash: hash.digest('hex'), identity: source.identity };
    return kept;
  };
}

const HASH_BYTES = 16 << 20;

async function readNamedRows(source: Extract<MatrixSource, { kind: 'npy' }>): Promise<Matrix> {
  const matrix = await readNpyMatrix(source.file);
  if (matrix.rows !== source.rows)
    throw new UserError(
      'bad-input',
      `${source.file} has ${matrix.rows} rows, but there are ${source.rows} names; give one name per row, in the order of the rows.`,
      { file: source.file },
    );
  return matrix;
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
