import type { BatchMeasures, GroundMeasures } from '../core/compare/measures.ts';
import type { CompareResult } from './compare.ts';
import { request } from './rpc.ts';

/** What one strategy chose. The rows of a batch may have left the folder since. */
export interface PanelCompared {
  readonly selector: string;
  /** Why it could not run, in a sentence; '' = it has a batch. */
  readonly refusal: string;
  /** What `auto` took, and why; '' for all others. */
  readonly chosen: string;
  readonly why: string;
  /** Best first. */
  readonly picks: readonly { readonly path: string; readonly why: string }[];
  readonly shortfall: number;
  readonly notes: readonly string[];
  /** Absent where it could not run. */
  readonly measures?: BatchMeasures;
  readonly seconds: number;
}

/** The comparison of a folder, as far as it is. */
export interface PanelComparison {
  /** All that were asked for, in order. */
  readonly selectors: readonly string[];
  /** Those that are done. */
  readonly strategies: readonly PanelCompared[];
  readonly isRunning: boolean;
  readonly budget: number;
  /** What the batches were chosen among: a glob or a set of images; '' = all. */
  readonly within: string;
  readonly ground: GroundMeasures;
  readonly overlaps: CompareResult['overlaps'];
  /** Names of the classes in the mixes, by number. */
  readonly classes: readonly string[];
  readonly notes: readonly string[];
  /** What is not as it was when the strategies chose, in a sentence; '' = nothing. */
  readonly stale: string;
}

/** What the page asks of the host about a comparison; how far it is stands in the state of the panel. */
export const ComparePanelApi = {
  /** Has two to four strategies choose; resolves when all have, and rejects with a sentence. */
  compare: request<readonly string[], void>(),
  /** The batch of the n-th strategy becomes the next one, exactly as it was compared; rejects where it can not any more. */
  takeCompared: request<number, void>(),
} as const;
