import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { ImportedFile } from '../../core/types.ts';
import { matchRows, type NamedImages, type RowMatch, rowsInOrder, someOf } from './imageRows.ts';
import { type ImportedRows, readImportedRows } from './importedRows.ts';

export interface ImportedClusters {
  /** A cluster id per image; images without a row are in a cluster of their own, -1. */
  readonly clusters: Int32Array;
  readonly match: RowMatch;
  readonly notes: readonly string[];
}

/** Reads a cluster id per image: a CSV or Parquet file with the columns path and cluster, or a .npy of N integers. */
export async function readClusters(imported: ImportedFile, images: NamedImages): Promise<ImportedClusters> {
  const { file } = imported;
  const rows = await readImportedRows(imported, (column) => column === 'cluster');
  if (rows.width !== 1) throw badClusters(file, rows);
  const match =
    rows.names === undefined ? rowsInOrder(file, rows.count, images) : matchRows(file, rows.names, images);
  for (let row = 0; row < rows.count; row++) checkId(file, rows, row);
  const clusters = Int32Array.from(match.rowOf, (row) => (row < 0 ? -1 : rows.value(row, 0)));
  const { missing } = match;
  const note = `${missing.length} ${missing.length === 1 ? 'image has' : 'images have'} no cluster in ${path.basename(file)} (${someOf(missing)}).`;
  return { clusters, match, notes: missing.length > 0 ? [...match.notes, note] : match.notes };
}

function checkId(file: string, rows: ImportedRows, row: number): void {
  const id = rows.value(row, 0);
  if (Number.isInteger(id) && Math.abs(id) <= 0x7fffffff) return;
  throw new UserError(
    'bad-input',
    `${file} has the cluster id ${id} in ${rows.place(row)}; ids are whole numbers that fit into 32 bits.`,
    { file },
  );
}

function badClusters(file: string, { width, columns }: ImportedRows): UserError {
  const message =
    columns === undefined
      ? `${file} has ${width} numbers per row; clusters are one integer per image.`
      : `${file} has no column cluster; clusters are the columns path,cluster.`;
  return new UserError('bad-input', message, { file });
}
