import { overRows, row } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';

/**
 * How unsure a row of class probabilities is; larger is less sure.
 * `least-confidence`: 1 - p1, `margin`: 1 - (p1 - p2), `entropy`: -sum p ln p, with p1 >= p2 >= … the probabilities of
 * the row (Settles 2009, section 3.1). With two classes all three rank alike.
 */
export const uncertaintyMeasures = ['least-confidence', 'margin', 'entropy'] as const;
export type UncertaintyMeasure = (typeof uncertaintyMeasures)[number];

/** Probabilities below this count as this in logarithms. */
export const leastProbability = 1e-12;

/**
 * The uncertainty of the named rows of `P` (N x K). A row of zeros, of which nothing is known, has 0: it comes last.
 * Rows need not sum to 1 exactly.
 */
export async function uncertainties(
  P: Matrix,
  rows: Int32Array,
  measure: UncertaintyMeasure,
  pause: () => Promise<void>,
): Promise<Float64Array> {
  const values = new Float64Array(rows.length);
  await overRows({ rows: rows.length, cols: P.cols }, pause, (from, to) => {
    for (let i = from; i < to; i++) values[i] = uncertainty(row(P, rows[i]), measure);
  });
  return values;
}

/** The uncertainty of one row of probabilities. */
export function uncertainty(p: Float32Array, measure: UncertaintyMeasure): number {
  if (measure === 'entropy') return entropy(p);
  const { first, second } = topTwo(p);
  // What is left beside p1, summed: 1 - p1 would lose its digits where p1 is near 1.
  let rest = 0;
  for (let k = 0; k < p.length; k++) if (k !== first) rest += p[k];
  const total = rest + (p[first] ?? 0);
  if (total === 0) return 0;
  return (measure === 'margin' ? rest + (p[second] ?? 0) : rest) / total;
}

/** -sum p ln p over a row that need not sum to 1; natural logarithm; 0 for a row of zeros. */
export function entropy(p: ArrayLike<number>): number {
  let total = 0;
  for (let k = 0; k < p.length; k++) total += p[k];
  if (total === 0) return 0;
  let sum = 0;
  for (let k = 0; k < p.length; k++) {
    const share = Math.max(leastProbability, p[k] / total);
    sum -= share * Math.log(share);
  }
  return sum;
}

/** The classes with the highest and the second highest probability, ties to the lowest; -1 where there is none. */
export function topTwo(p: ArrayLike<number>): { readonly first: number; readonly second: number } {
  let first = -1;
  let second = -1;
  for (let k = 0; k < p.length; k++)
    if (first < 0 || p[k] > p[first]) {
      second = first;
      first = k;
    } else if (second < 0 || p[k] > p[second]) second = k;
  return { first, second };
}
