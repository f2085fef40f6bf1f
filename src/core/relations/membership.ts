import { matrix, overRows } from '../math/matrix.ts';
import { fitHead, type Head, type HeadContext, type OutOfSample } from '../model/head.ts';
import type { Predictions } from '../model/predictions.ts';
import { createPool } from '../pool.ts';
import type { Pool } from '../selectors/selector.ts';
import type { Matrix } from '../types.ts';
import type { AskedGraph, Target, Targets } from './targets.ts';

/** How probable it is that an image belongs to a target; where that is known, 0. */
export interface Membership {
  /** size x targets. */
  readonly rows: Matrix;
  /** What is said of members of targets by a head that has not seen them; absent where too few are known. */
  readonly outOfSample?: OutOfSample;
  /** Whether an image may be of a kind that is in no target yet. */
  readonly isOpen: boolean;
  /** Of a whole group without a name, by its number among the targets. */
  ofGroup(group: number, target: number): number;
}

/** Of two groups that are as near as the images of one, so many are taken to show the same. */
const nearGroups = 0.7;

/**
 * Groups that have no name yet take part in the head as classes for the time being; what a whole group is comes from
 * `predictions` of classes, where there are any. With one target alone, nearness to its center has to do. As long as there are
 * groups without a name, or classes without an image, what an image is may not be known at all: then the probabilities of a row
 * do not add up to 1.
 */
export async function membershipOf(
  pool: Pool & { readonly embeddings: Matrix },
  graph: AskedGraph,
  { list, centers }: Targets,
  lengths: Float64Array,
  predictions: Predictions | undefined,
  ctx: HeadContext,
): Promise<Membership> {
  const cosines = await cosinesTo(pool.embeddings, centers, lengths, ctx);
  const likeness = likenessOf(cosines, list);
  const head = list.length >= 2 ? await headOn(pool, list, ctx) : undefined;
  const rows = head?.probabilities ?? { ...cosines, data: cosines.data.map(likeness) };
  const isOpen = list.some(({ label }) => label < 0) || list.length < pool.classCount;
  if (isOpen && head) await leaveRoom(rows, cosines, list, ctx.pause);
  await leaveOutKnown(rows, graph, list, isOpen, ctx.pause);
  return {
    rows,
    isOpen,
    ...(head?.outOfSample && { outOfSample: head.outOfSample }),
    ofGroup: (group, target) => {
      const [first] = list[group].members;
      if (graph.relation(first, list[target].members[0]) !== 'unknown') return 0;
      const { label } = list[target];
      if (predictions !== undefined && label >= 0)
        return meanOf(predictions.probabilities, label, list[group].members);
      return nearGroups * likeness(cosineOf(centers, group, target));
    },
  };
}

/**
 * A head on targets as if all of them were classes. Its most probable images are what questions show, and of these the softmax
 * head is right far more often than label spreading or a mix: with 10 labels per class of cifar10, 87 of 90 against 40 and 84.
 */
async function headOn(pool: Pool, list: readonly Target[], ctx: HeadContext): Promise<Head> {
  const labels = new Int32Array(pool.size).fill(-1);
  for (const [t, { members }] of list.entries()) for (const row of members) labels[row] = t;
  const { embeddings } = pool;
  const known = createPool({ labels, classCount: list.length, ...(embeddings && { embeddings }) });
  return fitHead(known, { choice: 'softmax' }, ctx);
}

/** N x targets cosines; 0 for a row without an embedding. */
async function cosinesTo(
  X: Matrix,
  centers: Matrix,
  lengths: Float64Array,
  { kernels, signal, pause }: HeadContext,
): Promise<Matrix> {
  if (centers.rows === 0) return matrix(X.rows, 0);
  const turned = matrix(centers.cols, centers.rows);
  for (let t = 0; t < centers.rows; t++)
    for (let j = 0; j < centers.cols; j++)
      turned.data[j * centers.rows + t] = centers.data[t * centers.cols + j];
  const dots = await kernels.product(X, turned, undefined, { signal });
  await overRows(dots, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      const scale = lengths[i] > 0 ? 1 / lengths[i] : 0;
      for (let t = 0; t < dots.cols; t++) dots.data[i * dots.cols + t] *= scale;
    }
  });
  return dots;
}

