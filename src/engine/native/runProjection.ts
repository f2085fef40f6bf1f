import { createHash } from 'node:crypto';
import { gather, matrix } from '../../core/math/matrix.ts';
import { rowsWhere } from '../../core/math/rowsWhere.ts';
import { rowLengths } from '../../core/model/training.ts';
import { type ContinuedMap, continueMap } from '../../core/projection/earlierMap.ts';
import { fingerprints } from '../../core/projection/fingerprints.ts';
import type { Layout } from '../../core/projection/layout.ts';
import { openMap } from '../../core/projection/openMap.ts';
import { fitPca, project } from '../../core/projection/pca.ts';
import { exactSearch, place } from '../../core/projection/place.ts';
import { firstTwo, startPoints } from '../../core/projection/start.ts';
import { leastPoints, type ProjectionContext } from '../../core/projection/umap.ts';
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
/** Changes with what maps are made by. */
const version = 1;

/** The rows of a pool that have an embedding. */
interface Embedded {
  /** Rows x D. */
  readonly X: Matrix;
  /** Pool row of each. */
  readonly rows: Int32Array;
  /** Rows of the pool. */
  readonly size: number;
}

/** A layout in work. It keeps what its rows are known by, not the rows: of these there is one copy, that of the loader. */
interface OpenLayout extends Omit<Embedded, 'X'> {
  readonly known: Int32Array;
  readonly layout: Layout;
  readonly told: {
    readonly key: string;
    readonly method: 'pca' | 'umap';
    readonly notes: readonly string[];
  };
  readonly fitted: number;
  readonly placed: number;
  readonly work: ProjectWork;
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
  /** By name, the one used last at the end. */
  const layouts = new Map<string, OpenLayout>();

  function keep(name: string, open: OpenLayout): void {
    layouts.delete(name);
    layouts.set(name, open);
    for (const oldest of layouts.keys()) {
      if (layouts.size <= mostKept) return;
      layouts.delete(oldest);
    }
  }

  async function advance(
    { id, milliseconds }: AdvanceWork,
    context: JobContext,
  ): Promise<ProjectionState | undefined> {
    const open = layouts.get(id);
    if (open === undefined) return undefined;
    keep(id, open);
    const end = performance.now() + milliseconds;
    const { pause } = coreContext(context);
    await open.layout
      .advance(pause, () => performance.now() >= end)
      .catch((error: unknown) => {
        // What failed is not gone on with; what was cancelled is.
        if (!context.signal.aborted) layouts.delete(id);
        throw error;
      });
    if (open.layout.share === 1) {
      layouts.delete(id);
      await write(id, open);
    }
    return stateOf(id, open);
  }

  return {
    advance,
    async open(work, loaded, context) {
      const whole = loaded?.matrix ?? matrix(work.labels.length, 0);
      const id = hashOf('map', madeBy(work), loaded?.hash);
      const known = await cacheOf(work)?.read(id);
      if (known !== undefined && known.points.length === 2 * whole.rows) {
        const { key, method, points, notes } = known;
        return { id, key, method, points, notes, share: 1, isCached: true };
      }
      const waiting = layouts.get(id);
      if (waiting !== undefined) return stateOf(id, waiting);
      const { kernels, signal, pause } = coreContext(context);
      const progress = (share: number): void => context.progress({ phase: 'layout', done: share, total: 1 });
      const embedded = await embeddedRows(whole, pause);
      const open = await begin(id, work, embedded, {
        ...context,
        core: { kernels, signal, pause, progress },
      });
      keep(id, open);
      return open.layout.share === 1
        ? ((await advance({ id, milliseconds: 0 }, context)) ?? stateOf(id, open))
        : stateOf(id, open);
    },
  };
}

type Context = JobContext<ProjectionFrame> & { readonly core: ProjectionContext };

