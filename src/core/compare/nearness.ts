import { minCosine } from '../constraints/copies.ts';
import type { Points } from '../kernels.ts';
import { gather } from '../math/matrix.ts';
import { measurePoints } from '../math/points.ts';
import type { SelectorContext } from '../selectors/selector.ts';
import type { Nearness } from './measures.ts';

/** Between rows of length 1 with that cosine: |a - b|^2 = 2 - 2 cos(a, b). */
const closeDistance = Math.sqrt(2 - 2 * minCosine);

/** How far some rows of length 1 lie from each other; undefined for fewer than two. */
export async function nearnessOf(
  points: Points,
  picks: ArrayLike<number>,
  { kernels, signal, pause }: Pick<SelectorContext, 'kernels' | 'signal' | 'pause'>,
): Promise<Nearness | undefined> {
  if (picks.length < 2) return undefined;
  const rows = await measurePoints(gather(points, picks), pause);
  const { distances } = await kernels.nearest(rows, rows, 1, { signal, excludeSelf: true });
  const terms = { weight: new Float32Array(rows.rows).fill(1), radius: closeDistance };
  const close = await kernels.within(rows, rows, terms, { signal });
  const sorted = distances.map(Math.sqrt).sort();
  return {
    // Each row is near to itself, and each pair is met twice.
    closePairs: Math.round(close.reduce((sum, count) => sum + count - 1, 0) / 2),
    quartiles: [0, 1, 2, 3, 4].map((quarter) => quantile(sorted, quarter / 4)) as [
      number,
      number,
      number,
      number,
      number,
    ],
  };
}

/** Linear between the two values around it. */
function quantile(sorted: Float32Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}
