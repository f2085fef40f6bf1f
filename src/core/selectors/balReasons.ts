import { row } from '../math/matrix.ts';
import type { Predictions } from '../model/predictions.ts';
import type { Ranks } from './difficultyRanks.ts';
import type { ParameterValues, Reason } from './selector.ts';
import type { SubPool } from './subPools.ts';
import { topTwo } from './uncertainty.ts';

/** Where this round's images come from, as it stands in a sentence. */
export function subPoolText({ from, to }: SubPool, size: number): string {
  return `this round's sub-pool (ranks ${from + 1} to ${to} of ${size} by difficulty)`;
}

/** Why an image was picked for its rank alone. */
export function rankReason(
  { values }: Ranks,
  position: number,
  { indicator, order }: ParameterValues,
): Reason {
  const distance = values[position].toPrecision(3);
  const isAscending = order === 'ascending';
  if (indicator === 'nearest')
    return { text: `${isAscending ? 'Near' : 'Far from'} the center of its group: ${distance} away.` };
  return {
    text: isAscending
      ? `Near a border between two groups: only ${distance} nearer to one center than to the next.`
      : `Deep inside its group: ${distance} nearer to its center than to the next.`,
  };
}

/** Why an image was picked for what a model says of it. */
export function doubtReason({ probabilities, source }: Predictions, index: number, subPool: string): Reason {
  const p = row(probabilities, index);
  const { first } = topTwo(p);
  if (!(p[first] > 0)) return { text: `From ${subPool}; nothing is known of it from ${source}.` };
  return {
    text: `Of ${subPool}, one of those that ${source} is least sure of: ${Math.round(100 * p[first])} %.`,
    prediction: { class: first, confidence: p[first] },
    uncertainty: { name: 'least-confidence', value: 1 - p[first] },
  };
}
