import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { lockEmbeddings } from './embeddingLock.ts';
import { cacheError, shardFiles, shardNumbers } from './embeddingShards.ts';
import {
  type Content,
  EmbeddingFiles,
  type EmbeddingIndex,
  type FileState,
  type ShardLine,
} from './embeddings.ts';
import { NPY_HEADER_BYTES, npyHeader } from './npy.ts';

/** Rows of a full shard. */
const SHARD_ROWS = 4096;

/** The one process that adds to a folder. Everything added is readable after the next `flush`. */
export interface EmbeddingWriter extends EmbeddingIndex {
  /** One row of D values for a new content. */
  addRow(file: FileState, hash: string, row: Float32Array, large: boolean): void;
  /** A file whose content is known, under this name or another, or has changed its time only. */
  addFile(file: FileState, hash: string): void;
  /** A content that has no embedding, and why. */
  addError(file: FileState, hash: string, reason: string): void;
  /** Puts what was added on the disk: rows first, then their lines. */
  flush(): Promise<void>;
  /** Flushes, and lets the next writer in. */
  close(): Promise<void>;
}

/**
 * Opens `folder` for adding rows of `dimensions` values; makes it if it is missing. Waits while another process writes
 * (`onWait` is called about once a second). What an interrupted writer left is cut back to its last complete row.
 */
export async function openEmbeddings(
  folder: string,
  dimensions: number,
  options: { readonly signal: AbortSignal; readonly onWait?: () => void },
): Promise<EmbeddingWriter> {
  try {
    await mkdir(folder, { recursive: true });
    const unlock = await lockEmbeddings(folder, options.signal, options.onWait);
    try {
      const index = new EmbeddingFiles();
      const shards = await shardNumbers(folder);
      for (const shard of shards) await index.load(folder, shard, dimensions);
      return new ShardWriter(folder, dimensions, index, shards.at(-1) ?? -1, unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  } catch (error) {
    throw cacheError(error, folder);
  }
}

class ShardWriter implements EmbeddingWriter {
  readonly dimensions: number;
  private readonly folder: string;
  private readonly index: EmbeddingFiles;
  private readonly unlock: () => Promise<void>;
  private shard: number;
  private rows: number;
  private handles: { readonly rows: FileHandle; readonly lines: FileHandle } | undefined;
  private waiting: { line: ShardLine; row: Float32Array | undefined }[] = [];
  private last: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    folder: string,
    dimensions: number,
    index: EmbeddingFiles,
    shard: number,
    unlock: () => Promise<void>,
  ) {
    this.folder = folder;
    this.dimensions = dimensions;
    this.index = index;
    this.unlock = unlock;
    this.shard = Math.max(0, shard);
    this.rows = index.rows.get(this.shard) ?? 0;
  }

  hashOf(file: FileState): string | undefined {
    return this.index.hashOf(file);
  }

  contentOf(hash: string): Content | undefined {
    return this.index.contentOf(hash);
  }

  addRow(file: FileState, hash: string, row: Float32Array, large: boolean): void {
    if (row.length !== this.dimensions)
      throw new RangeError(`A row of ${row.length} values among rows of ${this.dimensions}.`);
    this.add({ row: 0, ...stateOf(file), hash, large }, row);
  }

  addFile(file: FileState, hash: string): void {
    this.add({ ...stateOf(file), hash }, undefined);
  }

  addError(file: FileState, hash: string, reason: string): void {
    this.add({ ...stateOf(file), hash, error: reason }, undefined);
  }

  private add(line: ShardLine, row: Float32Array | undefined): void {
    this.waiting.push({ line, row });
    // Known at once to this process; where the row will lie is settled by `flush`.
    this.index.add(line, this.shard);
  }

  flush(): Promise<void> {
    const turn = this.last.then(() => this.write());
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async write(): Promise<void> {
    if (this.closed) return;
    const batch = this.waiting;
    this.waiting = [];
    try {
      for (let at = 0; at < batch.length; ) {
        if (this.rows === SHARD_ROWS) await this.nextShard();
        const part = takePart(batch, at, SHARD_ROWS - this.rows);
        await this.writePart(part);
        at += part.length;
      }
    } catch (error) {
      // The files may end in half a row now, or in a row without its line: the next writer cuts that off.
      this.closed = true;
      throw cacheError(error, this.folder);
    }
  }

  private async writePart(
    part: readonly { line: ShardLine; row: Float32Array | undefined }[],
  ): Promise<void> {
    this.handles ??= await openShard(this.folder, this.shard);
    const first = this.rows;
    const rows = part.flatMap(({ row }) => (row === undefined ? [] : [row]));
    const lines = part.map(({ line, row }) => (row === undefined ? line : { ...line, row: this.rows++ }));
    if (rows.length > 0 || first === 0) {
      const data = new Float32Array(rows.length * this.dimensions);
      for (const [i, row] of rows.entries()) data.set(row, i * this.dimensions);
      const bytes = Buffer.from(data.buffer);
      await writeAll(this.handles.rows, bytes, NPY_HEADER_BYTES + first * this.dimensions * 4);
      await writeAll(this.handles.rows, npyHeader(this.rows, this.dimensions), 0);
      await this.handles.rows.datasync();
    }
    const text = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await writeAll(this.handles.lines, text, (await this.handles.lines.stat()).size);
    for (const line of lines) this.index.add(line, this.shard);
  }

  private async nextShard(): Promise<void> {
    await this.closeHandles();
    this.shard++;
    this.rows = 0;
  }

  private async closeHandles(): Promise<void> {
    const { handles } = this;
    this.handles = undefined;
    await handles?.rows.close();
    await handles?.lines.close();
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      this.closed = true;
      await this.closeHandles();
      await this.unlock();
    }
  }
}

/** The entries from `at` on that fit: at most `room` rows, and the lines without a row among them. */
function takePart<T extends { row: unknown }>(batch: readonly T[], at: number, room: number): readonly T[] {
  let end = at;
  for (let rows = 0; end < batch.length; end++) {
    if (batch[end].row !== undefined && ++rows > room) break;
  }
  return batch.slice(at, end);
}

/** Writes all of `bytes`; a short write is the disk telling that it is nearly full. */
async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

async function openShard(folder: string, shard: number): Promise<{ rows: FileHandle; lines: FileHandle }> {
  const files = shardFiles(folder, shard);
  const edit = async (file: string): Promise<FileHandle> =>
    (await open(file, 'a')).close().then(() => open(file, 'r+'));
  return { rows: await edit(files.rows), lines: await edit(files.lines) };
}

function stateOf({ path: name, size, mtimeMs }: FileState): { path: string; size: number; mtimeMs: number } {
  return { path: name, size, mtimeMs };
}
