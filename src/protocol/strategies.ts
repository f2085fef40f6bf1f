import { selectors } from '../core/selectors/registry.ts';
import type { Need } from '../core/selectors/selector.ts';

/** A strategy as a shell offers it: all but the algorithm. */
export interface StrategyInfo {
  readonly id: string;
  readonly title: string;
  /** What it does, for a person choosing, in one sentence. */
  readonly summary: string;
  readonly needs: readonly Need[];
}

/** Every strategy, in the order of the registry. */
export const strategies: readonly StrategyInfo[] = selectors.map(({ id, title, summary, needs }) => ({
  id,
  title,
  summary,
  needs,
}));
