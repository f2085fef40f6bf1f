import { activeRows } from './activeRows.ts';
import { nearestLabeled } from './nearestLabeled.ts';
import type { Pick, Pool, SelectorContext } from './selector.ts';

/**
 * The picks, each with the nearest labeled or earlier picked image in its reason. Looks at no other rows, so that a strategy
 * which works on probabilities need not copy the embeddings; without embeddings the picks stay as they are.
 */
export async function withNearest(
  pool: Pool,
  picks: readonly Pick[],
  normalize: boolean,
  ctx: SelectorContext,
): Promise<readonly Pick[]> {
  if (pool.embeddings === undefined || picks.length === 0) return picks;
  const candidates = Int32Array.from(picks, ({ index }) => index).sort();
  const active = await activeRows({ ...pool, candidates }, normalize, ctx);
  const positions = new Map(Array.from(active.rows, (row, position) => [row, position]));
  const order = picks.map(({ index }) => positions.get(index) ?? -1);
  const nearest = await nearestLabeled(active, order, ctx);
  return picks.map((pick, rank) => {
    const found = nearest[rank];
    return found === undefined ? pick : { ...pick, reason: { ...pick.reason, nearestLabeled: found } };
  });
}
