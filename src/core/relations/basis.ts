import type { Neighbors } from '../kernels.ts';
import { gather, matrix, overRows, row } from '../math/matrix.ts';
import type { HeadContext } from '../model/head.ts';
import { isGraphDear, neighborGraph, nodesOf, type PoolNodes } from '../model/neighborGraph.ts';
import { rowLengths } from '../model/training.ts';
import { fitWhitening, type Whitening } from '../model/whitening.ts';
import type { Matrix } from '../types.ts';

/** What the projectors need of the embeddings alone: it is the same whatever has been answered. */
export interface Basis {
  /** Rows of length 1 that say something. */
  readonly graph: PoolNodes;
  /** Coordinates in which B = X^T X / N + rho I is the identity, with rho = tr(X^T X / N) / D; X is centered. */
  readonly whitening: Whitening;
  /** X^T G X in these coordinates, where G_ij = 1 for mutual 5 nearest neighbors; of a large pool an estimate. D x D. */
  readonly prior: Matrix;
  /** The mutual 5 nearest neighbors of a node; in a large pool those of every so many nodes, among these. */
  alike(node: number): readonly number[];
}

/** Which nodes are alike. */
interface Likeness {
  readonly alike: Basis['alike'];
  /** Nodes that were compared with one another. */
  readonly compared: number;
}

/** Neighbors that a row is expected to be the same as (RESULTS D2b). */
const priorNeighbors = 5;

/** Nodes that are compared where all of them are too many: a few seconds. They are evenly spaced, so each folder has its share. */
const mostCompared = 30_000;

const bases = new WeakMap<Matrix, Basis>();

/** The basis of a pool's embeddings, made when first asked and kept as long as they are. */
export async function basisOf(embeddings: Matrix, ctx: HeadContext): Promise<Basis> {
  const known = bases.get(embeddings);
  if (known !== undefined) return known;
  const lengths = await rowLengths(embeddings, ctx.pause);
  const { graph, likeness } = await nodesAndLikeness(embeddings, lengths, ctx);
  const whitening = await fitWhitening(graph.points, ctx);
  const prior = await priorOf(graph.points, likeness, whitening, ctx);
  const basis = { graph, whitening, prior, alike: likeness.alike };
  bases.set(embeddings, basis);
  return basis;
}

/** T^T X^T (G X) T: N x D numbers and no N x N ones. */
async function priorOf(
  points: Matrix,
  { alike, compared }: Likeness,
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
  const whole = points.rows / Math.max(1, compared);
  const scaled = Float32Array.from(sums, (value) => whole * value);
  const product = await kernels.product(matrix(d, d, scaled), transform, undefined, {
    signal,
  });
  return kernels.cross(transform, product, { signal });
}

async function nodesAndLikeness(
  embeddings: Matrix,
  lengths: Float64Array,
  ctx: HeadContext,
): Promise<{ readonly graph: PoolNodes; readonly likeness: Likeness }> {
  if (isGraphDear(embeddings)) {
    const nodes = await nodesOf(embeddings, lengths, ctx.pause);
    return { graph: nodes, likeness: await sampledAlike(nodes.points, mostCompared, ctx) };
  }
  const graph = await neighborGraph(embeddings, lengths, ctx);
  return { graph, likeness: { alike: mutual(graph.neighbors), compared: graph.rows.length } };
}

/** Every so many nodes of all, at most `most`, compared with one another; of the others nothing is known. */
export async function sampledAlike(
  points: Matrix,
  most: number,
  { kernels, signal, progress }: HeadContext,
): Promise<Likeness> {
  const step = Math.max(1, Math.ceil(points.rows / most));
  const compared = Math.ceil(points.rows / step);
  const sample = gather(
    points,
    Int32Array.from({ length: compared }, (_, i) => i * step),
  );
  const found = await kernels.nearest(sample, sample, priorNeighbors, {
    excludeSelf: true,
    signal,
    progress: (share) => progress({ phase: 'train', done: share, total: 1 }),
  });
  const alike = mutual(found);
  return {
    alike: (node) => (node % step === 0 ? alike(node / step).map((other) => other * step) : []),
    compared,
  };
}

/** Per row the rows that are among its first neighbors, and count it among theirs. */
function mutual({ k, indices }: Neighbors): Basis['alike'] {
  const first = (i: number): Int32Array => indices.subarray(i * k, i * k + Math.min(k, priorNeighbors));
  return (i) => Array.from(first(i)).filter((j) => j >= 0 && first(j).includes(i));
}

function addCentered(sum: Float32Array, values: Float32Array, mean: Float32Array): void {
  for (let j = 0; j < sum.length; j++) sum[j] += values[j] - mean[j];
}
