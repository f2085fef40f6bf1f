import type { Kernels, Neighbors } from '../kernels.ts';
import { createRng } from '../rng.ts';
import type { Matrix } from '../types.ts';
import { fitCurve } from './curve.ts';
import { descent } from './descent.ts';
import { fuzzySet } from './fuzzySet.ts';
import type { Layout } from './layout.ts';
import { jittered, startPoints } from './start.ts';

export interface UmapOptions {
  /** Neighbors of each point, itself among them (n_neighbors), 2 at least. */
  readonly neighbors: number;
  /** How near points may lie (min_dist), 0 to 1. */
  readonly minDistance: number;
  readonly seed: number;
}

export interface ProjectionContext {
  readonly kernels: Kernels;
  readonly signal: AbortSignal;
  readonly pause: () => Promise<void>;
  /** Share of the call that is done, 0 to 1. */
  readonly progress: (share: number) => void;
}

/** Fewer points than this have no neighborhood to speak of: their principal components are their map. */
export const leastPoints = 4;

/** Up to so many rows 500 epochs are taken, for more 200, as umap-learn does. */
const fewRows = 10_000;

/** A layout before its first epoch, and the graph of neighbors that it is of. */
export interface StartedUmap {
  readonly layout: Layout;
  readonly neighbors: Neighbors;
}

/**
 * UMAP (McInnes, Healy and Melville 2018, arXiv 1802.03426) up to the first epoch: the graph of the exact nearest neighbors of the rows
 * (N x q, N >= 2: principal components, the first two of which are the start), and their layout, which the caller advances.
 */
export async function startUmap(
  components: Matrix,
  { neighbors: count, minDistance, seed }: UmapOptions,
  { kernels, signal, pause, progress }: ProjectionContext,
): Promise<StartedUmap> {
  const k = Math.max(1, Math.min(count, components.rows) - 1);
  const neighbors = await kernels.nearest(components, components, k, { excludeSelf: true, signal, progress });
  const graph = await fuzzySet(neighbors, pause);
  const rng = createRng(seed);
  const layout = descent({
    graph,
    start: jittered(startPoints(components), rng.fork('start')),
    curve: fitCurve(minDistance),
    epochs: components.rows <= fewRows ? 500 : 200,
    rng: rng.fork('layout'),
  });
  return { layout, neighbors };
}
