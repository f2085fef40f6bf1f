import type { Kernels } from '../kernels.ts';
import type { Predictions } from '../model/predictions.ts';
import type { Rng } from '../rng.ts';
import type { Matrix, ReportProgress } from '../types.ts';

/** What a selector may look at. Row i is the same image everywhere. */
export interface Pool {
  readonly size: number;
  /** Class number per row, -1 = not labeled. */
  readonly labels: Int32Array;
  /** The same without the labels that only follow from relations, which cost nothing of a budget. Absent: all were given. */
  readonly given?: Int32Array;
  readonly classCount: number;
  /** Labeled rows, ascending. */
  readonly labeled: Int32Array;
  /** Rows that may be picked, ascending: not labeled, not skipped, not excluded. */
  readonly candidates: Int32Array;
  /** size x D; rows that are excluded may hold anything finite. */
  readonly embeddings?: Matrix;
  /**
   * The embeddings as the encoder made them, where `embeddings` are features that were learned from relations. What looks
   * for copies compares these, and models are fitted to these: the features know labels that a fold holds out.
   */
  readonly unprojected?: Matrix;
  /** A cluster id per row, when the person gave clusters. */
  readonly clusters?: Int32Array;
  /** What the person's own model says, when they gave it; selectors ask `ctx.predict`. */
  readonly predictions?: Predictions;
  /** A number per row, NaN where none is known, when the person gave them: for pt4al the pretext loss. */
  readonly scores?: Float64Array;
}

export interface SelectorContext {
  readonly kernels: Kernels;
  readonly rng: Rng;
  readonly signal: AbortSignal;
  readonly progress: ReportProgress;
  /** Lets messages through and throws `cancelled` if asked to stop. Await it at least every 50 ms of work. */
  readonly pause: () => Promise<void>;
  /**
   * Class probabilities of every row: the person's own if they gave them, else of the head, fitted when first asked and
   * kept. Absent where there are neither: fewer than two classes have a label.
   */
  readonly predict?: () => Promise<Predictions>;
  /** Labels the person means to give in all; 0 = not told. */
  readonly totalBudget: number;
}

/** Why a row was picked: facts for the card, and one sentence made of them. */
export interface Reason {
  readonly text: string;
  readonly cluster?: { readonly id: number; readonly size: number; readonly labeled: number };
  /** 1 = the most typical of its cluster. */
  readonly typicalityRank?: number;
  /** Euclidean distance to the nearest labeled or earlier picked row. */
  readonly nearestLabeled?: { readonly index: number; readonly distance: number };
  /** Share of the pool's coverage this pick adds, 0 to 1. */
  readonly gain?: number;
  /** What the model expected before this pick was labeled: class number, and its probability, 0 to 1. */
  readonly prediction?: { readonly class: number; readonly confidence: number };
  /** The uncertainty the pick was ranked by, 0 (certain) to 1, and what it is called. */
  readonly uncertainty?: { readonly name: string; readonly value: number };
}

export interface Pick {
  readonly index: number;
  readonly score: number;
  readonly reason: Reason;
}

/** What a parameter would have done at other values, and the value taken. */
export interface ParameterCurve {
  readonly parameter: string;
  /** What is measured, as an axis is named. */
  readonly measure: string;
  /** Ascending by value. */
  readonly points: readonly { readonly value: number; readonly measured: number }[];
  readonly chosen: number;
}

export interface Selection {
  /** Distinct rows of `pool.candidates`, best first; min(budget, candidates) of them. */
  readonly picks: readonly Pick[];
  /** budget - picks.length. */
  readonly shortfall: number;
  /** Sentences the person should know (a cap, a fallback, too few clusters). */
  readonly notes: readonly string[];
  /** How a parameter was chosen by the data, to be drawn: for prob-cover the purity of balls by their radius. */
  readonly curve?: ParameterCurve;
  /** Set by `auto`: the strategy it chose, and why in one sentence. */
  readonly chosen?: { readonly selector: string; readonly why: string };
}

/**
 * What a strategy cannot work without: `labels` = labels of at least two classes, `probabilities` = those or predictions
 * of the person's own, `scores` = a file of scores. A need that is not met is a refusal with a sentence, before any work.
 */
export type Need = 'embeddings' | 'labels' | 'probabilities' | 'scores';
export type ParameterValue = number | boolean | string;
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

/** One row of a selector's parameter table. */
export type ParameterSpec =
  | {
      readonly kind: 'integer' | 'number';
      /** A number, or one of the words. */
      readonly default: number | string;
      readonly min: number;
      readonly max?: number;
      readonly title: string;
      /** What may stand instead of a number. */
      readonly words?: readonly string[];
    }
  | { readonly kind: 'boolean'; readonly default: boolean; readonly title: string }
  | {
      readonly kind: 'choice';
      readonly default: string;
      readonly choices: readonly string[];
      readonly title: string;
    };

/** A query strategy. One file defines it, one line of registry.ts lists it; everything else follows from the registry. */
export interface Selector {
  readonly id: string;
  readonly title: string;
  /** What it does, for a person choosing, in one sentence. */
  readonly summary: string;
  /** "Use it when…", for a person choosing, in one sentence. */
  readonly when: string;
  /** How time grows with images (N), labels (L), batch (b), columns (D) and classes (K). */
  readonly cost: string;
  /** Paper and the part of it that is implemented. */
  readonly source: string;
  readonly needs: readonly Need[];
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
  /**
   * Chooses up to `budget` rows. `parameters` is complete and checked. Deterministic for equal pool, budget, parameters
   * and rng seed; mutates nothing; ties go to the lowest row.
   */
  select(pool: Pool, budget: number, parameters: ParameterValues, ctx: SelectorContext): Promise<Selection>;
}
