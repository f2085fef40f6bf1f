import { open } from 'node:fs/promises';
import path from 'node:path';
import type { AsyncBuffer, DecodedArray, FileMetaData } from 'hyparquet';
import { UserError } from '../../core/errors.ts';
import { matrix } from '../../core/math/matrix.ts';
import type { Matrix } from '../../core/types.ts';
import { readError } from '../files/fileErrors.ts';
import { noPathColumn, type Table } from './table.ts';

/** Reads `path` and the wanted columns of numbers. This file alone knows the Parquet library, which is loaded when needed. */
export async function readParquetTable(file: string, isWanted: (column: string) => boolean): Promise<Table> {
  return withParquet(file, async (parquet) => {
    const names = await readNames(parquet, file);
    const wanted = parquet.columns.filter((name) => name !== 'path' && isWanted(name));
    const columns = new Map<string, Float64Array>();
    for (const name of wanted) {
      const values = new Float64Array(parquet.rows);
      await parquet.read(name, (value, row) => {
        values[row] = numberOf(value, () => badRow(file, row, `has no number in the column ${name}`));
      });
      columns.set(name, values);
    }
    return { source: path.basename(file), names, columns, place: (row) => `row ${row}` };
  });
}

/** Reads the column `path` alone. */
export function readParquetNames(file: string): Promise<readonly string[]> {
  return withParquet(file, (parquet) => readNames(parquet, file));
}

/**
 * Reads the columns `path` and `label` as text, '' where there is no label, and the text stored under `key` in the file's own
 * notes.
 */
export function readParquetLabels(
  file: string,
  key: string,
): Promise<{
  readonly names: readonly string[];
  readonly labels: readonly string[];
  readonly note: string | undefined;
}> {
  return withParquet(file, async (parquet) => {
    if (!parquet.columns.includes('label'))
      throw bad(file, 'has no column label; it says which class each image has');
    const labels: string[] = [];
    await parquet.read('label', (value, row) => {
      if (value !== null && typeof value === 'object')
        throw badRow(file, row, 'has a label that is not text');
      labels.push(value === null || value === undefined ? '' : String(value));
    });
    return { names: await readNames(parquet, file), labels, note: parquet.note(key) };
  });
}

/** Reads the only column of lists of numbers, or that called embedding; all of one length: N x D. */
export async function readParquetMatrix(file: string): Promise<Matrix> {
  return withParquet(file, async (parquet) => {
    const { lists } = parquet;
    const column = lists.length === 1 ? lists[0] : lists.find((name) => name === 'embedding');
    if (column === undefined)
      throw bad(
        file,
        `has ${lists.length} columns of lists and none is called embedding; embeddings are one column with a list of numbers in each row`,
      );
    let result: Matrix | undefined;
    await parquet.read(column, (value, row) => {
      const list = isList(value) ? value : [];
      result ??= matrix(parquet.rows, list.length);
      if (list.length !== result.cols || list.length === 0)
        throw badRow(
          file,
          row,
          `has ${list.length} numbers in the column ${column}, but row 0 has ${result.cols}`,
        );
      for (let j = 0; j < list.length; j++)
        result.data[row * result.cols + j] = numberOf(list[j], () =>
          badRow(file, row, `has no number at place ${j} of the column ${column}`),
        );
    });
    return result ?? matrix(0, 0);
  });
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

interface Parquet {
  readonly rows: number;
  /** Columns that hold one value per row. */
  readonly columns: readonly string[];
  /** Columns that hold a list per row. */
  readonly lists: readonly string[];
  /** What its writer noted under a key. */
  note(key: string): string | undefined;
  /** Hands every value of a column over, a row group at a time. */
  read(column: string, take: (value: unknown, row: number) => void): Promise<void>;
}

type Library = Awaited<ReturnType<typeof loadLibrary>>;

async function loadLibrary() {
  const { parquetMetadataAsync, parquetRead, parquetSchema } = await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  return { parquetMetadataAsync, parquetRead, parquetSchema, compressors };
}

async function withParquet<T>(file: string, work: (parquet: Parquet) => Promise<T>): Promise<T> {
  const library = await loadLibrary();
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw readError(error, file);
  });
  try {
    const { size } = await handle.stat();
    const source: AsyncBuffer = {
      byteLength: size,
      async slice(start, end = size) {
        const bytes = new Uint8Array(Math.max(0, end - start));
        await handle.read(bytes, 0, bytes.length, start);
        return bytes.buffer;
      },
    };
    return await work(await openParquet(source, library));
  } catch (error) {
    if (error instanceof UserError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw bad(
      file,
      `cannot be read as Parquet (${reason}); write it again, or save it as CSV or .npy`,
      error,
    );
  } finally {
    await handle.close();
  }
}

async function openParquet(
  file: AsyncBuffer,
  { parquetMetadataAsync, parquetRead, parquetSchema, compressors }: Library,
): Promise<Parquet> {
  const metadata: FileMetaData = await parquetMetadataAsync(file);
  const { children } = parquetSchema(metadata);
  const named = (isFlat: boolean): string[] =>
    children.filter((child) => (child.children.length === 0) === isFlat).map(({ element }) => element.name);
  return {
    rows: Number(metadata.num_rows),
    columns: named(true),
    lists: named(false),
    note: (key) => metadata.key_value_metadata?.find((entry) => entry.key === key)?.value,
    async read(column, take) {
      let start = 0;
      for (const group of metadata.row_groups) {
        const end = start + Number(group.num_rows);
        const chunks: { readonly columnData: DecodedArray; readonly rowStart: number }[] = [];
        const onChunk = (chunk: (typeof chunks)[number]): void => void chunks.push(chunk);
        await parquetRead({
          file,
          metadata,
          compressors,
          parsers: { stringFromBytes },
          columns: [column],
          rowStart: start,
          rowEnd: end,
          onChunk,
        });
        for (const { columnData, rowStart } of chunks)
          for (let i = 0; i < columnData.length; i++) take(columnData[i], rowStart + i);
        start = end;
      }
    },
  };
}

async function readNames(parquet: Parquet, file: string): Promise<readonly string[]> {
  if (!parquet.columns.includes('path')) throw noPathColumn(file);
  const names: string[] = [];
  await parquet.read('path', (value, row) => {
    if (typeof value !== 'string' || value === '') throw badRow(file, row, 'has no path');
    names.push(value);
  });
  return names;
}

/** A byte order mark at the beginning is part of the name here. */
function stringFromBytes(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** A missing value is NaN. */
function numberOf(value: unknown, fault: () => UserError): number {
  if (value === null || value === undefined) return Number.NaN;
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  throw fault();
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function badRow(file: string, row: number, fault: string): UserError {
  return bad(file, `is not right: row ${row} ${fault}`);
}

function bad(file: string, what: string, cause?: unknown): UserError {
  return new UserError('bad-input', `${file} ${what}.`, { file, cause });
}
