import { matrix, overRows, row } from '../math/matrix.ts';
import type { HeadContext } from '../model/head.ts';
import { type NeighborGraph, neighborGraph } from '../model/neighborGraph.ts';
import { rowLengths } from '../model/training.ts';
import { fitWhitening, type Whitening } from '../model/whitening.ts';
import type { Matrix } from '../types.ts';

/** What the projectors need of the embeddings alone: it is the same whatever has been answered. */
export interface Basis {
  /** Rows of length 1 that say something, and which of them are alike. */
  readonly graph: NeighborGraph;
  /** Coordinates in which B = X^T X / N + rho I is the identity, with rho = tr(X^T X / N) / D; X is centered. */
  readonly whitening: Whitening;
  /** X^T G X in these coordinates, where G_ij = 1 for mutual 5 nearest neighbors. D x D. */
  readonly prior: Matrix;
  /** The mutual 5 nearest neighbors of a node of the graph. */
  alike(node: number): readonly number[];
}

/** Neighbors that a row is expected to be the same as (RESULTS D2b). */
const priorNeighbors = 5;

const bases = new WeakMap<Matrix, Basis>();

/** The basis of a pool's embeddings, made when first asked and kept as long as they are. */
export async function basisOf(embeddings: Matrix, ctx: HeadContext): Promise<Basis> {
  const known = bases.get(embeddings);
  if (known !== undefined) return known;
  const lengths = await rowLengths(embeddings, ctx.pause);
  const graph = await neighborGraph(embeddings, lengths, ctx);
  const whitening = await fitWhitening(graph.points, ctx);
  const alike = mutualLists(graph);
  const basis = { graph, whitening, prior: await priorOf(graph, alike, whitening, ctx), alike };
  bases.set(embeddings, basis);
  return basis;
}

/** T^T X^T (G X) T: N x D numbers and no N x N ones. */
async function priorOf(
  { points }: NeighborGraph,
  alike: Basis['alike'],
  { mean, transform }: Whitening,
  { kernels, signal, pause }: HeadContext,
): Promise<Matrix> {
  const d = points.cols;
  const sums = new Float64Array(d * d);
  const step = 4096;
  for (let from = 0; from < points.rows; from += step) {
    const count = Math.min(step, points.rows - from);
    const own = matrix(count, d);
    const near = matrix(count, d);
    await overRows(own, pause, (first, end) => {
      for (let i = first; i < end; i++) {
        addCentered(row(own, i), row(points, from + i), mean);
        for (const j of alike(from + i)) addCentered(row(near, i), row(points, j), mean);
      }
    });
    const { data } = await kernels.cross(own, near, { signal });
    for (let at = 0; at < sums.length; at++) sums[at] += data[at];
  }
  const product = await kernels.product(matrix(d, d, Float32Array.from(sums)), transform, undefined, {
    signal,
  });
  return kernels.cross(transform, product, { signal });
}

/** Per node the nodes that are among its first neighbors, and count it among theirs. */
function mutualLists({ neighbors: { k, indices } }: NeighborGraph): Basis['alike'] {
  const first = (i: number): Int32Array => indices.subarray(i * k, i * k + Math.min(k, priorNeighbors));
  return (i) => Array.from(first(i)).filter((j) => j >= 0 && first(j).includes(i));
}

function addCentered(sum: Float32Array, values: Float32Array, mean: Float32Array): void {
  for (let j = 0; j < sum.length; j++) sum[j] += values[j] - mean[j];
}
