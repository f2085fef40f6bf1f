import type { Protocol, SimulationReport, Strategy } from '../core/simulate/simulation.ts';
import type { EncoderInfo, FileSource, FolderSource, Unreadable } from './engine.ts';

export interface SimulateRequest extends Partial<Protocol> {
  readonly source: FolderSource | FileSource;
  readonly classes: readonly string[];
  /** Class number per row; -1 = not known, the row is left out. */
  readonly truth: Int32Array;
  readonly strategies: readonly Strategy[];
  readonly budgets: readonly number[];
  readonly seeds: readonly number[];
  /** Name of the strategy that the others are compared with. Default: `random` if it takes part, else the first. */
  readonly reference?: string;
  /** Also measure with the whole pool labeled. Default true. */
  readonly ceiling?: boolean;
  /** Accuracies, 0 to 1, for which the labels needed are asked. Default: 90 % of the ceiling. */
  readonly targets?: readonly number[];
  /** Of the product: what another version has measured is not gone on with. */
  readonly version: string;
  /** Absolute folder; finished parts are kept in `<cache>/simulations`, and a simulation that was ended goes on there. */
  readonly cache: string;
}

export interface SimulateResult {
  readonly report: SimulationReport;
  /** The learning curves, for a person. */
  readonly svg: string;
  /** One line per strategy, seed, budget and head. */
  readonly csv: string;
  readonly unreadable: readonly Unreadable[];
  readonly encoder: EncoderInfo | undefined;
  /** The file that keeps the finished parts. */
  readonly file: string;
  /** Parts (one strategy with one seed), how many of them were there already, and how many ran at a time. */
  readonly tasks: { readonly total: number; readonly reused: number; readonly workers: number };
  /** Most memory the engine has held so far, in bytes. */
  readonly peakMemory: number;
  readonly seconds: number;
}
