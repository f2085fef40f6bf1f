import type { BatchMeasures } from '../core/compare/measures.ts';

/** A batch as far as the table tells of it. */
export interface MeasuredBatch {
  readonly measures: BatchMeasures;
  /** Of choosing it. */
  readonly seconds: number;
}

/** One row of the table in which batches are compared. */
export interface CompareMeasure {
  readonly id: 'radius' | 'mean' | 'touched' | 'fresh' | 'closePairs' | 'apart' | 'balance' | 'seconds';
  /** Which value is the best one; absent: neither speaks for a batch. */
  readonly better?: 'less' | 'more';
  /** Undefined where it could not be measured. */
  readonly value: (batch: MeasuredBatch) => number | undefined;
  /** Digits behind the point. */
  readonly digits: number;
}

/** The rows, in the order they are shown. */
export const compareMeasures: readonly CompareMeasure[] = [
  { id: 'mean', better: 'less', value: ({ measures }) => measures.coverage.mean, digits: 3 },
  { id: 'radius', better: 'less', value: ({ measures }) => measures.coverage.radius, digits: 3 },
  { id: 'touched', better: 'more', value: ({ measures }) => measures.clusters.touched, digits: 0 },
  { id: 'fresh', better: 'more', value: ({ measures }) => measures.clusters.fresh, digits: 0 },
  { id: 'closePairs', better: 'less', value: ({ measures }) => measures.nearness?.closePairs, digits: 0 },
  { id: 'apart', better: 'more', value: ({ measures }) => measures.nearness?.quartiles[2], digits: 3 },
  { id: 'balance', better: 'more', value: ({ measures }) => measures.balance, digits: 2 },
  { id: 'seconds', value: ({ seconds }) => seconds, digits: 2 },
];

/** A value as it is written. */
export function measureText({ digits }: CompareMeasure, value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(digits);
}

/** Which of the values are the best, as they are written; none where all are alike, or only one is known. */
export function bestValues(
  measure: CompareMeasure,
  values: readonly (number | undefined)[],
): readonly boolean[] {
  const { better, digits } = measure;
  const written = values.map((value) => (value === undefined ? undefined : Number(value.toFixed(digits))));
  const known = written.filter((value) => value !== undefined);
  const best = better === 'less' ? Math.min(...known) : Math.max(...known);
  const isTold = better !== undefined && known.some((value) => value !== best);
  return written.map((value) => isTold && value === best);
}
