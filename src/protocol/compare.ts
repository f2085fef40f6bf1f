import type { BatchMeasures, GroundMeasures } from '../core/compare/measures.ts';
import type { Overlap } from '../core/compare/overlap.ts';
import type { PoolRequest, SelectRequest, SelectResult } from './engine.ts';

/** How many strategies can be compared at a time. */
export const fewestCompared = 2;
export const mostCompared = 4;

export interface CompareRequest extends PoolRequest, Pick<SelectRequest, 'budget' | 'seed' | 'constraints'> {
  /** In the order they are told. */
  readonly strategies: readonly Pick<SelectRequest, 'selector' | 'parameters'>[];
}

/** What one strategy chose and what that is worth, or why it could not run. */
export type ComparedStrategy =
  | {
      readonly kind: 'batch';
      /** Exactly what `select` gives for the same request; the seconds are those of choosing alone. */
      readonly batch: SelectResult;
      readonly measures: BatchMeasures;
    }
  | { readonly kind: 'refused'; readonly selector: string; readonly message: string };

export interface CompareResult {
  readonly ground: GroundMeasures;
  /** In the order of the request; those that are done. */
  readonly strategies: readonly ComparedStrategy[];
  /** `overlaps[i][j]`: what the batches of the i-th and j-th strategy share; null where one of them has none. */
  readonly overlaps: readonly (readonly (Overlap | null)[])[];
  /** Names of the classes in the mixes, by number. */
  readonly classes: readonly string[];
  readonly notes: readonly string[];
  readonly seconds: number;
}
