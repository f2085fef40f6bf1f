import type { ConstraintReport } from '../core/constraints/constraints.ts';
import type { HeadChoice } from '../core/model/head.ts';
import type { ParameterValues, Selection } from '../core/selectors/selector.ts';
import type { Imports } from '../core/types.ts';
import { labeledRows, type PoolLabels } from './poolLabels.ts';
import type { BatchManifest } from './types.ts';

/** What was chosen, and from what: an answer of the engine. */
export interface ChosenBatch extends Selection {
  readonly selector: string;
  readonly parameters: ParameterValues;
  readonly seed: number;
  readonly encoder: BatchManifest['encoder'] | undefined;
  readonly inputs: BatchManifest['inputs'];
  /** Names of the classes that reasons and labels number. */
  readonly classes: readonly string[];
  readonly constraints: ConstraintReport;
}

export interface BatchContext {
  /** Name of each row of the pool. */
  readonly names: readonly string[];
  readonly pool: PoolLabels;
  readonly budget: number;
  readonly source: BatchManifest['source'];
  /** Files of the person's own that were used. */
  readonly imports: Imports;
  readonly head: HeadChoice;
  readonly totalBudget: number;
  /** Of the program. */
  readonly version: string;
}

/** The manifest of a batch (ARCHITECTURE 4.5), before it has a number: all that is needed to choose it again. */
export function batchManifest(
  { names, pool, budget, source, version, imports, head, totalBudget }: BatchContext,
  { encoder, picks, chosen, curve, ...batch }: ChosenBatch,
): Omit<BatchManifest, 'id' | 'time'> {
  return {
    version,
    selector: batch.selector,
    ...(chosen === undefined ? {} : { chosen }),
    parameters: batch.parameters,
    seed: batch.seed,
    budget,
    head,
    totalBudget,
    constraints: batch.constraints,
    ...(batch.inputs.relations === undefined ? {} : { features: 'relations' }),
    shortfall: batch.shortfall,
    notes: batch.notes,
    ...(curve === undefined ? {} : { curve }),
    encoder: encoder ? { key: encoder.key, name: encoder.name, dimensions: encoder.dimensions } : null,
    inputs: batch.inputs,
    source,
    imports,
    poolSize: names.length,
    classes: batch.classes,
    labeled: labeledRows(names, pool),
    excluded: [...pool.excluded],
    picks: picks.map(({ index, score, reason }) => ({ index, path: names[index], score, reason })),
  };
}
