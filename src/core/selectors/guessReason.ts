import { row } from '../math/matrix.ts';
import type { Predictions } from '../model/predictions.ts';
import type { Reason } from './selector.ts';
import { topTwo } from './uncertainty.ts';

/**
 * The reason for a pick that a model was asked about: `why` (how it was picked, without a full stop), then how sure the
 * model is of its best guess.
 */
export function guessReason({ probabilities, source }: Predictions, index: number, why: string): Reason {
  const p = row(probabilities, index);
  const { first } = topTwo(p);
  if (!(p[first] > 0)) return { text: `Among the last, because nothing is known of it from ${source}.` };
  return {
    text: `${why}: ${Math.round(100 * p[first])} % sure of the best guess, says ${source}.`,
    prediction: { class: first, confidence: p[first] },
    uncertainty: { name: 'least-confidence', value: Math.max(0, 1 - p[first]) },
  };
}
