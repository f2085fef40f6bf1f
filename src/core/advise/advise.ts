import type { RoundContext, RoundRequest } from '../round.ts';
import type { Pool } from '../selectors/selector.ts';
import type { Advice } from './advice.ts';
import { labelFacts } from './facts.ts';
import { ruleOf } from './rule.ts';

export interface AdviceRequest extends Pick<RoundRequest, 'budget' | 'seed' | 'head' | 'totalBudget'> {
  /** Rows that were labeled when each earlier batch was chosen, ascending, oldest first. Default: none. */
  readonly rounds?: readonly Int32Array[];
}

/** Which strategy fits the labels at hand, why, and whether to go on. Deterministic for equal pool, request and seed. */
export async function advise(pool: Pool, request: AdviceRequest, _context: RoundContext): Promise<Advice> {
  const facts = labelFacts(pool, { budget: request.budget, totalBudget: request.totalBudget ?? 0 });
  return { ...ruleOf(facts), facts };
}
