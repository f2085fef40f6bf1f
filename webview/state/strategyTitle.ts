import type { State } from './state.ts';

/** What a strategy is called. */
export function strategyTitle({ strategies }: Pick<State, 'strategies'>, id: string): string {
  return strategies.find((strategy) => strategy.id === id)?.title ?? id;
}
