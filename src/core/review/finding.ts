/** What a review looks for, in the order it is shown. */
export const reviewChecks = [
  'label-errors',
  'conflicts',
  'exact-duplicates',
  'near-duplicates',
  'leakage',
  'outliers',
  'coverage-holes',
  'class-imbalance',
  'unreadable',
  'dark',
  'bright',
  'blurred',
  'tiny',
  'odd-aspect',
] as const;
export type ReviewCheck = (typeof reviewChecks)[number];

/** What could be done about a finding; nothing is done unasked. */
export type ReviewAct =
  /** Give the first row this class. */
  | { readonly kind: 'label'; readonly class: number }
  /** Leave all rows but the first out (skip them). */
  | { readonly kind: 'keep-first' }
  /** Skip the first row. */
  | { readonly kind: 'skip' };

export interface Finding {
  readonly check: ReviewCheck;
  /** The same as long as the finding is: what an ignored finding is known by. */
  readonly id: string;
  /** Rows it is about; where some are copies of another, that one first. */
  readonly rows: Int32Array;
  /** 0 (hardly) to 1 (surely): what findings of one check are ranked by. */
  readonly severity: number;
  /** The evidence, in one sentence. */
  readonly text: string;
  /** Numbers of the evidence by their names in a sentence: "distance", "sharpness". */
  readonly evidence: Readonly<Record<string, number>>;
  readonly suggestion?: ReviewAct;
  /** Labeled rows that speak for the suggestion, the nearest first. */
  readonly near?: Int32Array;
}

export interface CheckReport {
  readonly check: ReviewCheck;
  /** `too-early`: labels or embeddings are missing, which `note` says. */
  readonly state: 'done' | 'too-early';
  readonly note: string;
  /** What is missing where it is too early, if there is a way to have more of it. */
  readonly lacks?: 'embeddings' | 'labels';
  readonly findings: number;
  readonly seconds: number;
}

/** An id for what a check found, the same in whatever order the images come and whatever else is in the pool. */
export function findingId(check: ReviewCheck, identity: readonly string[]): string {
  const text = JSON.stringify(identity);
  return `${check}-${hash(text, 0x811c9dc5)}${hash(text, 0x9e3779b9)}`;
}

/** FNV-1a over UTF-16 units from a start, well mixed at its end: 8 hex digits. */
function hash(text: string, start: number): string {
  let h = start | 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0).toString(16).padStart(8, '0');
}
