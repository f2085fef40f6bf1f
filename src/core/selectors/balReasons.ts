import type { Ranks } from './difficultyRanks.ts';
import type { ParameterValues, Reason } from './selector.ts';
import type { SubPool } from './subPools.ts';

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
