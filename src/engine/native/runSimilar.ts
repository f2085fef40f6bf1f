import { UserError } from '../../core/errors.ts';
import { type SimilarRows, similarRows } from '../../core/similar/similar.ts';
import type { LoadedMatrix } from './matrixLoader.ts';
import type { SimilarWork } from './nativeApi.ts';
import { coreContext, type JobContext } from './workedPool.ts';

const outsideNote =
  'An image from outside was not asked about, so it is compared by the embeddings, not by what relations teach.';

/** Looks for similar rows beside the matrix. */
export async function runSimilar(
  { query }: SimilarWork,
  loaded: LoadedMatrix | undefined,
  context: JobContext,
): Promise<SimilarRows> {
  if (loaded === undefined) throw new UserError('internal', 'Similar images need embeddings.');
  const isOutside = query.likeAlso !== undefined && loaded.unprojected !== undefined;
  const { matrix, note } = isOutside ? { ...loaded.unprojected, note: outsideNote } : loaded;
  const found = await similarRows(matrix, query, coreContext(context).pause);
  return { ...found, notes: note === undefined ? found.notes : [note, ...found.notes] };
}
