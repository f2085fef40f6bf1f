import { UserError } from '../../core/errors.ts';
import { type SimilarRows, similarRows } from '../../core/similar/similar.ts';
import type { LoadedMatrix } from './matrixLoader.ts';
import type { SimilarWork } from './nativeApi.ts';
import { coreContext, type JobContext } from './workedPool.ts';

/** Looks for similar rows beside the matrix. */
export async function runSimilar(
  { query }: SimilarWork,
  loaded: LoadedMatrix | undefined,
  context: JobContext,
): Promise<SimilarRows> {
  if (loaded === undefined) throw new UserError('internal', 'Similar images need embeddings.');
  return similarRows(loaded.matrix, query, coreContext(context).pause);
}
