import type { Kernels } from '../kernels.ts';
import { createRng } from '../rng.ts';
import type { Matrix } from '../types.ts';
import { fitCurve } from './curve.ts';
import { fuzzySet } from './fuzzySet.ts';
import { createLayout, epochsFor, type Layout } from './layout.ts';
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

/**
 * UMAP (McInnes, Healy and Melville 2018, arXiv 1802.03426) up to the first epoch: the graph of the exact nearest neighbors of the rows
 * (N x q, N >= 4: principal components, the first two of which are the start), and their layout, which the caller advances.
 */
export async function startUmap(
  components: Matrix,
  { neighbors, minDistance, seed }: UmapOptions,
  { kernels, signal, pause, progress }: ProjectionContext,
): Promise<Layout> {
  const k = Math.max(1, Math.min(neighbors, components.rows) - 1);
  const nearest = await kernels.nearest(components, components, k, { excludeSelf: true, signal, progress });
  const graph = await fuzzySet(nearest, pause);
  const rng = createRng(seed);
  return createLayout({
    graph,
    start: jittered(startPoints(components), rng.fork('start')),
    curve: fitCurve(minDistance),
    epochs: epochsFor(components.rows),
    rng: rng.fork('layout'),
  });
}
