import { UserError } from '../core/errors.ts';
import type { Splits } from '../core/review/check.ts';
import type { Review } from '../core/review/review.ts';
import { splitsOfFolders } from '../core/review/splits.ts';
import type { FolderSource } from '../protocol/engine.ts';
import type { ReviewRequest, ReviewResult } from '../protocol/review.ts';
import { reviewChecks } from '../protocol/review.ts';
import type { CallContext } from '../protocol/rpc.ts';
import type { EmbeddedFolder } from './embed.ts';
import { contentNumbers } from './imageFacts.ts';
import type { ReviewWork } from './native/nativeApi.ts';
import { createPictureSource } from './pictures/pictureSource.ts';
import { type PoolTools, type PreparedPool, preparePool } from './poolWork.ts';

/** Reviews a pool with the rows that are embedded already; embeds nothing, and does without embeddings where there are none. */
export async function reviewPool(
  request: ReviewRequest,
  {
    native,
    embeddedSoFar,
    known,
    pictures,
  }: Pick<PoolTools, 'native' | 'embeddedSoFar' | 'known' | 'pictures'>,
  { signal, progress }: CallContext,
): Promise<ReviewResult> {
  const started = performance.now();
  const { source, excluded, checks = reviewChecks, seed } = request;
  const { work, names, classes, folder } = await preparePool(request, true, embeddedSoFar);
  const isLeftOut = new Uint8Array(names.length);
  for (const row of excluded) isLeftOut[row] = 1;
  const prepared: Omit<ReviewWork, 'pictures'> = {
    ...work,
    matrix: hasRows(work) ? work.matrix : undefined,
    checks,
    seed,
    names,
    classes,
    isLeftOut,
    splits: splitsOf(request, names),
  };
  const options = { signal, onProgress: progress };
  const outcome = await (source.kind === 'file'
    ? native.api().review({ ...prepared, pictures: undefined }, options)
    : withFiles(source, folder));

  async function withFiles(from: FolderSource, embedded: EmbeddedFolder | undefined): Promise<Review> {
    // What was embedded was read: its files need not be read again to be known.
    for (const [row, hash] of embedded?.hashes.entries() ?? [])
      if (hash !== '') known.set(from.images[row], hash);
    const contents = await contentNumbers(from.images, known, signal);
    const bytes = Float64Array.from(from.images, ({ size }) => size);
    return native.withPictures(createPictureSource(from.images, pictures(from)), (job) =>
      native.api().review({ ...prepared, contents, bytes, pictures: job }, options),
    );
  }

  return { ...outcome, classes, seconds: (performance.now() - started) / 1000 };
}

/** Whether any row has an embedding. */
function hasRows({ matrix }: ReviewWork | PreparedPool['work']): boolean {
  return matrix !== undefined && (matrix.kind === 'file' || matrix.rows.some((row) => row >= 0));
}

function splitsOf({ splits, splitNames = [] }: ReviewRequest, names: readonly string[]): Splits | undefined {
  if (splits === undefined) return splitsOfFolders(names);
  if (splits.length !== names.length)
    throw new UserError('internal', `There are ${splits.length} splits for ${names.length} rows.`);
  return { of: splits, names: splitNames };
}
