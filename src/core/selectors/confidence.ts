import { overRows, row } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';
import { leastProbability, uncertainties } from './uncertainty.ts';

/** How BAL and PT4AL read the confidence of a model. */
export const confidenceKinds = ['softmax', 'normalized-logit'] as const;
export type ConfidenceKind = (typeof confidenceKinds)[number];

/**
 * 1 - confidence of the named rows of `P` (N x K); larger is less sure, 0 for a row of zeros, of which nothing is known.
 * `softmax`: the highest probability, as the papers say. `normalized-logit`: the highest of a softmax over logits scaled to
 * length 1, as the published code of PT4AL and BAL computes it; it ranks by the shape of the logits and not by their size.
 * Probabilities tell logits up to a constant: here they sum to 0.
 */
export async function doubts(
  P: Matrix,
  rows: Int32Array,
  kind: ConfidenceKind,
  pause: () => Promise<void>,
): Promise<Float64Array> {
  if (kind === 'softmax') return uncertainties(P, rows, 'least-confidence', pause);
  const values = new Float64Array(rows.length);
  await overRows({ rows: rows.length, cols: P.cols }, pause, (from, to) => {
    for (let i = from; i < to; i++) values[i] = 1 - normalizedLogitConfidence(row(P, rows[i]));
  });
  return values;
}

function normalizedLogitConfidence(p: Float32Array): number {
  if (p.every((share) => share === 0)) return 1;
  const logits = Float64Array.from(p, (share) => Math.log(Math.max(leastProbability, share)));
  const mean = logits.reduce((sum, logit) => sum + logit, 0) / logits.length;
  const length = Math.hypot(...logits.map((logit) => logit - mean)) || 1;
  const powers = logits.map((logit) => Math.exp((logit - mean) / length));
  return Math.max(...powers) / powers.reduce((sum, power) => sum + power, 0);
}
