import { gather } from '../math/matrix.ts';
import { type NeighborGraph, neighborGraph } from '../model/neighborGraph.ts';
import { rowLengths } from '../model/training.ts';
import type { Rng } from '../rng.ts';
import type { Matrix } from '../types.ts';
import type { ReviewContext, ReviewedPool } from './check.ts';
import { compareProgress } from './compareProgress.ts';

/** Multiply-adds that are worth their time: about five minutes on two cores. */
const mostWork = 2e13;

type GraphContext = Pick<ReviewContext, 'kernels' | 'signal' | 'progress' | 'pause'> & {
  readonly rng: Rng;
  /** Milliseconds since any moment. */
  readonly now: () => number;
};

/** Whether the images are too many to be compared each with every other. */
export function isTooLarge({ embeddings, rows }: ReviewedPool): boolean {
  return embeddings !== undefined && comparedRows(embeddings, rows) ** 2 * embeddings.cols > mostWork;
}

/**
 * The neighbors of the embedded rows: of all, which the head shares and the next review finds again, or of those that take
 * part where these are less than half.
 */
export async function reviewGraph(
  embeddings: Matrix,
  rows: Int32Array,
  ctx: GraphContext,
): Promise<NeighborGraph> {
  const compareCtx = { ...ctx, progress: compareProgress(ctx.progress, ctx.now) };
  if (comparedRows(embeddings, rows) === embeddings.rows)
    return neighborGraph(embeddings, await rowLengths(embeddings, ctx.pause), compareCtx);
  const some = gather(embeddings, rows);
  const graph = await neighborGraph(some, await rowLengths(some, ctx.pause), compareCtx);
  const nodes = new Int32Array(embeddings.rows).fill(-1);
  for (const [position, row] of rows.entries()) nodes[row] = graph.nodes[position];
  return { ...graph, rows: graph.rows.map((position) => rows[position]), nodes };
}

function comparedRows({ rows: all }: Matrix, rows: Int32Array): number {
  return rows.length < all / 2 ? rows.length : all;
}
