import { averageLinkage } from '../cluster/averageLinkage.ts';
import { kmeans } from '../cluster/kmeans.ts';
import type { Points } from '../kernels.ts';
import { gather } from '../math/matrix.ts';
import type { SelectorContext } from './selector.ts';

/** Rows that one hierarchy is built over; a larger pool is cut into groups first. */
export const maxLinkedRows = 5000;
/** Size that the groups of a larger pool have on average. */
const groupRows = 1000;

/**
 * Small clusters of rows that look alike, `meanSize` rows each on average: average linkage over the whole pool, or, in one
 * of more than 5,000 rows, over each of the groups that k-means makes of it. A cluster number per row.
 */
export async function lookAlikes(X: Points, meanSize: number, ctx: SelectorContext): Promise<Int32Array> {
  const groups = await preClusters(X, ctx);
  const numbers = new Int32Array(X.rows);
  let first = 0;
  for (const [done, rows] of groups.entries()) {
    const count = Math.max(1, Math.round(rows.length / meanSize));
    const linked = await averageLinkage(gather(X, rows), count, ctx);
    let clusters = 0;
    for (const [i, number] of linked.entries()) {
      numbers[rows[i]] = first + number;
      clusters = Math.max(clusters, number + 1);
    }
    first += clusters;
    ctx.progress({ phase: 'cluster', done: done + 1, total: groups.length });
    await ctx.pause();
  }
  return numbers;
}

async function preClusters(X: Points, ctx: SelectorContext): Promise<readonly (readonly number[])[]> {
  const all = Array.from({ length: X.rows }, (_, i) => i);
  if (X.rows <= maxLinkedRows) return [all];
  const { kernels, rng, signal, pause } = ctx;
  const { assignments, sizes } = await kmeans(X, {
    k: Math.ceil(X.rows / groupRows),
    kernels,
    rng: rng.fork('k-means'),
    signal,
    pause,
  });
  const groups: number[][] = Array.from(sizes, () => []);
  for (const i of all) groups[assignments[i]].push(i);
  return groups.flatMap((group) => chunks(group, maxLinkedRows));
}

/** The list cut into pieces of at most `size`: a group too large to link is made of near copies, wherever it is cut. */
function chunks(list: readonly number[], size: number): readonly (readonly number[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, c) =>
    list.slice(c * size, (c + 1) * size),
  );
}
