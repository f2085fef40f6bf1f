import { readFile, rm, truncate } from 'node:fs/promises';
import { replaceText, shardFiles, shardNumbers, shardShape } from './embeddingShards.ts';
import { NPY_HEADER_BYTES } from './npy.ts';

/** A file as it was when its bytes were last read. */
export interface FileState {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** What is known of one content, by its hash. */
export type Content =
  | {
      readonly kind: 'row';
      readonly shard: number;
      readonly row: number;
      /** A thumbnail belongs to it. */
      readonly large: boolean;
    }
  | { readonly kind: 'error'; readonly reason: string };

/**
 * The embeddings of one encoder: `NNNN.npy` (float32, up to 4,096 x D) with `NNNN.jsonl` beside it. A line with `row`
 * describes that row of the shard; one without names another file of known content, or a content that has no embedding
 * (`error`). Lines are written after their rows, so what a crash leaves behind the last line is cut off.
 */
export interface EmbeddingIndex {
  /** Columns; 0 while there is no row. */
  readonly dimensions: number;
  /** The content hash of a file that has not changed since its bytes were read, or undefined. */
  hashOf(file: FileState): string | undefined;
  contentOf(hash: string): Content | undefined;
}

/** Reads what is stored in `folder`, which may be missing. Another process may be writing there. */
export async function readEmbeddings(folder: string): Promise<EmbeddingIndex> {
  const index = new EmbeddingFiles();
  for (const shard of await shardNumbers(folder)) await index.load(folder, shard);
  return index;
}

/** One line of a shard's .jsonl. */
export interface ShardLine {
  row?: number;
  hash: string;
  path: string;
  size: number;
  mtimeMs: number;
  large?: boolean;
  error?: string;
}

/** The index, as its writer needs it. */
export class EmbeddingFiles implements EmbeddingIndex {
  dimensions = 0;
  /** Rows per shard number. */
  readonly rows = new Map<number, number>();
  private readonly files = new Map<string, { size: number; mtimeMs: number; hash: string }>();
  private readonly contents = new Map<string, Content>();

  hashOf(file: FileState): string | undefined {
    const known = this.files.get(file.path);
    return known?.size === file.size && known.mtimeMs === file.mtimeMs ? known.hash : undefined;
  }

  contentOf(hash: string): Content | undefined {
    return this.contents.get(hash);
  }

  /**
   * Adds one shard. With `repair` (the columns it must have), files are cut to what is whole and a shard that cannot be
   * read is removed; without, they are left alone, for another process may be at work.
   */
  async load(folder: string, shard: number, repair?: number): Promise<void> {
    const files = shardFiles(folder, shard);
    // Lines first: rows are written before their lines, so every row these lines name is there already.
    const text = await readFile(files.lines, 'utf8').catch(() => '');
    const { columns, size } = await shardShape(files.rows);
    if (repair !== undefined && columns !== repair) {
      await rm(files.rows, { force: true });
      await rm(files.lines, { force: true });
      return;
    }
    if (columns === 0 || (this.dimensions !== 0 && columns !== this.dimensions)) return;
    this.dimensions = columns;
    const held = Math.floor((size - NPY_HEADER_BYTES) / (columns * 4));
    const { kept, rows } = this.take(text, shard, held);
    this.rows.set(shard, rows);
    if (repair === undefined) return;
    if (kept.length < text.length) await replaceText(files.lines, kept);
    if (size > NPY_HEADER_BYTES + rows * columns * 4)
      await truncate(files.rows, NPY_HEADER_BYTES + rows * columns * 4);
  }

  /** Takes in the lines of a shard of which `held` rows are whole; gives the part of the text that stands. */
  private take(text: string, shard: number, held: number): { kept: string; rows: number } {
    let rows = 0;
    let end = 0;
    for (let next = text.indexOf('\n'); next >= 0; next = text.indexOf('\n', end)) {
      const line = parseLine(text.slice(end, next));
      if (line === undefined) break;
      if (line.row !== undefined) {
        if (line.row !== rows || rows === held) break;
        rows++;
      }
      this.add(line, shard);
      end = next + 1;
    }
    return { kept: text.slice(0, end), rows };
  }

  add({ row, hash, path: name, size, mtimeMs, large, error }: ShardLine, shard: number): void {
    this.files.set(name, { size, mtimeMs, hash });
    if (row !== undefined) this.contents.set(hash, { kind: 'row', shard, row, large: large === true });
    else if (error !== undefined) this.contents.set(hash, { kind: 'error', reason: error });
  }
}

function parseLine(text: string): ShardLine | undefined {
  try {
    const line = JSON.parse(text) as ShardLine;
    return typeof line.hash === 'string' && typeof line.path === 'string' ? line : undefined;
  } catch {
    return undefined;
  }
}
