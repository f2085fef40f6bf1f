import { throwIfAborted, UserError } from '../../core/errors.ts';
import type { CallContext, Client, Handlers } from '../../protocol/rpc.ts';
import { readModelPorts } from '../encoder/modelPorts.ts';
import { type EncoderSession, openEncoderSession } from '../encoder/session.ts';
import { createKernels } from '../kernels/kernels.ts';
import { createMatrixLoader, type LoadedMatrix } from './matrixLoader.ts';
import type { NativeApi, PictureApi, PoolWork } from './nativeApi.ts';
import { createRelationLearner } from './relationLearner.ts';
import { runAdvice } from './runAdvice.ts';
import { runClusters } from './runClusters.ts';
import { runComparison } from './runComparison.ts';
import { createHeadKeeper, runPrediction } from './runHead.ts';
import { runInsights } from './runInsights.ts';
import { createProjector } from './runProjection.ts';
import { runRelate } from './runRelate.ts';
import { runRelationSession } from './runRelationSession.ts';
import { runReview } from './runReview.ts';
import { runSelection } from './runSelection.ts';
import { runSimilar } from './runSimilar.ts';
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
  const projector = createProjector();
  const learner = createRelationLearner();
  const running = new Set<Promise<unknown>>();

  /** The caller of a cancelled request no longer waits for it; `settle` does. */
  function tracked<T>(work: Promise<T>): Promise<T> {
    running.add(work);
    return work.finally(() => running.delete(work));
  }

  /** Loads the matrix of a job, then does its work beside it. */
  async function onMatrix<Work extends PoolWork, Result, Part = never>(
    work: Work,
    context: CallContext<Part>,
    run: (work: Work, loaded: LoadedMatrix | undefined, context: JobContext<Part>) => Promise<Result>,
  ): Promise<Result> {
    context.progress({ phase: 'load', done: 0, total: 1 });
    const job = async (): Promise<Result> => {
      const loaded = work.matrix && (await load(work.matrix));
      throwIfAborted(context.signal);
      return run(work, loaded, { ...context, kernels });
    };
    // Tracked from its first step: a job that was still loading when `settle` answered would run in a thread that ends.
    return tracked(job());
  }

  /** The same, where distances may be those of features that relations teach. */
  function onDistances<Work extends PoolWork, Result, Part = never>(
    work: Work,
    context: CallContext<Part>,
    run: (work: Work, loaded: LoadedMatrix | undefined, context: JobContext<Part>) => Promise<Result>,
  ): Promise<Result> {
    return onMatrix(work, context, async (own, loaded, job) =>
      run(own, await learner.distances(own, loaded, job), job),
    );
  }

  return {
    async openEncoder({ key, file, description, provider }) {
      const opening = sessions.get(key) ?? tracked(openEncoderSession(file, description, threads, provider));
      sessions.set(key, opening);
      try {
        const { dimensions, batch, isOneByOne } = await opening;
        return { dimensions, batch, isOneByOne };
      } catch (error) {
        sessions.delete(key);
        throw error;
      }
    },
    modelPorts: ({ file }) => tracked(readModelPorts(file)),
    async encode({ key, pixels }) {
      const opening = sessions.get(key);
      if (opening === undefined) throw new UserError('internal', `The encoder ${key} is not open.`);
      return tracked(opening.then((session) => session.embed(pixels)));
    },
    select: (work, context) =>
      onDistances(work, context, (...job) => runSelection(...job, { heads, pictures })),
    compare: (work, context) =>
      onDistances(work, context, (...job) => runComparison(...job, { heads, pictures })),
    predict: (work, context) => onMatrix(work, context, (...job) => runPrediction(...job, heads)),
    advise: (work, context) => onDistances(work, context, runAdvice),
    cluster: (work, context) => onDistances(work, context, runClusters),
    similar: (work, context) => onDistances(work, context, runSimilar),
    relate: (work, context) => onMatrix(work, context, (...job) => runRelate(...job, learner)),
    insights: (work, context) =>
      onMatrix(work, context, (...job) => runInsights(...job, { heads, part: context.part })),
    simulate: (work, context) => onMatrix(work, context, runSimulation),
    simulateRelations: (work, context) => onMatrix(work, context, runRelationSession),
    review: (work, context) => onMatrix(work, context, (...job) => runReview(...job, { heads, pictures })),
    openProjection: (work, context) =>
      onDistances(work, context, async (own, loaded, job) => {
        const state = await projector.open(own, loaded, job);
        return loaded?.note === undefined ? state : { ...state, note: loaded.note };
      }),
    advanceProjection: (work, context) => tracked(projector.advance(work, { ...context, kernels })),
    async settle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
