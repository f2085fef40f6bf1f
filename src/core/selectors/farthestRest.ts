import type { ActiveRows } from './activeRows.ts';
import { farthestFirst } from './farthestFirst.ts';
import type { SelectorContext } from './selector.ts';

/**
 * What a strategy picks when its own rule finds nothing more: the candidates farthest from all labeled and picked rows,
 * farthest first, so many that there are `count` picks in all.
 */
export async function farthestRest(
  active: ActiveRows,
  picked: readonly number[],
  count: number,
  ctx: SelectorContext,
): Promise<readonly number[]> {
  if (picked.length === count) return [];
  const isPicked = new Set(picked);
  const left = active.candidates.filter((position) => !isPicked.has(position));
  const chosen = Int32Array.from([...active.labeled, ...picked]);
  const { order } = await farthestFirst(active.points, left, chosen, left[0], count - picked.length, ctx);
  return [...order];
}
