import { anchorBudgetsPerClass } from './anchorTable.ts';
import type { EmbeddedSet } from './embeddedSets.ts';
import type { SetPlan } from './simulator.ts';

export const anchorHeads = ['softmax', '1nn'] as const;

/**
 * How the anchors were measured, for a set: all that simulations with it have in common is run once. `seeds`: how many, in
 * place of 10 for imagenette-2500 and 5 for the others.
 */
export function anchorPlan(
  { name, classes }: EmbeddedSet,
  seeds: number | undefined,
  budgetsPerClass: readonly number[] = anchorBudgetsPerClass,
): Omit<SetPlan, 'strategies'> {
  const count = seeds ?? (name === 'imagenette-2500' ? 10 : 5);
  return {
    budgets: budgetsPerClass.map((perClass) => perClass * classes.length),
    seeds: Array.from({ length: count }, (_, seed) => seed),
    heads: anchorHeads,
    ...(name === 'cifar10' ? { poolSize: 10_000, heldOutSize: 5000 } : {}),
  };
}
