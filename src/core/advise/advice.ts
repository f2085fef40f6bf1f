import type { Estimate } from '../model/predictions.ts';
import type { ParameterValues } from '../selectors/selector.ts';

/**
 * Where a labeling stands. `discovery`: classes are still being found; `consolidation`: each class gets the images that
 * represent it; `fine-tuning`: the model knows most images, and labels pay near its borders.
 */
export type Phase = 'discovery' | 'consolidation' | 'fine-tuning';

/** What the advice was made from. Shares are 0 to 1. */
export interface AdviceFacts {
  /** Images that count: labeled ones and those that may be picked. */
  readonly images: number;
  readonly labeled: number;
  /** Classes with a label. */
  readonly classes: number;
  /** Labels of the mean class, and of the smallest and largest class that has any; 0 where there are none. */
  readonly labelsPerClass: { readonly mean: number; readonly least: number; readonly most: number };
  /** Images in the next batch. */
  readonly budget: number;
  /** Labels the person still means to give; absent where no total is told. */
  readonly labelsLeft?: number;
  /** Share of the images that lie in a group with a label, of sqrt(N) groups by k-means; absent without embeddings. */
  readonly coverage?: number;
  /** Cross-validated accuracy of the head; absent where there are too few labels, or the predictions are the person's. */
  readonly accuracy?: Estimate;
  /** Mean of 1 - (p1 - p2) over the images without a label; absent without predictions. */
  readonly uncertainty?: number;
}

/** One strategy of the removal test: accuracy without the labels it would have asked for first; `none`: with all labels. */
export interface Removal {
  readonly strategy: string;
  readonly accuracy: Estimate;
}

export interface StopSignal {
  readonly name: 'accuracy' | 'predictions' | 'uncertainty' | 'coverage' | 'budget';
  /** Whether it speaks for stopping. */
  readonly isMet: boolean;
  /** One sentence with its numbers. */
  readonly text: string;
}

export interface StopHint {
  readonly shouldStop: boolean;
  /** One sentence. */
  readonly why: string;
  /** Only those that could be measured. */
  readonly signals: readonly StopSignal[];
}

/** Which strategy to use for the next batch, why, and whether to go on at all. */
export interface Advice {
  readonly phase: Phase;
  readonly selector: string;
  /** Where they are not the defaults. */
  readonly parameters?: ParameterValues;
  /** One sentence. */
  readonly why: string;
  readonly facts: AdviceFacts;
  /** The removal test of SelectAL, where it was made: the strategy whose labels are missed most fits these labels best. */
  readonly removal?: readonly Removal[];
  /** Absent before there is anything to measure. */
  readonly stop?: StopHint;
}
