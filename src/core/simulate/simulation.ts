import type { Estimate } from '../model/predictions.ts';

/**
 * What accuracy is measured with. `softmax`: logistic regression on rows scaled to length 1, hardly regularised (C = 1000 as
 * scikit-learn counts it); `1nn`: class of the labeled image with the highest cosine; the others as a person can set them.
 */
export const simulationHeads = ['softmax', '1nn', 'spreading', 'auto'] as const;
export type SimulationHead = (typeof simulationHeads)[number];

/** A selector as it takes part in a simulation. */
export interface Strategy {
  /** As it is called in the report; of its own within a simulation. */
  readonly name: string;
  readonly selector: string;
  /** As the person gave them: unchecked, may be incomplete. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /**
   * MaxHerding (sigma = median) chooses the first batch, as it does anyway for a selector that cannot work without labels.
   * Default: the selector's own cold start.
   */
  readonly start?: 'max-herding';
  /** Chooses all labels of each budget anew, from none. Default: selectors whose paper has one round. */
  readonly isOneShot?: boolean;
}

/** How every strategy is tried. */
export interface Protocol {
  /** Labels in all at the end of each round, ascending. */
  readonly budgets: readonly number[];
  /** One at least. */
  readonly heads: readonly SimulationHead[];
  /** Share of each class that is held out to measure accuracy, between 0 and 1. */
  readonly heldOut: number;
  /** Most images to choose from and most to measure with; a random part of each class is taken. 0: all there are. */
  readonly poolSize: number;
  readonly heldOutSize: number;
}

/** What came of one budget of one strategy and seed. */
export interface Round {
  readonly budget: number;
  /** Labels there were: the budget, or the whole pool where that is smaller. */
  readonly labels: number;
  /** What the selector took to choose, in seconds. */
  readonly seconds: number;
  /** Labels per class. */
  readonly perClass: readonly number[];
  /** Share of the held-out images that each head gets right. */
  readonly accuracy: Readonly<Partial<Record<SimulationHead, number>>>;
  /** The images chosen in this round, as rows of the source, best first. */
  readonly picks: readonly number[];
}

/** One strategy with one seed: from no label to the last budget. */
export interface Task {
  readonly strategy: Strategy;
  readonly seed: number;
}

export interface TaskResult {
  readonly seed: number;
  /** Images there were to choose from and to measure with, and how many classes the former show. */
  readonly pool: number;
  readonly heldOut: number;
  readonly classes: number;
  /** Images without a true class or a finite embedding. */
  readonly leftOut: number;
  readonly rounds: readonly Round[];
  /** What the selector said, each sentence once. */
  readonly notes: readonly string[];
}

/** Curves of one strategy; every list has one entry per budget. */
export interface StrategyReport {
  readonly strategy: Strategy;
  readonly heads: Readonly<Partial<Record<SimulationHead, HeadReport>>>;
  /** Share of the pool's classes that have a label. */
  readonly coverage: readonly Estimate[];
  /** Mean labels of each class: budgets x classes. */
  readonly frequencies: readonly (readonly number[])[];
  readonly secondsPerQuery: readonly Estimate[];
  readonly notes: readonly string[];
}

export interface HeadReport {
  readonly accuracy: readonly Estimate[];
  /** Accuracy minus that of the reference with the same seed, mean over the seeds. */
  readonly gain: readonly Estimate[];
  /** Mean accuracy between the first and last budget, over the logarithm of the labels: the area under the curve. */
  readonly area: Estimate;
  readonly areaGain: Estimate;
  /** Labels at which the mean curve reaches each target, interpolated over their logarithm; `null`: it does not. */
  readonly labelsNeeded: readonly { readonly accuracy: number; readonly labels: number | null }[];
}

export interface SimulationReport {
  readonly classes: readonly string[];
  readonly budgets: readonly number[];
  readonly heads: readonly SimulationHead[];
  readonly seeds: readonly number[];
  /** Images in all, those without a true class or embedding, and the size of the pool and of the held-out part. */
  readonly images: {
    readonly total: number;
    readonly leftOut: number;
    readonly pool: number;
    readonly heldOut: number;
  };
  /** Name of the strategy that gains are measured against. */
  readonly reference: string;
  /** Accuracy when the whole pool is labeled; absent where that was not asked for. */
  readonly ceiling: Readonly<Partial<Record<SimulationHead, Estimate>>>;
  readonly strategies: readonly StrategyReport[];
}
