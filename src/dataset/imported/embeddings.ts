import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { ImportedFile, Matrix } from '../../core/types.ts';
import { readNpyHeader, readNpyMatrix } from '../npy.ts';
import { matchRows, type NamedImages, type RowMatch, rowsInOrder, someOf } from './imageRows.ts';
import { readNameLines } from './nameLines.ts';
import { readParquetMatrix, readParquetNames } from './parquetFile.ts';

/** Reads N x D embeddings: a .npy of floats, or the column of lists of a .parquet. */
export function readEmbeddingMatrix(file: string): Promise<Matrix> {
  return isParquet(file) ? readParquetMatrix(file) : readNpyMatrix(file);
}

/** The names of the rows: the column path of a .parquet, the lines of `names` for a .npy; undefined where they have none. */
export async function embeddingNames({ file, names }: ImportedFile): Promise<readonly string[] | undefined> {
  if (isParquet(file)) return readParquetNames(file);
  return names === undefined ? undefined : readNameLines(names, await npyRows(file), file);
}

/** Finds the row of each image without reading the embeddings themselves. Images without one are told in the notes. */
export async function matchEmbeddings(
  imported: ImportedFile,
  images: NamedImages,
): Promise<{ readonly match: RowMatch; readonly notes: readonly string[] }> {
  const { file } = imported;
  const names = await embeddingNames(imported);
  const match =
    names === undefined ? rowsInOrder(file, await npyRows(file), images) : matchRows(file, names, images);
  const { missing } = match;
  const left = missing.length === 1 ? '1 image has' : `${missing.length} images have`;
  const note = `${left} no embedding in ${path.basename(file)} and cannot be chosen (${someOf(missing)}).`;
  return { match, notes: missing.length > 0 ? [...match.notes, note] : match.notes };
}

/** Rows of an N x D .npy. */
export async function npyRows(file: string): Promise<number> {
  const { shape } = await readNpyHeader(file);
  if (shape.length !== 2)
    throw new UserError(
      'bad-input',
      `${file} has the shape (${shape.join(', ')}); embeddings are N x D, a row of D numbers per image.`,
      { file },
    );
  return shape[0];
}

function isParquet(file: string): boolean {
  return path.extname(file).toLowerCase() === '.parquet';
}
