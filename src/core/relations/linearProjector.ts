import { leadingEigen } from '../math/leadingEigen.ts';
import { gather, matrix, normalizeRows, overRows, row } from '../math/matrix.ts';
import type { HeadContext } from '../model/head.ts';
import type { Matrix } from '../types.ts';
import type { Basis } from './basis.ts';
import type { Components } from './components.ts';
import type { Projection } from './projection.ts';

export interface LinearOptions {
  /** How much the neighbors of the prior weigh against what is known. */
  readonly prior: number;
  /** Directions to keep, at most. */
  readonly dimensions: number;
}

/** What is known to differ weighs this much, against what is known to be the same. */
const differentWeight = 0.1;

/**
 * The linear projector in closed form (ALGORITHMS 6.8): the D x d directions W that maximise tr(W^T A W) under W^T B W = I,
 * each scaled by the root of its eigenvalue, for unit rows less their mean. Components, never pairs of images, make up
 * A = sum s s^T / |c| over the components, with s the sum of their rows, less 0.1 (m_a m_b^T + m_b m_a^T) for the means of any
 * two that differ, plus the prior. Directions of no positive eigenvalue are left out; undefined where none is left.
 */
export async function linearProjection(
  basis: Basis,
  components: Components,
  options: LinearOptions,
  ctx: HeadContext,
): Promise<Projection | undefined> {
  const { kernels, signal, pause } = ctx;
  const { graph, whitening, prior } = basis;
  const { mean, transform } = whitening;
  const meansOf = (lists: readonly Int32Array[]): Promise<Matrix> =>
    centeredMeans(
      graph.points,
      lists.map((rows) => rows.map((i) => graph.nodes[i])),
      mean,
      pause,
    );
  const whitened = async (m: Matrix): Promise<Matrix> => kernels.product(m, transform, undefined, { signal });
  const means = await whitened(await meansOf(components.members));
  const outside = await whitened(await meansOf(components.outsiders));

  const sums = matrix(means.rows, means.cols, means.data.slice());
  for (const [c, rows] of components.members.entries()) scale(row(sums, c), Math.sqrt(rows.length));
  const same = await kernels.cross(sums, sums, { signal });
  const others = await differing(components, means, outside, pause);
  const apart = await kernels.cross(means, others, { signal });
  const d = means.cols;
  const A = matrix(d, d);
  for (let i = 0, at = 0; i < d; i++)
    for (let j = 0; j < d; j++, at++) {
      const negative = differentWeight * (apart.data[at] + apart.data[j * d + i]);
      A.data[at] = same.data[at] - negative + options.prior * prior.data[at];
    }
  await pause();
  const { values, vectors } = await leadingEigen(A, Math.min(options.dimensions, d), ctx);
  const kept = values.filter((value) => value > 1e-6 * values[0] && value > 0).length;
  const scaled = matrix(d, kept);
  for (let i = 0; i < d; i++)
    for (let c = 0; c < kept; c++)
      scaled.data[i * kept + c] = Math.sqrt(values[c]) * vectors.data[i * vectors.cols + c];
  if (kept === 0) return undefined;
  return along(basis, await kernels.product(transform, scaled, undefined, { signal }), ctx);
}

/** The projection along these directions. */
async function along({ graph, whitening }: Basis, W: Matrix, ctx: HeadContext): Promise<Projection> {
  const { kernels, signal, pause } = ctx;
  const { data } = await kernels.product(matrix(1, W.rows, whitening.mean), W, undefined, { signal });
  const offset = data.map((value) => -value);
  return {
    dimensions: W.cols,
    async project(rows) {
      const known = rows.filter((i) => graph.nodes[i] >= 0);
      const nodes = known.map((i) => graph.nodes[i]);
      const isWhole = nodes.length === graph.points.rows && nodes.every((node, i) => node === i);
      const X = isWhole ? graph.points : gather(graph.points, nodes);
      const found = await kernels.product(X, W, offset, { signal });
      await normalizeRows(found, pause);
      return known.length === rows.length ? found : spreadOut(found, rows, graph.nodes, pause);
    },
  };
}

/** The rows that were found, with zeros for those between them that have no node. */
async function spreadOut(
  found: Matrix,
  rows: Int32Array,
  nodes: Int32Array,
  pause: () => Promise<void>,
): Promise<Matrix> {
  const all = matrix(rows.length, found.cols);
  let next = 0;
  await overRows(all, pause, (from, to) => {
    for (let i = from; i < to; i++) if (nodes[rows[i]] >= 0) row(all, i).set(row(found, next++));
  });
  return all;
}

/** One row per list of nodes: the mean of these rows of X, less `center`; zeros for an empty list. */
async function centeredMeans(
  X: Matrix,
  lists: readonly Int32Array[],
  center: Float32Array,
  pause: () => Promise<void>,
): Promise<Matrix> {
  const means = matrix(lists.length, X.cols);
  const sum = new Float64Array(X.cols);
  let work = 0;
  for (const [c, nodes] of lists.entries()) {
    sum.fill(0);
    for (const node of nodes) add(sum, row(X, node));
    for (let j = 0; j < sum.length && nodes.length > 0; j++)
      means.data[c * X.cols + j] = sum[j] / nodes.length - center[j];
    work += nodes.length;
    if (work < nodesPerPause) continue;
    work = 0;
    await pause();
  }
  return means;
}

/** Rows summed between two pauses: a few milliseconds. */
const nodesPerPause = 4096;

/** One row per component: the sum of the means of all that it differs from, each pair told once. */
async function differing(
  { classes, different }: Components,
  means: Matrix,
  outside: Matrix,
  pause: () => Promise<void>,
): Promise<Matrix> {
  const others = matrix(means.rows, means.cols, outside.data.slice());
  // Any two classes differ: what stands below a class is the sum of the classes before it.
  const before = new Float32Array(means.cols);
  for (let c = 0; c < classes.length; c++) {
    add(row(others, c), before);
    add(before, row(means, c));
  }
  for (const [done, [first, second]] of different.entries()) {
    add(row(others, second), row(means, first));
    if (done % nodesPerPause === 0) await pause();
  }
  return others;
}

function add(sum: Float32Array | Float64Array, values: Float32Array): void {
  for (let j = 0; j < sum.length; j++) sum[j] += values[j];
}

function scale(values: Float32Array, factor: number): void {
  for (let j = 0; j < values.length; j++) values[j] *= factor;
}
