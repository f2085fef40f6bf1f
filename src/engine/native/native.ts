import { UserError } from '../../core/errors.ts';
import type { CallContext, Client, Handlers } from '../../protocol/rpc.ts';
import { type EncoderSession, openEncoderSession } from '../encoder/session.ts';
import { createKernels } from '../kernels/kernels.ts';
import { createMatrixLoader, type LoadedMatrix } from './matrixLoader.ts';
import type { NativeApi, PictureApi, PoolWork } from './nativeApi.ts';
import { runAdvice } from './runAdvice.ts';
import { createHeadKeeper, runPrediction } from './runHead.ts';
import { runSelection } from './runSelection.ts';
import { runSimulation } from './runSimulation.ts';
import type { JobContext } from './workedPool.ts';

/** The native worker's side: owns the matrix and the sessions, and runs selectors beside them. */
export function createNative({
  threads,
  pictures,
}: {
  readonly threads: number;
  readonly pictures: Client<typeof PictureApi>;
}): Handlers<typeof NativeApi> {
  const sessions = new Map<string, Promise<EncoderSession>>();
  const load = createMatrixLoader();
  const kernels = createKernels({ threads });
  const heads = createHeadKeeper();
  const running = new Set<Promise<unknown>>();

  /** The caller of a cancelled request no longer waits for it; `settle` does. */
  function tracked<T>(work: Promise<T>): Promise<T> {
    running.add(work);
    return work.finally(() => running.delete(work));
  }

  /** Loads the matrix of a job, then does its work beside it. */
  async function onMatrix<Work extends PoolWork, Result>(
    work: Work,
    context: CallContext,
    run: (work: Work, loaded: LoadedMatrix | undefined, context: JobContext) => Promise<Result>,
  ): Promise<Result> {
    context.progress({ phase: 'load', done: 0, total: 1 });
    const loaded = work.matrix && (await load(work.matrix));
    return tracked(run(work, loaded, { ...context, kernels }));
  }

  return {
    async openEncoder({ key, file, description }) {
      const opening = sessions.get(key) ?? tracked(openEncoderSession(file, description, threads));
      sessions.set(key, opening);
      try {
        const { dimensions, batch } = await opening;
        return { dimensions, batch };
      } catch (error) {
        sessions.delete(key);
        throw error;
      }
    },
    async encode({ key, pixels }) {
      const session = await sessions.get(key);
      if (session === undefined) throw new UserError('internal', `The encoder ${key} is not open.`);
      return tracked(session.embed(pixels));
    },
    select: (work, context) => onMatrix(work, context, (...job) => runSelection(...job, { heads, pictures })),
    predict: (work, context) => onMatrix(work, context, (...job) => runPrediction(...job, heads)),
    advise: (work, context) => onMatrix(work, context, runAdvice),
    simulate: (work, context) => onMatrix(work, context, runSimulation),
    async settle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
