import { gather, squaredDistance } from '../math/matrix.ts';
import type { ActiveRows } from './activeRows.ts';
import type { Reason, SelectorContext } from './selector.ts';

/** Picks measured at a time against all rows before them; among themselves they are measured one by one. */
const picksPerBlock = 64;

/**
 * For each pick (active rows, in order) the nearest labeled or earlier picked row, as the pool numbers it, and its
 * Euclidean distance. `undefined` for a first pick without labeled rows.
 */
export async function nearestLabeled(
  { points, rows, labeled }: ActiveRows,
  picks: ArrayLike<number>,
  { kernels, signal, pause }: Pick<SelectorContext, 'kernels' | 'signal' | 'pause'>,
): Promise<readonly Reason['nearestLabeled'][]> {
  const found: Reason['nearestLabeled'][] = [];
  const before = Array.from(labeled);
  for (let from = 0; from < picks.length; from += picksPerBlock) {
    const block: number[] = Array.prototype.slice.call(picks, from, from + picksPerBlock);
    const { indices, distances } = await kernels.nearest(gather(points, block), gather(points, before), 1, {
      signal,
    });
    for (const [position, pick] of block.entries()) {
      let squared = distances[position];
      let index = indices[position] < 0 ? -1 : before[indices[position]];
      for (const earlier of block.slice(0, position)) {
        const distance = squaredDistance(points, pick, points, earlier);
        if (distance < squared) [squared, index] = [distance, earlier];
      }
      found.push(index < 0 ? undefined : { index: rows[index], distance: Math.sqrt(squared) });
    }
    before.push(...block);
    await pause();
  }
  return found;
}
