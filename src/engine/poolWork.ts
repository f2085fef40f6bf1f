import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { UserError } from '../core/errors.ts';
import { readNpyIds } from '../dataset/npy.ts';
import type { FolderSource, PoolRequest } from '../protocol/engine.ts';
import type { EmbeddedFolder } from './embed.ts';
import type { MatrixSource, PoolWork } from './native/nativeApi.ts';
import type { NativeWorker } from './native/nativeWorker.ts';

/** What the jobs on a pool work with. */
export interface PoolTools {
  readonly native: NativeWorker;
  /** Absolute path of the built `worker.js`, for jobs that start workers of their own, and threads they may use. */
  readonly workerFile: string;
  readonly threads: number;
  /** Embeds what is missing of a folder. */
  readonly embed: (source: FolderSource) => Promise<EmbeddedFolder>;
  /** What is embedded of a folder, as it is. */
  readonly embeddedSoFar: (source: FolderSource) => Promise<EmbeddedFolder>;
}

/** A pool whose files are read and checked, ready for the native worker. */
export interface PreparedPool {
  readonly work: PoolWork;
  readonly names: readonly string[];
  /** Absent where the rows come from a file, or no embeddings are needed. */
  readonly folder: EmbeddedFolder | undefined;
}

/** Makes sure that the rows of a pool are there, and says where the native worker finds them. */
export async function preparePool(
  request: PoolRequest,
  needsEmbeddings: boolean,
  embed: PoolTools['embed'],
): Promise<PreparedPool> {
  const { source, labels, classes } = request;
  const names = source.kind === 'folder' ? source.images.map((image) => image.path) : source.names;
  if (labels.length !== names.length)
    throw new UserError('internal', `There are ${labels.length} labels for ${names.length} rows.`);
  const clusters =
    request.clusters === undefined ? undefined : await readClusters(request.clusters, names.length);
  const folder = source.kind === 'folder' && needsEmbeddings ? await embed(source) : undefined;
  const matrix = folder === undefined ? await fileMatrix(source) : folderMatrix(folder, names);
  const excluded = folder === undefined ? request.excluded : withUnreadable(request.excluded, folder, names);
  const work: PoolWork = {
    matrix,
    labels,
    classCount: classes.length,
    excluded,
    clusters,
    head: request.head ?? 'auto',
    totalBudget: request.totalBudget ?? 0,
  };
  return { work, names, folder };
}

/** sha256 hex of a text and row numbers: how a job names its inputs. */
export function sha256(text: string, ...arrays: readonly Int32Array[]): string {
  const hash = createHash('sha256').update(text);
  for (const array of arrays)
    hash.update('\n').update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return hash.digest('hex');
}

async function readClusters(file: string, rows: number): Promise<Int32Array> {
  const ids = await readNpyIds(file);
  if (ids.length !== rows)
    throw new UserError(
      'bad-input',
      `${file} has ${ids.length} cluster ids for ${rows} rows; give one id per row.`,
      { file },
    );
  return ids;
}

async function fileMatrix(source: PoolRequest['source']): Promise<MatrixSource | undefined> {
  if (source.kind === 'folder') return undefined;
  const { embeddings: file, names } = source;
  // A missing file is complained about by who reads it.
  const state = await stat(file).catch(() => undefined);
  const identity = `${file}|${state?.size}|${state?.mtimeMs}|${names.length}`;
  return { kind: 'npy', identity, file, rows: names.length };
}

function folderMatrix(
  { folder, index, info, hashes }: EmbeddedFolder,
  names: readonly string[],
): MatrixSource {
  const shards = new Int32Array(names.length).fill(-1);
  const rows = new Int32Array(names.length).fill(-1);
  for (const [i, hash] of hashes.entries()) {
    const content = index.contentOf(hash);
    if (content?.kind !== 'row') continue;
    shards[i] = content.shard;
    rows[i] = content.row;
  }
  const identity = sha256(JSON.stringify([folder, hashes]), shards, rows);
  return { kind: 'shards', identity, folder, dimensions: info.dimensions, shards, rows };
}

/** The rows a person excluded and those without an embedding, ascending. */
function withUnreadable(
  excluded: Int32Array,
  { unreadable }: EmbeddedFolder,
  names: readonly string[],
): Int32Array {
  const unreadablePaths = new Set(unreadable.map(({ path }) => path));
  const rows = new Set(excluded);
  for (const [i, name] of names.entries()) if (unreadablePaths.has(name)) rows.add(i);
  return Int32Array.from(rows).sort();
}
