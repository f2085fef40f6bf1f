import { type Review, review } from '../../core/review/review.ts';
import type { LoadedMatrix } from './matrixLoader.ts';
import type { ReviewWork } from './nativeApi.ts';
import type { HeadKeeper } from './runHead.ts';
import { coreContext, type JobContext } from './workedPool.ts';

/** Reviews a pool beside its matrix. */
export function runReview(
  work: ReviewWork,
  loaded: LoadedMatrix | undefined,
  context: JobContext,
  heads: HeadKeeper,
): Promise<Review> {
  const { names, classes, labels, isLeftOut, contents, bytes, splits, head: choice } = work;
  const core = coreContext(context);
  const headOf = heads.fitter(loaded, core);
  return review(
    {
      size: names.length,
      names,
      classes,
      labels,
      rows: Int32Array.from(names.keys()).filter((row) => isLeftOut[row] === 0),
      ...(loaded && { embeddings: loaded.matrix }),
      ...(contents && { contents }),
      ...(bytes && { bytes }),
      ...(splits && { splits }),
    },
    work,
    { ...core, now: () => performance.now(), fitHead: (pool) => headOf(pool, choice) },
  );
}
