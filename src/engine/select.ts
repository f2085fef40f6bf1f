import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { UserError } from '../core/errors.ts';
import { checkRequest } from '../core/round.ts';
import { readNpyIds } from '../dataset/npy.ts';
import type { SelectRequest, SelectResult } from '../protocol/engine.ts';
import type { CallContext } from '../protocol/rpc.ts';
import type { EmbeddedFolder } from './embed.ts';
import type { MatrixSource } from './native/nativeApi.ts';
import type { NativeWorker } from './native/nativeWorker.ts';

/** Chooses a batch: makes sure that the rows are there, has the selector run beside them, and records what it depended on. */
export async function selectFromPool(
  request: SelectRequest,
  tools: {
    readonly native: NativeWorker;
    /** Embeds what is missing of a folder. */
    readonly embed: (source: Extract<SelectRequest['source'], { kind: 'folder' }>) => Promise<EmbeddedFolder>;
  },
  { signal, progress }: CallContext,
): Promise<SelectResult> {
  const started = performance.now();
  const { source, labels, classes, selector, parameters, budget, seed } = request;
  const names = source.kind === 'folder' ? source.images.map((image) => image.path) : source.names;
  if (labels.length !== names.length)
    throw new UserError('internal', `There are ${labels.length} labels for ${names.length} rows.`);
  const needsEmbeddings = checkRequest(request).selector.needs.includes('embeddings');
  const clusters =
    request.clusters === undefined ? undefined : await readClusters(request.clusters, names.length);
  const folder = source.kind === 'folder' && needsEmbeddings ? await tools.embed(source) : undefined;
  const matrix = folder === undefined ? await fileMatrix(source) : folderMatrix(folder, names);
  const excluded = folder === undefined ? request.excluded : withUnreadable(request.excluded, folder, names);

  const outcome = await tools.native.api().select(
    {
      matrix,
      labels,
      classCount: classes.length,
      excluded,
      clusters,
      head: request.head ?? 'auto',
      totalBudget: request.totalBudget ?? 0,
      selector,
      parameters,
      budget,
      seed,
    },
    { signal, onProgress: progress },
  );
  return {
    ...outcome.selection,
    selector,
    parameters: outcome.parameters,
    seed,
    unreadable: folder?.unreadable ?? [],
    encoder: folder?.info,
    inputs: {
      embeddings: outcome.embeddings,
      labels: sha256(JSON.stringify(classes), labels),
      pool: sha256(JSON.stringify(names), request.excluded, clusters ?? new Int32Array(0)),
    },
    seconds: (performance.now() - started) / 1000,
  };
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

async function fileMatrix(source: SelectRequest['source']): Promise<MatrixSource | undefined> {
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

function sha256(text: string, ...arrays: readonly Int32Array[]): string {
  const hash = createHash('sha256').update(text);
  for (const array of arrays)
    hash.update('\n').update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return hash.digest('hex');
}
