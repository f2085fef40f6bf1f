import { embeddingNames } from '../../dataset/imported/embeddings.ts';
import { readNpyHeader } from '../../dataset/npy.ts';

/** The names of the rows of embeddings: as `embeddingNames` has them, or without any the decimal row numbers. */
export async function readRowNames(file: string, names: string | undefined): Promise<readonly string[]> {
  const given = await embeddingNames({ file, ...(names === undefined ? {} : { names }) });
  if (given !== undefined) return given;
  const rows = (await readNpyHeader(file)).shape[0] ?? 0;
  return Array.from({ length: rows }, (_, row) => String(row));
}
