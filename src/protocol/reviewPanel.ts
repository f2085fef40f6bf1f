import type { CheckReport, ReviewCheck } from './review.ts';

export { type CheckReport, type ReviewCheck, reviewChecks } from './review.ts';

/** What could be done about a finding; classes by name. */
export type PanelSuggestion =
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'keep-first' }
  | { readonly kind: 'skip' };

/** A finding of the review, by paths: it stays what it is when images come and go. */
export interface PanelFinding {
  readonly id: string;
  readonly check: ReviewCheck;
  /** Images it is about; where some are copies of another, that one first. */
  readonly paths: readonly string[];
  /** What each of them was when it was reviewed: its label, '' = none, null = skipped. */
  readonly was: readonly (string | null)[];
  /** 0 (hardly) to 1 (surely). */
  readonly severity: number;
  readonly text: string;
  readonly evidence: Readonly<Record<string, number>>;
  readonly suggestion?: PanelSuggestion;
  /** Labeled images that speak for the suggestion, the nearest first. */
  readonly near?: readonly string[];
}

/** What the last review found; it stays as it is until the next one. */
export interface PanelReview {
  readonly checks: readonly CheckReport[];
  /** By check, then by falling severity. */
  readonly findings: readonly PanelFinding[];
}

/** What became of the last review since. */
export interface ReviewMarks {
  /** Images that have another label, or were skipped, since. */
  readonly labelsSince: number;
  /** Ids of its findings that are ignored. */
  readonly ignored: readonly string[];
  /** Ids of those that concern the files of the dataset and are mended. */
  readonly mended: readonly string[];
  /** A finding to go to, asked for from outside the page; another `number` with each request. */
  readonly goTo: { readonly finding: string; readonly number: number } | null;
}

/** Before the first review. */
export const noMarks: ReviewMarks = { labelsSince: 0, ignored: [], mended: [], goTo: null };
