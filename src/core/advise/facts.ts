import { givenCount } from '../pool.ts';
import type { Pool } from '../selectors/selector.ts';
import type { AdviceFacts } from './advice.ts';

export interface Plan {
  /** Images in the next batch. */
  readonly budget: number;
  /** Labels the person means to give in all; 0 = not told. */
  readonly totalBudget: number;
}

/** The facts that cost nothing: counts of images and labels. */
export function labelFacts(pool: Pool, { budget, totalBudget }: Plan): AdviceFacts {
  const counts = [...labelCounts(pool).values()];
  const labeled = pool.labeled.length;
  return {
    images: labeled + pool.candidates.length,
    labeled,
    classes: counts.length,
    labelsPerClass: {
      mean: labeled / Math.max(1, counts.length),
      least: counts.length === 0 ? 0 : Math.min(...counts),
      most: Math.max(0, ...counts),
    },
    budget,
    ...(totalBudget > 0 && { labelsLeft: Math.max(0, totalBudget - givenCount(pool)) }),
  };
}

/** Labels of each class that has any. */
export function labelCounts({ labels, labeled }: Pool): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const row of labeled) counts.set(labels[row], (counts.get(labels[row]) ?? 0) + 1);
  return counts;
}
