import type { ReviewContext, ReviewedPool } from './check.ts';
import { type Copies, exactCopies } from './copies.ts';
import { nearCopies } from './nearCopies.ts';

/** Equal files, and pictures that are almost the same where there are embeddings that propose them. */
export async function findCopies(
  pool: ReviewedPool,
  ctx: Pick<ReviewContext, 'graph' | 'outlines' | 'pause'>,
): Promise<Copies> {
  const exact = exactCopies(pool);
  if (pool.embeddings === undefined) return { exact, near: [] };
  const firsts = new Map(exact.flatMap((group) => Array.from(group, (row) => [row, group[0]] as const)));
  return { exact, near: await nearCopies(pool, (row) => firsts.get(row) ?? row, ctx) };
}
