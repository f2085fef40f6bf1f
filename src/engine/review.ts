import { UserError } from '../core/errors.ts';
import type { Splits } from '../core/review/check.ts';
import { splitsOfFolders } from '../core/review/splits.ts';
import type { ReviewRequest, ReviewResult } from '../protocol/review.ts';
import { reviewChecks } from '../protocol/review.ts';
import type { CallContext } from '../protocol/rpc.ts';
import { contentNumbers } from './imageFacts.ts';
import type { ReviewWork } from './native/nativeApi.ts';
import { type PoolTools, preparePool } from './poolWork.ts';

/** Reviews a pool with the rows that are embedded already; embeds nothing, and does without embeddings where there are none. */
export async function reviewPool(
  request: ReviewRequest,
  { native, embeddedSoFar, known }: Pick<PoolTools, 'native' | 'embeddedSoFar' | 'known'>,
  { signal, progress }: CallContext,
): Promise<ReviewResult> {
  const started = performance.now();
  const { source, excluded, checks = reviewChecks, seed } = request;
  const { work, names, classes } = await preparePool(request, true, embeddedSoFar);
  const hasRows =
    work.matrix !== undefined && !(work.matrix.kind === 'shards' && work.matrix.rows.every((row) => row < 0));
  const isLeftOut = new Uint8Array(names.length);
  for (const row of excluded) isLeftOut[row] = 1;
  const reviewWork: ReviewWork = {
    ...work,
    matrix: hasRows ? work.matrix : undefined,
    checks,
    seed,
    names,
    classes,
    isLeftOut,
    splits: splitsOf(request, names),
    ...(source.kind === 'folder' && {
      contents: await contentNumbers(source.images, known),
      bytes: Float64Array.from(source.images, ({ size }) => size),
    }),
  };
  const outcome = await native.api().review(reviewWork, { signal, onProgress: progress });
  return { ...outcome, classes, seconds: (performance.now() - started) / 1000 };
}

function splitsOf({ splits, splitNames = [] }: ReviewRequest, names: readonly string[]): Splits | undefined {
  if (splits === undefined) return splitsOfFolders(names);
  if (splits.length !== names.length)
    throw new UserError('internal', `There are ${splits.length} splits for ${names.length} rows.`);
  return { of: splits, names: splitNames };
}