/** The map of before with what is new, else the principal components, else they as the start of a map of its own. */
async function begin(
  id: string,
  work: ProjectWork,
  embedded: Embedded,
  context: Context,
): Promise<OpenLayout> {
  const { core } = context;
  const { X, rows, size } = embedded;
  const { method, minDistance, seed } = work;
  const known = await fingerprints(X, core.pause);
  const whole = { rows, size, known, work, fitted: rows.length, placed: 0 };
  const earlier = method === 'umap' ? await findEarlier(work, known) : undefined;
  const reduced = rows.length === 0 ? X : await project(await fitPca(X, components, core), X, core);
  if (earlier !== undefined) {
    const { key, map, notes } = earlier;
    const { points, fixed, fresh, fitted, placed } = map;
    const rowsPerStep = Math.max(16, Math.floor(1e9 / (fixed.length * reduced.cols)));
    const search = exactSearch(reduced, fixed, work.neighbors, core.kernels);
    const layout = place({ points, fresh, fixed, search, rowsPerStep, minDistance, seed });
    const more = placed > 0 ? [placedNote(placed, fitted)] : [];
    const told = { key: hashOf(id, key), method, notes: [...notes, ...more] };
    return { ...whole, layout, fitted, placed, told };
  }
  const plane = firstTwo(reduced);
  const isOnePoint = rows.length > 1 && plane.every((value, at) => value === plane[at % 2]);
  if (method === 'pca' || rows.length < leastPoints || isOnePoint) {
    const layout: Layout = { points: plane, share: 1, advance: async () => {} };
    const notes = isOnePoint ? [onePointNote] : [];
    return { ...whole, layout, told: { key: id, method: 'pca', notes } };
  }
  context.part?.({ method: 'pca', points: spread(startPoints(reduced), rows, size), share: 0 });
  const { layout, notes } = await openMap(X, reduced, work, core);
  return { ...whole, layout, told: { key: id, method, notes } };
}

/** The latest map in the cache that most of the rows are on already. */
async function findEarlier(
  work: ProjectWork,
  ours: Int32Array,
): Promise<
  { readonly key: string; readonly map: ContinuedMap; readonly notes: readonly string[] } | undefined
> {
  const alike = (await cacheOf(work)?.madeLike(madeBy(work))) ?? [];
  for (const { key, notes, ...earlier } of alike) {
    const map = continueMap(earlier, ours);
    if (map !== undefined) return { key, map, notes: notes.filter((note) => !isPlacedNote(note)) };
  }
  return undefined;
}

const onePointNote = 'All images have the same embedding, so all of them lie on one point.';
const placedEnd = 'of an earlier map, which did not move.';

function placedNote(placed: number, fitted: number): string {
  return `${placed} ${placed === 1 ? 'image was' : 'images were'} placed beside the ${fitted} ${placedEnd}`;
}

function isPlacedNote(note: string): boolean {
  return note.endsWith(placedEnd);
}

async function embeddedRows(whole: Matrix, pause: () => Promise<void>): Promise<Embedded> {
  const lengths = await rowLengths(whole, pause);
  const rows = rowsWhere(whole.rows, (i) => lengths[i] > 0);
  const X = rows.length === whole.rows ? whole : gather(whole, rows);
  return { X, rows, size: whole.rows };
}

function stateOf(id: string, { layout, rows, size, told }: OpenLayout): ProjectionState {
  const { points, share } = layout;
  return { id, ...told, points: spread(points, rows, size), share, isCached: false };
}

/** The points of some rows among all: NaN for the others. */
function spread(points: Float32Array, rows: Int32Array, size: number): Float32Array {
  const all = new Float32Array(2 * size).fill(Number.NaN);
  for (let p = 0; p < rows.length; p++) {
    all[2 * rows[p]] = points[2 * p];
    all[2 * rows[p] + 1] = points[2 * p + 1];
  }
  return all;
}

async function write(id: string, open: OpenLayout): Promise<void> {
  const { layout, known, rows, size, told, fitted, placed, work } = open;
  const cache = cacheOf(work);
  if (cache === undefined || rows.length === 0) return;
  const all = new Int32Array(2 * size);
  for (const [p, row] of rows.entries()) all.set(known.subarray(2 * p, 2 * p + 2), 2 * row);
  const points = spread(layout.points, rows, size);
  await cache.write(id, { ...told, made: madeBy(work), points, rows: all, fitted, placed });
}

function cacheOf({ cache }: ProjectWork): ReturnType<typeof projectionCache> | undefined {
  return cache === undefined ? undefined : projectionCache(cache);
}

/** Maps are alike in all but their rows where this is the same. */
function madeBy({ method, neighbors, minDistance, seed }: ProjectWork): string {
  return hashOf(version, method, ...(method === 'pca' ? [] : [neighbors, minDistance, seed]));
}

function hashOf(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
