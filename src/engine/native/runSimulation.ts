import { UserError } from '../../core/errors.ts';
import { rowLengths } from '../../core/model/training.ts';
import { createRng } from '../../core/rng.ts';
import type { TaskResult } from '../../core/simulate/simulation.ts';
import { stratifiedSplit } from '../../core/simulate/split.ts';
import { runTask } from '../../core/simulate/task.ts';
import type { Matrix } from '../../core/types.ts';
import type { LoadedMatrix } from './matrixLoader.ts';
import type { SimulateWork } from './nativeApi.ts';
import { coreContext, type JobContext } from './workedPool.ts';

/** Lengths of the rows of matrices that are in use, 0 for what is no embedding: many tasks work on one matrix. */
const lengthsOf = new WeakMap<Matrix, Float64Array>();

/** Runs one task of a simulation on a matrix that is loaded. */
export async function runSimulation(
  { labels, excluded, classCount, task, protocol }: SimulateWork,
  loaded: LoadedMatrix | undefined,
  context: JobContext,
): Promise<TaskResult> {
  if (loaded === undefined) throw new UserError('internal', 'A simulation needs embeddings.');
  const { matrix } = loaded;
  const ctx = { ...coreContext(context), now: () => performance.now() };
  const lengths = lengthsOf.get(matrix) ?? (await rowLengths(matrix, ctx.pause));
  lengthsOf.set(matrix, lengths);
  const truth = labels.map((c, row) => (lengths[row] > 0 ? c : -1));
  for (const row of excluded) truth[row] = -1;
  const split = stratifiedSplit(truth, protocol, createRng(task.seed).fork('split'));
  if (split.heldOut.length === 0)
    throw new UserError(
      'bad-input',
      `Too few images with a true class are left to hold some out: ${split.pool.length}; give more, or a larger share.`,
    );
  return runTask({ embeddings: matrix, truth, classCount }, split, task, protocol, ctx);
}
