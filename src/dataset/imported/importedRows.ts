import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { ImportedFile } from '../../core/types.ts';
import { readNpyNumbers } from '../npy.ts';
import { readCsvTable } from './csvTable.ts';
import { readNameLines } from './nameLines.ts';
import { readParquetTable } from './parquetFile.ts';
import type { Table } from './table.ts';

/** Rows of numbers of another program, whatever file they came in. */
export interface ImportedRows {
  readonly count: number;
  /** Numbers per row. */
  readonly width: number;
  /** Image of each row; undefined: the rows are in pool order. */
  readonly names: readonly string[] | undefined;
  /** Names of the columns; undefined: they have none. */
  readonly columns: readonly string[] | undefined;
  /** NaN where the file has none. */
  value(row: number, column: number): number;
  /** Where a row stands, to be found by a person: "line 7", "row 6". */
  place(row: number): string;
}

/** Reads the wanted columns of a CSV or Parquet file, or all of a .npy (N, or N x K; floats or integers). */
export async function readImportedRows(
  { file, names }: ImportedFile,
  isWanted: (column: string) => boolean,
): Promise<ImportedRows> {
  if (path.extname(file).toLowerCase() === '.npy') {
    const { data, rows, cols } = await readNpyNumbers(file);
    return {
      count: rows,
      width: cols,
      names: names === undefined ? undefined : await readNameLines(names, rows, file),
      columns: undefined,
      value: (row, column) => data[row * cols + column],
      place: (row) => `row ${row}`,
    };
  }
  const table = await readTable(file, isWanted);
  const columns = [...table.columns.values()];
  return {
    count: table.names.length,
    width: columns.length,
    names: table.names,
    columns: [...table.columns.keys()],
    value: (row, column) => columns[column][row],
    place: table.place,
  };
}

function readTable(file: string, isWanted: (column: string) => boolean): Promise<Table> {
  const extension = path.extname(file).toLowerCase();
  if (extension === '.csv') return readCsvTable(file, isWanted);
  if (extension === '.parquet') return readParquetTable(file, isWanted);
  throw new UserError('bad-input', `${file} is none of the files that are read: .csv, .parquet and .npy.`, {
    file,
  });
}
