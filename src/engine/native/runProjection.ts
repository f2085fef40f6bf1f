import { createHash } from 'node:crypto';
import { gather } from '../../core/math/matrix.ts';
import { rowLengths } from '../../core/model/training.ts';
import type { Layout } from '../../core/projection/layout.ts';
import { fitPca, project } from '../../core/projection/pca.ts';
import { startPoints } from '../../core/projection/start.ts';
import { leastPoints, type ProjectionContext, startUmap } from '../../core/projection/umap.ts';
import type { Matrix } from '../../core/types.ts';
import { projectionCache } from '../../dataset/projectionCache.ts';
import type { ProjectionFrame } from '../../protocol/projection.ts';
import type { LoadedMatrix } from './matrixLoader.ts';
import type { AdvanceWork, ProjectionState, ProjectWork } from './nativeApi.ts';
import { coreContext, type JobContext } from './workedPool.ts';

/** Layouts that wait to be gone on with, at most. */
const mostKept = 3;
/** The space that neighbors are sought in. */
const components = 50;

/** A layout in work. */
interface OpenLayout {
  readonly layout: Layout;
  /** Pool row of each of its points. */
  readonly rows: Int32Array;
  readonly size: number;
  readonly notes: readonly string[];
  readonly cache: string | undefined;
}

/** Works maps out in pieces. What was stopped is kept, and gone on with when the same map is asked for again. */
export interface Projector {
  /** Up to the first epoch: tells the principal components on the way. */
  open(
    work: ProjectWork,
    loaded: LoadedMatrix | undefined,
    context: JobContext<ProjectionFrame>,
  ): Promise<ProjectionState>;
  /** Goes on for so long; undefined: there is no such layout any more. */
  advance(work: AdvanceWork, context: JobContext): Promise<ProjectionState | undefined>;
}

export function createProjector(): Projector {
  /** By key, the one used last at the end. */
  const layouts = new Map<string, OpenLayout>();

  function keep(key: string, open: OpenLayout): void {
    layouts.delete(key);
    layouts.set(key, open);
    for (const oldest of layouts.keys()) {
      if (layouts.size <= mostKept) return;
      layouts.delete(oldest);
    }
  }

  return {
    async open(work, loaded, context) {
      const { method, cache } = work;
      const X = loaded?.matrix ?? { data: new Float32Array(0), rows: work.labels.length, cols: 0 };
      const key = keyOf(work, loaded);
      const known = cache === undefined ? undefined : await projectionCache(cache).read(key, X.rows);
      if (known !== undefined) {
        const { points, notes } = known;
        return { key, method, points: points.data, share: 1, isCached: true, notes };
      }
      const waiting = layouts.get(key);
      if (waiting !== undefined) return stateOf(key, waiting);
      const core = contextOf(context, X.rows);
      const lengths = await rowLengths(X, core.pause);
      const rows = Int32Array.from(lengths.keys()).filter((i) => lengths[i] > 0);
      const reduced = await principalComponents(X, rows, core);
      const isAll = method === 'pca' || rows.length < leastPoints;
      if (isAll) {
        const points = placed(firstTwo(reduced), rows, X.rows);
        const state: ProjectionState = { key, method: 'pca', points, share: 1, isCached: false, notes: [] };
        await write(cache, state);
        return state;
      }
      const started = placed(startPoints(reduced), rows, X.rows);
      context.part?.({ method: 'pca', points: started, share: 0 });
      const layout = await startUmap(reduced, work, core);
      const open: OpenLayout = { layout, rows, size: X.rows, notes: [], cache };
      keep(key, open);
      return stateOf(key, open);
    },
    async advance({ key, milliseconds }, context) {
      const open = layouts.get(key);
      if (open === undefined) return undefined;
      keep(key, open);
      const end = performance.now() + milliseconds;
      await open.layout.advance(coreContext(context).pause, () => performance.now() >= end);
      const state = stateOf(key, open);
      if (state.share === 1) {
        await write(open.cache, state);
        layouts.delete(key);
      }
      return state;
    },
  };
}

function stateOf(key: string, { layout, rows, size, notes }: OpenLayout): ProjectionState {
  const { points, share } = layout;
  return { key, method: 'umap', points: placed(points, rows, size), share, isCached: false, notes };
}

function contextOf(context: JobContext<ProjectionFrame>, total: number): ProjectionContext {
  const { kernels, signal, pause } = coreContext(context);
  const progress = (share: number): void =>
    context.progress({ phase: 'layout', done: Math.round(share * total), total });
  return { kernels, signal, pause, progress };
}

async function principalComponents(X: Matrix, rows: Int32Array, ctx: ProjectionContext): Promise<Matrix> {
  const some = rows.length === X.rows ? X : gather(X, rows);
  if (rows.length === 0) return some;
  return project(await fitPca(some, components, ctx), some, ctx);
}

function firstTwo({ data, rows, cols }: Matrix): Float32Array {
  const points = new Float32Array(rows * 2);
  for (let i = 0; i < rows; i++)
    for (let d = 0; d < Math.min(2, cols); d++) points[2 * i + d] = data[i * cols + d];
  return points;
}

/** The points of some rows among all: NaN for the others. */
function placed(points: Float32Array, rows: Int32Array, size: number): Float32Array {
  const all = new Float32Array(2 * size).fill(Number.NaN);
  for (let p = 0; p < rows.length; p++) {
    all[2 * rows[p]] = points[2 * p];
    all[2 * rows[p] + 1] = points[2 * p + 1];
  }
  return all;
}

async function write(cache: string | undefined, { key, points, notes }: ProjectionState): Promise<void> {
  if (cache === undefined) return;
  const all: Matrix = { data: points, rows: points.length / 2, cols: 2 };
  await projectionCache(cache).write(key, { points: all, notes });
}

/** Changes with our algorithm too. */
function keyOf(
  { method, neighbors, minDistance, seed }: ProjectWork,
  loaded: LoadedMatrix | undefined,
): string {
  const parameters = method === 'pca' ? [method] : [method, neighbors, minDistance, seed];
  return createHash('sha256')
    .update(JSON.stringify(['v1', loaded?.hash, ...parameters]))
    .digest('hex')
    .slice(0, 32);
}
