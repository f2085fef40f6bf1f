import { rowsWhere } from '../../core/math/rowsWhere.ts';
import { type Review, type ReviewTools, review } from '../../core/review/review.ts';
import type { Client } from '../../protocol/rpc.ts';
import type { LoadedMatrix } from './matrixLoader.ts';
import type { PictureApi, ReviewWork } from './nativeApi.ts';
import type { HeadKeeper } from './runHead.ts';
import { coreContext, type JobContext } from './workedPool.ts';

/** Reviews a pool beside its matrix. */
export function runReview(
  work: ReviewWork,
  loaded: LoadedMatrix | undefined,
  context: JobContext,
  { heads, pictures }: { readonly heads: HeadKeeper; readonly pictures: Client<typeof PictureApi> },
): Promise<Review> {
  const { names, classes, labels, given, isLeftOut, contents, bytes, splits, head: choice } = work;
  const core = coreContext(context);
  const headOf = heads.fitter(loaded, core);
  const rows = rowsWhere(names.length, (row) => isLeftOut[row] === 0);
  return review(
    {
      size: names.length,
      names,
      classes,
      labels,
      given,
      rows,
      ...(loaded && { embeddings: loaded.matrix }),
      ...(contents && { contents }),
      ...(bytes && { bytes }),
      ...(splits && { splits }),
    },
    work,
    {
      ...core,
      ...picturesOf(work, rows, pictures, context),
      now: () => performance.now(),
      fitHead: (pool) => headOf(pool, choice),
    },
  );
}

/** What the checks may ask of the pictures, where the pool has any. */
function picturesOf(
  { pictures: job }: ReviewWork,
  rows: Int32Array,
  pictures: Client<typeof PictureApi>,
  { signal, progress }: JobContext,
): Pick<ReviewTools, 'measures' | 'outlines'> {
  if (job === undefined) return {};
  const options = { signal, onProgress: progress };
  return {
    measures: () => pictures.measures({ job, rows }, options),
    outlines: (wanted) => pictures.outlines({ job, rows: wanted }, options),
  };
}
