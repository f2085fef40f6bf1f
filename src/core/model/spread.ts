import { matrix, row } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';
import type { HeadContext } from './head.ts';
import type { NeighborGraph } from './neighborGraph.ts';

/** How much of a node's score comes from its neighbors, and how often it is passed on (RESULTS E 7). */
const alpha = 0.97;
const iterations = 60;
/** Multiply-adds between two pauses: some 20 ms. */
const workPerPause = 10_000_000;

/**
 * Label spreading (Zhou et al. 2004): F <- alpha S F + (1 - alpha) Y, 60 times from F = Y, where S is the graph and column c
 * of Y marks the nodes of `sources[c]`. Returns F, nodes x sources. Linear in Y: the scores of all labels are the sum of the
 * scores of each.
 */
export async function spread(
  { starts, ends, weights, rows }: NeighborGraph,
  sources: readonly ArrayLike<number>[],
  { pause, progress }: Pick<HeadContext, 'pause' | 'progress'>,
): Promise<Matrix> {
  const count = rows.length;
  const columns = sources.length;
  let scores = matrix(count, columns);
  let next = matrix(count, columns);
  const mark = (m: Matrix, value: number): void => {
    for (const [c, nodes] of sources.entries())
      for (let s = 0; s < nodes.length; s++) m.data[nodes[s] * columns + c] += value;
  };
  mark(scores, 1);
  let work = 0;
  for (let iteration = 0; iteration < iterations; iteration++) {
    for (let i = 0; i < count; i++) {
      const sum = row(next, i);
      sum.fill(0);
      for (let e = starts[i]; e < starts[i + 1]; e++)
        addRow(sum, scores.data, ends[e] * columns, alpha * weights[e]);
      work += (starts[i + 1] - starts[i] + 1) * columns;
      if (work < workPerPause) continue;
      work = 0;
      await pause();
    }
    progress({ phase: 'train', done: iteration + 1, total: iterations });
    mark(next, 1 - alpha);
    [scores, next] = [next, scores];
  }
  return scores;
}

/** sum <- sum + factor * a row of data. */
export function addRow(sum: Float32Array, data: Float32Array, from: number, factor: number): void {
  for (let c = 0; c < sum.length; c++) sum[c] += factor * data[from + c];
}
