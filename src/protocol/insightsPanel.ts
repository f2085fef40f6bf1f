import type { Insights } from '../core/insights/insights.ts';
import type { ParameterCurve } from '../core/selectors/selector.ts';
import { request } from './rpc.ts';

/** How fast images were decided. */
export interface PanelPace {
  /** Acts that label or skip images; one that labels many is one. */
  readonly decisions: number;
  /** Those of them that are taken back. */
  readonly takenBack: number;
  /** Seconds spent; pauses do not count. */
  readonly seconds: number;
  /** Images per hour; null = no time is known. */
  readonly perHour: number | null;
  /** Seconds for an image that was decided by itself; null = none is known. */
  readonly medianSeconds: number | null;
  /** The oldest first; `start` in milliseconds since 1970. */
  readonly sessions: readonly {
    readonly start: number;
    readonly seconds: number;
    readonly images: number;
    readonly by: string;
  }[];
  /** `YYYY-MM-DD`, the oldest first; days without work are absent. */
  readonly days: readonly { readonly day: string; readonly images: number }[];
}

/** A batch, and what became of its images. */
export interface PanelPastBatch {
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
  /** The strategy that ran, and whether `auto` chose it. */
  readonly selector: string;
  readonly isAuto: boolean;
  readonly seed: number;
  readonly size: number;
  readonly labeled: number;
  readonly skipped: number;
  /** Images that were labeled when it was chosen. */
  readonly labeledBefore: number;
  /** Spent on its images, where the journal knows; else null. */
  readonly seconds: number | null;
  readonly curve?: ParameterCurve;
}

/** Labels of two classes from which on there is a learning curve. */
export const labelsToBegin = 10;

/** What was measured; null = not yet, or there is too little to measure. */
export type PanelInsights = Insights;

/** What is known of a labeling without measuring anything. */
export interface InsightFacts {
  readonly isEmbedded: boolean;
  /** Labels the person means to give in all; 0 = not told. */
  readonly totalBudget: number;
  readonly pace: PanelPace;
  /** The oldest first. */
  readonly batches: readonly PanelPastBatch[];
}

/** What the view of insights asks of the host. */
export const InsightsPanelApi = {
  insightFacts: request<null, InsightFacts>(),
  /** Measures, or tells what was measured for the same labels; one agreement per batch of the facts. Gives way to jobs. */
  insights: request<null, PanelInsights, PanelInsights>(),
  /** Opens the manifest of a batch, goes to its images, or chooses it again. */
  batchAct: request<{ readonly id: string; readonly act: 'manifest' | 'show' | 'replay' }, void>(),
  copyText: request<string, void>(),
  /** Writes a picture where the person says; false: nowhere. */
  saveSvg: request<{ readonly name: string; readonly svg: string }, boolean>(),
} as const;
