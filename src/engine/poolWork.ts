import { stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import type { ImportedFile } from '../core/types.ts';
import { matchEmbeddings } from '../dataset/imported/embeddings.ts';
import type { NamedImages } from '../dataset/imported/imageRows.ts';
import type { FolderSource, PoolRequest } from '../protocol/engine.ts';
import type { EmbeddedFolder } from './embed.ts';
import { type ImportedParts, readImportedParts } from './importedParts.ts';
import type { KnownHashes } from './knownHashes.ts';
import type { MatrixSource, PoolWork } from './native/nativeApi.ts';
import type { NativeWorker } from './native/nativeWorker.ts';
import type { PictureTools } from './pictures/fromPictures.ts';
import { sha256 } from './sha256.ts';
import { checkStatements } from './statements.ts';

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
  /** The embedding of one image file from anywhere, by the encoder of a folder; kept nowhere. */
  readonly embedFile: (source: FolderSource, file: string) => Promise<Float32Array>;
  readonly known: KnownHashes;
  /** What it takes to look at the pictures of a folder themselves. */
  readonly pictures: (source: FolderSource) => PictureTools;
}

/** A pool whose files are read and checked, ready for the native worker. */
export interface PreparedPool {
  readonly work: PoolWork;
  readonly names: readonly string[];
  /** Class names by number: those of the request, then those that only imported predictions know. */
  readonly classes: readonly string[];
  /** Absent where the rows come from a file, or no embeddings are needed. */
  readonly folder: EmbeddedFolder | undefined;
  /** sha256 hex of the imported values that were used. */
  readonly inputs: ImportedParts['inputs'];
  /** What a person should know of the imported files. */
  readonly notes: readonly string[];
}

/** Makes sure that the rows of a pool are there, and says where the native worker finds them. */
export async function preparePool(
  request: PoolRequest,
  needsEmbeddings: boolean,
  embed: PoolTools['embed'],
): Promise<PreparedPool> {
  const { source, labels, given = labels, relations } = request;
  const images = imagesOf(source);
  const { names } = images;
  if (labels.length !== names.length)
    throw new UserError('internal', `There are ${labels.length} labels for ${names.length} rows.`);
  if (relations !== undefined) checkStatements(relations.statements, names.length);
  const { classes, inputs, notes, ...parts } = await readImportedParts(request, images);
  const rows = needsEmbeddings || source.kind === 'file' ? await findRows(source, images, embed) : noRows;
  const work: PoolWork = {
    matrix: rows.matrix,
    labels,
    given,
    classCount: classes.length,
    excluded: withMissing(request.excluded, rows.missing),
    predictions: parts.predictions,
    clusters: parts.clusters,
    scores: parts.scores,
    head: request.head ?? 'auto',
    totalBudget: request.totalBudget ?? 0,
    relations,
  };
  return { work, names, classes, folder: rows.folder, inputs, notes: [...rows.notes, ...notes] };
}

function imagesOf(source: PoolRequest['source']): NamedImages {
  if (source.kind === 'file') return { names: source.names };
  return { names: source.images.map((image) => image.path), files: source.images.map((image) => image.file) };
}

/** Where the embeddings of a pool lie. */
interface Rows {
  readonly matrix: MatrixSource | undefined;
  readonly folder: EmbeddedFolder | undefined;
  /** Pool rows without an embedding. */
  readonly missing: readonly number[];
  readonly notes: readonly string[];
}

const noRows: Rows = { matrix: undefined, folder: undefined, missing: [], notes: [] };

async function findRows(
  source: PoolRequest['source'],
  images: NamedImages,
  embed: PoolTools['embed'],
): Promise<Rows> {
  if (source.kind === 'file') {
    const { embeddings: file, names } = source;
    const identity = `${await identityOf(file)}|${names.length}`;
    return { ...noRows, matrix: { kind: 'file', identity, file, rows: names.length } };
  }
  if (source.embeddings !== undefined) return importedRows(source.embeddings, images);
  const folder = await embed(source);
  const unreadable = new Set(folder.unreadable.map(({ path: name }) => name));
  const missing = images.names.flatMap((name, row) => (unreadable.has(name) ? [row] : []));
  return { matrix: folderMatrix(folder), folder, missing, notes: [] };
}

/** The person's own embeddings of the images of a folder. */
async function importedRows(imported: ImportedFile, images: NamedImages): Promise<Rows> {
  const { file } = imported;
  const { match, notes } = await matchEmbeddings(imported, images);
  const order = match.rowOf;
  const identity = sha256(await identityOf(file), order);
  const used = `The embeddings of ${path.basename(file)} were used instead of the encoder.`;
  return {
    matrix: { kind: 'file', identity, file, rows: order.length, order },
    folder: undefined,
    missing: [...order.keys()].filter((row) => order[row] < 0),
    notes: [used, ...notes],
  };
}

/** Changes when the file does. */
async function identityOf(file: string): Promise<string> {
  // A missing file is complained about by who reads it.
  const state = await stat(file).catch(() => undefined);
  return `${file}|${state?.size}|${state?.mtimeMs}`;
}

function folderMatrix({ folder, index, info, hashes }: EmbeddedFolder): MatrixSource {
  const shards = new Int32Array(hashes.length).fill(-1);
  const rows = new Int32Array(hashes.length).fill(-1);
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
function withMissing(excluded: Int32Array, missing: readonly number[]): Int32Array {
  if (missing.length === 0) return excluded;
  return Int32Array.from(new Set([...excluded, ...missing])).sort();
}
