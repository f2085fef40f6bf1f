import type { Predictions } from './model/predictions.ts';
import type { Pool } from './selectors/selector.ts';
import type { Matrix } from './types.ts';

/** Builds a pool from one class number per row (-1 = not labeled) and the rows that may not be picked though unlabeled. */
export function createPool(rows: {
  readonly labels: Int32Array;
  readonly given?: Int32Array;
  readonly classCount: number;
  readonly excluded?: ArrayLike<number>;
  readonly embeddings?: Matrix;
  readonly unprojected?: Matrix;
  readonly clusters?: Int32Array;
  readonly predictions?: Predictions;
  readonly scores?: Float64Array;
}): Pool {
  const {
    labels,
    given,
    classCount,
    excluded = [],
    embeddings,
    unprojected,
    clusters,
    predictions,
    scores,
  } = rows;
  const isExcluded = new Uint8Array(labels.length);
  for (let i = 0; i < excluded.length; i++) isExcluded[excluded[i]] = 1;
  const all = Int32Array.from(labels.keys());
  return {
    size: labels.length,
    labels,
    classCount,
    labeled: all.filter((i) => labels[i] >= 0),
    candidates: all.filter((i) => labels[i] < 0 && isExcluded[i] === 0),
    ...(embeddings === undefined ? {} : { embeddings }),
    ...(given === undefined ? {} : { given }),
    ...(unprojected === undefined ? {} : { unprojected }),
    ...(clusters === undefined ? {} : { clusters }),
    ...(predictions === undefined ? {} : { predictions }),
    ...(scores === undefined ? {} : { scores }),
  };
}

/** Labels of a pool that somebody gave: what a budget is spent on. */
export function givenCount({ labeled, labels, given = labels }: Pool): number {
  return labeled.filter((row) => given[row] >= 0).length;
}
