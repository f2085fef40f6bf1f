import type { ParameterValues, Selection } from '../core/selectors/selector.ts';
import { labeledRows, type PoolLabels } from './poolLabels.ts';
import type { BatchManifest } from './types.ts';

/** What was chosen, and from what: an answer of the engine. */
export interface ChosenBatch extends Selection {
  readonly selector: string;
  readonly parameters: ParameterValues;
  readonly seed: number;
  readonly encoder: BatchManifest['encoder'] | undefined;
  readonly inputs: BatchManifest['inputs'];
}

export interface BatchContext {
  /** Name of each row of the pool. */
  readonly names: readonly string[];
  readonly pool: PoolLabels;
  readonly budget: number;
  readonly source: BatchManifest['source'];
  /** Of the program. */
  readonly version: string;
}

/** The manifest of a batch (ARCHITECTURE 4.5), before it has a number: all that is needed to choose it again. */
export function batchManifest(
  { names, pool, budget, source, version }: BatchContext,
  { encoder, picks, chosen, ...batch }: ChosenBatch,
): Omit<BatchManifest, 'id' | 'time'> {
  return {
    version,
    selector: batch.selector,
    ...(chosen === undefined ? {} : { chosen }),
    parameters: batch.parameters,
    seed: batch.seed,
    budget,
    shortfall: batch.shortfall,
    notes: batch.notes,
    encoder: encoder ? { key: encoder.key, name: encoder.name, dimensions: encoder.dimensions } : null,
    inputs: batch.inputs,
    source,
    poolSize: names.length,
    classes: pool.classes,
    labeled: labeledRows(names, pool),
    excluded: [...pool.excluded],
    picks: picks.map(({ index, score, reason }) => ({ index, path: names[index], score, reason })),
  };
}
