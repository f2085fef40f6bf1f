import { givenCount } from '../pool.ts';
import type { Pool } from './selector.ts';

/** Cycles that are planned when the total is not told: as many as in the papers. */
const usualCycles = 10;

/** Where a strategy that plans all its cycles in advance stands. */
export interface Plan {
  /** 1 to `cycles`; between two of them where the batches before were smaller or larger than this one. */
  readonly cycle: number;
  readonly cycles: number;
  /** Labels that will be given in all. */
  readonly total: number;
}

/** Where a batch of `budget` stands among the cycles, by the labels that were given; `totalBudget` 0 = not told: ten cycles. */
export function planCycles(pool: Pool, budget: number, totalBudget: number): Plan {
  const cycles = totalBudget > 0 ? Math.ceil(totalBudget / budget) : usualCycles;
  const cycle = Math.min(cycles, 1 + givenCount(pool) / budget);
  return { cycle, cycles, total: totalBudget > 0 ? totalBudget : cycles * budget };
}

/** Sentences for a person who did not say how many labels there will be. */
export function planNotes({ cycles }: Plan, totalBudget: number): readonly string[] {
  if (totalBudget > 0) return [];
  return [
    `The total number of labels is not set (totalBudget), so ${cycles} rounds of this size are planned.`,
  ];
}
