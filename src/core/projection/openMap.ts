import { gather } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';
import type { Layout } from './layout.ts';
import { neighborRecall, recallRows } from './recall.ts';
import { startSampledUmap } from './sampledUmap.ts';
import { type ProjectionContext, startUmap, type UmapOptions } from './umap.ts';

/** More rows than this are not laid out together: a graph of all would take hours. */
const mostFitted = 200_000;
const sampleRows = 100_000;

export interface OpenMapOptions extends UmapOptions {
  /** For tests: how many rows are laid out together at most, and how many of more than that. */
  readonly limits?: { readonly mostFitted: number; readonly sampleRows: number };
}

/** A map of rows X (N x D, N >= 4) by their principal components, before its first epoch, and what a person should know of it. */
export async function openMap(
  X: Matrix,
  components: Matrix,
  options: OpenMapOptions,
  ctx: ProjectionContext,
): Promise<{ readonly layout: Layout; readonly notes: readonly string[] }> {
  const limits = options.limits ?? { mostFitted, sampleRows };
  if (X.rows <= limits.mostFitted) {
    const { layout, neighbors } = await startUmap(components, options, ctx);
    return { layout, notes: await recallNotes(X, components, neighbors, ctx) };
  }
  const sampled = await startSampledUmap(components, { ...options, sampleRows: limits.sampleRows }, ctx);
  const { layout, fitted, neighbors, cells } = sampled;
  const rest = X.rows - fitted.length;
  const told = `${fitted.length} of ${X.rows} images, drawn from ${cells} groups of alike ones, were laid out; the other ${rest} were placed beside their nearest among them, sought in the nearest groups.`;
  return { layout, notes: [told, ...(await recallNotes(gather(X, fitted), components, neighbors, ctx))] };
}

async function recallNotes(
  X: Matrix,
  components: Matrix,
  neighbors: Parameters<typeof neighborRecall>[1],
  ctx: ProjectionContext,
): Promise<readonly string[]> {
  if (components.cols === X.cols) return [];
  const percent = Math.round(100 * (await neighborRecall(X, neighbors, ctx)));
  const measured = Math.min(recallRows, X.rows);
  return [
    `Neighbors were sought in the first ${components.cols} of ${X.cols} principal components, where ${percent} % of the true ones are found (measured on ${measured} images).`,
  ];
}
