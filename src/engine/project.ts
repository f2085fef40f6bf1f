import { UserError } from '../core/errors.ts';
import type { ProjectionFrame, ProjectRequest, ProjectResult } from '../protocol/projection.ts';
import type { CallContext } from '../protocol/rpc.ts';
import type { ProjectionState, ProjectWork } from './native/nativeApi.ts';
import { type PoolTools, type PreparedPool, preparePool } from './poolWork.ts';
import { createRateMeter } from './rateMeter.ts';

type Tools = Pick<PoolTools, 'native' | 'embeddedSoFar'> & {
  /** Has something done when the jobs asked for before it have ended. */
  readonly turn: <T>(work: () => Promise<T>) => Promise<T>;
};

/** Points whose frames follow one another after a sixth of a second; of more, each is told for longer, since it is copied. */
const pointsPerFrame = 100_000;
const frameMs = 160;
/** Share of the whole that the search for neighbors takes, for the estimate. */
const searchShare = 0.3;

/**
 * Lays the images out in two dimensions. The search for neighbors is one job; the layout is many short ones, so that what a
 * person asks for meanwhile comes between. One that is cancelled goes on where it was when it is asked for again.
 */
export async function projectPool(
  request: ProjectRequest,
  tools: Tools,
  context: CallContext<ProjectionFrame>,
): Promise<ProjectResult> {
  const started = performance.now();
  const { signal } = context;
  const total = request.labels.length;
  const meter = createRateMeter('layout', total, context.progress);
  let done = 0;
  const reach = (share: number): void => {
    const now = Math.round(share * total);
    if (now > done) meter.done(now - done);
    done = Math.max(done, now);
  };

  const pool = await tools.turn(() => prepare(request, tools));
  const open = (): Promise<ProjectionState> =>
    tools.turn(() =>
      tools.native.api().openProjection(workOf(request, pool), {
        signal,
        onProgress: ({ done, total }) => reach((searchShare * done) / Math.max(1, total)),
        onPart: (frame) => context.part?.(frame),
      }),
    );
  let state = await open();
  const { note } = state;
  while (state.share < 1) {
    reach(searchShare + (1 - searchShare) * state.share);
    const work = { id: state.id, milliseconds: frameMs * Math.max(1, total / pointsPerFrame) };
    // Undefined where others took its place: what was found of it so far is lost, so it begins again.
    state =
      (await tools.turn(() => tools.native.api().advanceProjection(work, { signal }))) ?? (await open());
    const { method, points, share } = state;
    if (share < 1) context.part?.({ method, points, share });
  }
  reach(1);
  meter.finish();
  const { id: _, note: __, ...result } = state;
  return {
    ...result,
    notes: [...pool.notes, ...(note === undefined ? [] : [note]), ...state.notes],
    seconds: (performance.now() - started) / 1000,
  };
}

/** What the person's own code says of the images has no part in where they lie. */
function prepare(
  { predictions: _, clusters: __, scores: ___, ...request }: ProjectRequest,
  { embeddedSoFar }: Tools,
): Promise<PreparedPool> {
  return preparePool(request, true, embeddedSoFar);
}

function workOf(
  { source, method, seed, neighbors, minDistance }: ProjectRequest,
  { work }: PreparedPool,
): ProjectWork {
  if (!(neighbors >= 2 && neighbors <= 200 && Number.isInteger(neighbors)))
    throw new UserError('usage', `A map cannot be made of ${neighbors} neighbors; give 2 to 200.`);
  if (!(minDistance >= 0 && minDistance <= 1))
    throw new UserError('usage', `A map cannot have the least distance ${minDistance}; give 0 to 1.`);
  const cache = source.kind === 'folder' ? source.cache : undefined;
  return { ...work, method, seed, neighbors, minDistance, cache };
}
