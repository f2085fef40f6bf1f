import type { Neighbors, Points } from '../kernels.ts';
import { gather, matrix, normalizeRows, overRows } from '../math/matrix.ts';
import { measurePoints } from '../math/points.ts';
import { rowsWhere } from '../math/rowsWhere.ts';
import type { Matrix } from '../types.ts';
import type { HeadContext } from './head.ts';

/** Neighbors per row (RESULTS E 7). */
const neighborCount = 10;

/** The rows of a pool that say something. */
export interface PoolNodes {
  /** The nodes: those rows, scaled to length 1. */
  readonly points: Points;
  /** Row of the pool per node, ascending. */
  readonly rows: Int32Array;
  /** Node per row of the pool; -1 where there is none. */
  readonly nodes: Int32Array;
}

/**
 * Which rows are alike: mutual k nearest neighbors of the rows scaled to length 1, with weights max(cos, 0)^3 normalised
 * symmetrically. Compressed sparse rows: the edges of node i are starts[i]..starts[i + 1] - 1.
 */
export interface NeighborGraph extends PoolNodes {
  /** The k nearest other nodes of each, mutual or not. */
  readonly neighbors: Neighbors;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly weights: Float32Array;
}

/** Multiply-adds of a graph that are worth their time unasked: about a minute on two cores. */
const graphWork = 4e12;

/** Whether the graph of so many embeddings takes longer than anybody wants to wait who has not asked for it. */
export function isGraphDear({ rows, cols }: Matrix): boolean {
  return rows ** 2 * cols > graphWork;
}

const graphs = new WeakMap<Matrix, NeighborGraph>();

/**
 * The graph of a pool's embeddings, made when first asked and kept as long as they are: labels change between rounds, rows
 * do not. `lengths`: of the rows; those of length 0 are left out.
 */
export async function neighborGraph(
  embeddings: Matrix,
  lengths: Float64Array,
  ctx: HeadContext,
): Promise<NeighborGraph> {
  const known = graphs.get(embeddings);
  if (known !== undefined) return known;
  const graph = await createGraph(embeddings, lengths, ctx);
  graphs.set(embeddings, graph);
  return graph;
}

/** The nodes of a pool's embeddings. `lengths`: of the rows; those of length 0 are left out. */
export async function nodesOf(
  embeddings: Matrix,
  lengths: Float64Array,
  pause: () => Promise<void>,
): Promise<PoolNodes> {
  const rows = rowsWhere(embeddings.rows, (i) => lengths[i] > 0);
  const nodes = new Int32Array(embeddings.rows).fill(-1);
  for (const [node, row] of rows.entries()) nodes[row] = node;
  const unit = gather(embeddings, rows);
  await normalizeRows(unit, pause);
  return { points: await measurePoints(unit, pause), rows, nodes };
}

async function createGraph(
  embeddings: Matrix,
  lengths: Float64Array,
  { kernels, signal, pause, progress }: HeadContext,
): Promise<NeighborGraph> {
  const own = await nodesOf(embeddings, lengths, pause);
  const { points, rows } = own;
  const found = await kernels.nearest(points, points, neighborCount, {
    excludeSelf: true,
    signal,
    progress: (share) => progress({ phase: 'train', done: share, total: 1 }),
  });
  return { ...own, neighbors: found, ...(await mutualEdges(found, rows.length, pause)) };
}

/** The nodes nearest to rows outside the pool (M x D, of these lengths). */
export async function nearestNodes(
  { points }: NeighborGraph,
  X: Matrix,
  { kernels, signal, pause }: HeadContext,
): Promise<Neighbors> {
  const unit = matrix(X.rows, X.cols, X.data.slice());
  await normalizeRows(unit, pause);
  return kernels.nearest(unit, points, neighborCount, { signal });
}

/** Keeps the edges that both ends count among their nearest, and normalises their weights by the degrees of both. */
async function mutualEdges(
  { k, indices, distances }: Neighbors,
  count: number,
  pause: () => Promise<void>,
): Promise<Pick<NeighborGraph, 'starts' | 'ends' | 'weights'>> {
  const starts = new Int32Array(count + 1);
  const ends = new Int32Array(count * k);
  const weights = new Float32Array(count * k);
  const degrees = new Float64Array(count);
  let edges = 0;
  await overRows({ rows: count, cols: k * k }, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      for (let at = i * k; at < (i + 1) * k; at++) {
        const j = indices[at];
        if (j < 0 || !indices.subarray(j * k, (j + 1) * k).includes(i)) continue;
        ends[edges] = j;
        weights[edges] = similarity(distances[at]);
        degrees[i] += weights[edges];
        edges++;
      }
      starts[i + 1] = edges;
    }
  });
  for (let i = 0; i < count; i++)
    for (let e = starts[i]; e < starts[i + 1]; e++)
      if (weights[e] > 0) weights[e] /= Math.sqrt(degrees[i] * degrees[ends[e]]);
  return { starts, ends: ends.slice(0, edges), weights: weights.slice(0, edges) };
}

/** max(cos, 0)^3 of two rows of length 1 at this squared distance. */
export function similarity(squaredDistance: number): number {
  return Math.max(0, 1 - squaredDistance / 2) ** 3;
}
