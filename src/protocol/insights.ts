import type { Insights } from '../core/insights/insights.ts';
import type { PastRound } from '../core/insights/pastRound.ts';
import type { PoolRequest } from './engine.ts';

/** What becomes of a labeling, measured on what is embedded so far. Embeds nothing. */
export interface InsightsRequest extends PoolRequest {
  /** Images in a batch. */
  readonly budget: number;
  readonly seed: number;
  /** The batches selected so far, the oldest first. */
  readonly rounds: readonly PastRound[];
}

export interface InsightsResult extends Insights {
  readonly seconds: number;
}
