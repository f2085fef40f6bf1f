import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { ImportedFile } from '../../core/types.ts';
import { matchRows, type NamedImages, type RowMatch, rowsInOrder, someOf } from './imageRows.ts';
import { readImportedRows } from './importedRows.ts';

export interface ImportedScores {
  /** A number per image; NaN where none is known. */
  readonly scores: Float64Array;
  readonly match: RowMatch;
  readonly notes: readonly string[];
}

/** Reads a number per image: a CSV or Parquet file with the columns path and score, or a .npy of N numbers. */
export async function readScores(imported: ImportedFile, images: NamedImages): Promise<ImportedScores> {
  const { file } = imported;
  const rows = await readImportedRows(imported, (column) => column === 'score');
  if (rows.width !== 1)
    throw new UserError(
      'bad-input',
      rows.columns === undefined
        ? `${file} has ${rows.width} numbers per row; scores are one number per image.`
        : `${file} has no column score; scores are the columns path,score.`,
      { file },
    );
  const match =
    rows.names === undefined ? rowsInOrder(file, rows.count, images) : matchRows(file, rows.names, images);
  const scores = Float64Array.from(match.rowOf, (row) => (row < 0 ? Number.NaN : rows.value(row, 0)));
  const unknown = images.names.filter((_, image) => !Number.isFinite(scores[image]));
  if (unknown.length === images.names.length && unknown.length > 0)
    throw new UserError('bad-input', `${file} holds no number for any image; write one score per image.`, {
      file,
    });
  const left = unknown.length === 1 ? '1 image has' : `${unknown.length} images have`;
  const note = `${left} no score in ${path.basename(file)} (${someOf(unknown)}).`;
  return {
    scores: scores.map((score) => (Number.isFinite(score) ? score : Number.NaN)),
    match,
    notes: unknown.length > 0 ? [...match.notes, note] : match.notes,
  };
}
