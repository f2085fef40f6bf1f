import type { ReviewContext, ReviewedPool } from './check.ts';
import { type Copies, exactCopies } from './copies.ts';
import { nearCopies } from './nearCopies.ts';
import { isTooLarge } from './reviewGraph.ts';

/** Equal files, and pictures that are almost the same where there are embeddings that propose them. */
export async function findCopies(
  pool: ReviewedPool,
  ctx: Pick<ReviewContext, 'graph' | 'outlines' | 'progress' | 'pause'>,
): Promise<Copies> {
  const exact = exactCopies(pool);
  if (pool.embeddings === undefined || isTooLarge(pool)) return { exact, near: [] };
  const firsts = new Map(exact.flatMap((group) => Array.from(group, (row) => [row, group[0]] as const)));
  return { exact, near: await nearCopies(pool, (row) => firsts.get(row) ?? row, ctx) };
}
