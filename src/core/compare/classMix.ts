import { row } from '../math/matrix.ts';
import type { Predictions } from '../model/predictions.ts';
import type { BatchMeasures, ClassShare } from './measures.ts';

/** What a model expects the labels of some rows to be, and how even they would be (entropy over the most it can be). */
export function classMix(
  { probabilities }: Pick<Predictions, 'probabilities'>,
  rows: Iterable<number>,
): Pick<BatchMeasures, 'mix' | 'balance'> {
  const counts = new Map<number, number>();
  const expected = new Float64Array(probabilities.cols);
  for (const index of rows) {
    const values = row(probabilities, index);
    let best = -1;
    for (let k = 0; k < values.length; k++) {
      expected[k] += values[k];
      if (values[k] > (best < 0 ? 0 : values[best])) best = k;
    }
    counts.set(best, (counts.get(best) ?? 0) + 1);
  }
  const mix: readonly ClassShare[] = Array.from(counts, ([c, count]) => ({ class: c, count })).sort(
    (a, b) => b.count - a.count || a.class - b.class,
  );
  const balance = evenness(expected);
  return { mix, ...(balance !== undefined && { balance }) };
}

function evenness(weights: Float64Array): number | undefined {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (weights.length < 2 || total === 0) return undefined;
  const entropy = weights.reduce(
    (sum, weight) => (weight === 0 ? sum : sum - (weight / total) * Math.log(weight / total)),
    0,
  );
  return Math.max(0, entropy / Math.log(weights.length));
}
