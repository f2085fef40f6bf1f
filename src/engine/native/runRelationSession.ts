import { UserError } from '../../core/errors.ts';
import { gather } from '../../core/math/matrix.ts';
import { rowLengths } from '../../core/model/training.ts';
import { runSession, type SessionResult } from '../../core/relations/simulate/session.ts';
import { createRng } from '../../core/rng.ts';
import { stratifiedSplit } from '../../core/simulate/split.ts';
import type { LoadedMatrix } from './matrixLoader.ts';
import type { RelationSessionWork } from './nativeApi.ts';
import { coreContext, type JobContext } from './workedPool.ts';

/** Holds one session on a part of the matrix; the other part measures it. */
export async function runRelationSession(
  { labels, classCount, plan, split: shares }: RelationSessionWork,
  loaded: LoadedMatrix | undefined,
  context: JobContext,
): Promise<SessionResult> {
  if (loaded === undefined) throw new UserError('internal', 'A simulation needs embeddings.');
  const { matrix } = loaded;
  const ctx = coreContext(context);
  const lengths = await rowLengths(matrix, ctx.pause);
  const truth = labels.map((label, row) => (lengths[row] > 0 ? label : -1));
  const split = stratifiedSplit(truth, shares, createRng(plan.seed).fork('split'));
  if (split.heldOut.length === 0)
    throw new UserError(
      'bad-input',
      `Too few images with a true class are left to hold some out: ${split.pool.length}; give more, or a larger share.`,
    );
  const part = (rows: Int32Array): { embeddings: typeof matrix; truth: Int32Array } => ({
    embeddings: gather(matrix, rows),
    truth: rows.map((row) => truth[row]),
  });
  return runSession({ ...part(split.pool), classCount }, part(split.heldOut), plan, ctx);
}