/** From a cosine to a center, how much it looks like that of a member: 0 as any image, 1 as a member does. */
function likenessOf({ data, rows, cols }: Matrix, list: readonly Target[]): (cosine: number) => number {
  let near = 0;
  let members = 0;
  for (const [t, target] of list.entries())
    for (const row of target.members) {
      near += data[row * cols + t];
      members++;
    }
  let far = 0;
  for (const value of data) far += value;
  near /= Math.max(1, members);
  far /= Math.max(1, rows * cols);
  return (cosine) => (near > far ? Math.min(1, Math.max(0, (cosine - far) / (near - far))) : 0);
}

/** Members of a group hold its center near: what others of its kind have is less, by so many members. */
const ownPull = 3;

/** In place: what looks less like a target than its members do is the less likely to belong to it, whatever else there is. */
async function leaveRoom(
  { data, rows, cols }: Matrix,
  cosines: Matrix,
  list: readonly Target[],
  pause: () => Promise<void>,
): Promise<void> {
  let far = 0;
  for (const cosine of cosines.data) far += cosine / cosines.data.length;
  const spans = list.map(({ members }, t) => {
    const near = members.reduce((sum, row) => sum + cosines.data[row * cols + t], 0) / members.length;
    return ((near - far) * members.length) / (members.length + ownPull);
  });
  await overRows({ rows, cols }, pause, (from, to) => {
    for (let i = from; i < to; i++)
      for (let t = 0; t < cols; t++) {
        const likeness = spans[t] > 0 ? (cosines.data[i * cols + t] - far) / spans[t] : 0;
        data[i * cols + t] *= Math.min(1, Math.max(0, likeness));
      }
  });
}

/**
 * What is known to differ gets 0. If there is nothing else to be, the other targets of that row get the more: a head that was
 * sure of what is not so knows little of that row, so that a part of what it says is spread evenly over all before that.
 */
async function leaveOutKnown(
  rows: Matrix,
  graph: AskedGraph,
  list: readonly Target[],
  isOpen: boolean,
  pause: () => Promise<void>,
): Promise<void> {
  const { data, cols } = rows;
  const isPartKnown = new Uint8Array(rows.rows);
  for (const [t, { members }] of list.entries()) {
    for (const other of Array.from(graph.different(members[0])))
      for (const row of Array.from(graph.members(other))) {
        if (row >= rows.rows) continue;
        isPartKnown[row] = 1;
        data[row * cols + t] = leftOut;
      }
    await pause();
  }
  await overRows(rows, pause, (from, to) => {
    for (let i = from; i < to; i++)
      if (isPartKnown[i] === 1) shareOut(data.subarray(i * cols, (i + 1) * cols), isOpen);
  });
}

/** Marks what is known to differ, till the others have their shares. */
const leftOut = -1;

/** In place: 0 for what is left out, and if there is nothing else to be, a sum of 1 for the rest. */
function shareOut(values: Float32Array, isOpen: boolean): void {
  let rest = 0;
  for (const [t, value] of values.entries()) {
    if (value === leftOut) values[t] = 0;
    else if (!isOpen) values[t] = (1 - spreadShare) * value + spreadShare / values.length;
    rest += values[t];
  }
  if (!isOpen && rest > 0) for (const [t, value] of values.entries()) values[t] = value / rest;
}

const spreadShare = 0.2;

function meanOf({ data, cols }: Matrix, column: number, rows: Int32Array): number {
  let sum = 0;
  for (const row of rows) sum += data[row * cols + column];
  return sum / Math.max(1, rows.length);
}

function cosineOf({ data, cols }: Matrix, a: number, b: number): number {
  let dot = 0;
  for (let j = 0; j < cols; j++) dot += data[a * cols + j] * data[b * cols + j];
  return dot;
}
