import { overRows, row } from '../math/matrix.ts';
import { TopK } from '../math/topK.ts';
import type { Pool } from '../selectors/selector.ts';
import type { Matrix } from '../types.ts';

/** What choosing questions asks of a relation graph, whose nodes are the rows of the pool. */
export interface AskedGraph {
  /** Representatives of the components of two images or more without a class, the largest first. */
  groups(): ArrayLike<number>;
  /** Rows of the component of a row, ascending. */
  members(row: number): ArrayLike<number>;
  /** Representatives of the components that are known to differ from that of a row. */
  different(row: number): ArrayLike<number>;
  /** What follows of two rows. */
  relation(a: number, b: number): 'same' | 'different' | 'unknown';
  /** Whether something was said of exactly these two. */
  isAsked(a: number, b: number): boolean;
}

/** A class, or a group that has no name yet: what images are asked against. */
export interface Target {
  /** Class number; -1 = a group without a name. */
  readonly label: number;
  /** Its rows that have an embedding, ascending. */
  readonly members: Int32Array;
  /** Rows that stand for it in a question, those nearest to its center first. */
  readonly anchors: Int32Array;
}

/** What images can be asked against, and the direction of each: rows of length 1. */
export interface Targets {
  readonly list: readonly Target[];
  readonly centers: Matrix;
}

/** Groups without a name that take part, the largest first: there may be thousands. */
const mostGroups = 50;
/** Anchors of a target that are kept. */
const mostAnchors = 9;

/**
 * Classes with a labeled image, and the largest groups without a name. The anchors of a class are images whose label was
 * given, where there are any: what is known of the others then hangs on one answer each, and no answer on another.
 */
export async function targetsOf(
  pool: Pool & { readonly embeddings: Matrix },
  graph: AskedGraph,
  lengths: Float64Array,
  isGiven: (row: number) => boolean,
  pause: () => Promise<void>,
): Promise<Targets> {
  const byClass = Array.from({ length: pool.classCount }, (): number[] => []);
  for (const i of pool.labeled) if (lengths[i] > 0) byClass[pool.labels[i]].push(i);
  const named = [...byClass.entries()]
    .filter(([, rows]) => rows.length > 0)
    .map(([label, rows]) => ({ label, members: Int32Array.from(rows) }));
  const groups = Array.from(graph.groups())
    .slice(0, mostGroups)
    .map((group) => ({
      label: -1,
      members: Int32Array.from(graph.members(group)).filter((i) => i < pool.size && lengths[i] > 0),
    }))
    .filter(({ members }) => members.length > 0);
  const bare = [...named, ...groups];
  const { cols } = pool.embeddings;
  const centers = { rows: bare.length, cols, data: new Float32Array(bare.length * cols) };
  const list: Target[] = [];
  for (const [t, target] of bare.entries()) {
    const cosines = await centerOn(row(centers, t), target.members, pool.embeddings, lengths, pause);
    const given = target.members.filter(isGiven);
    const nearest = new TopK(mostAnchors);
    for (const [at, i] of target.members.entries())
      if (given.length === 0 || isGiven(i)) nearest.offer(cosines[at], i);
    list.push({ ...target, anchors: nearest.ranked() });
  }
  return { list, centers };
}

/** Fills in the direction of the mean of the named rows, each scaled to length 1; returns the cosine of each to it. */
async function centerOn(
  center: Float32Array,
  rows: Int32Array,
  X: Matrix,
  lengths: Float64Array,
  pause: () => Promise<void>,
): Promise<Float64Array> {
  const span = { rows: rows.length, cols: X.cols };
  await overRows(span, pause, (from, to) => {
    for (const i of rows.subarray(from, to)) {
      const values = row(X, i);
      for (let j = 0; j < center.length; j++) center[j] += values[j] / lengths[i];
    }
  });
  const length = Math.sqrt(center.reduce((sum, value) => sum + value * value, 0)) || 1;
  for (let j = 0; j < center.length; j++) center[j] /= length;
  const cosines = new Float64Array(rows.length);
  await overRows(span, pause, (from, to) => {
    for (let at = from; at < to; at++) {
      const values = row(X, rows[at]);
      let dot = 0;
      for (let j = 0; j < center.length; j++) dot += center[j] * values[j];
      cosines[at] = dot / lengths[rows[at]];
    }
  });
  return cosines;
}
