import type { CallOptions } from '../protocol/rpc.ts';
import type { SimulateResult } from '../protocol/simulate.ts';
import { folderSource, type RoundParts } from './roundParts.ts';

/** What a simulation is asked: the true classes, and what is tried on them. */
export interface SimulationPlan {
  readonly classes: readonly string[];
  /** Class number per image; -1 = not known. */
  readonly labels: Int32Array;
  /** Ids. */
  readonly strategies: readonly string[];
  readonly budgets: readonly number[];
  /** How many; they are 0, 1 and so on. */
  readonly seeds: number;
}

/** Tries strategies on images whose classes are known. Embeds what is missing. */
export function runSimulation(
  parts: RoundParts,
  plan: SimulationPlan,
  options: CallOptions,
): Promise<SimulateResult> {
  const { dataset, engine, version } = parts;
  const request = {
    source: folderSource(parts),
    classes: plan.classes,
    truth: plan.labels,
    strategies: plan.strategies.map((id) => ({ name: id, selector: id, parameters: {} })),
    budgets: plan.budgets,
    seeds: Array.from({ length: plan.seeds }, (_, seed) => seed),
    version,
    cache: dataset.paths.cache,
  };
  return engine.simulate(request, options);
}
