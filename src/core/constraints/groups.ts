import type { Pick } from '../selectors/selector.ts';

/** How many picks the groups of a pool may have. */
export interface Shares {
  /** Group per row. */
  readonly of: Int32Array;
  /** Picks that a group may have. */
  limit(group: number): number;
  /** So many groups may have one more, those that are full first. */
  readonly spare: number;
}

/** The groups that the batch is limited to, or balanced over. */
export interface Groups {
  /** At most so many picks of each. */
  readonly capped: Shares | undefined;
  /** An even share for each, as far as that is possible. */
  readonly balanced: Int32Array | undefined;
  /** The number in `balanced` of rows that are in no group. */
  readonly unknown: number | undefined;
  readonly notes: readonly string[];
}

/** The same limit for every group. */
export function sameLimit(of: Int32Array, limit: number): Shares {
  return { of, limit: () => limit, spare: 0 };
}

/**
 * Even shares of `budget` for the groups that have candidates; what a small group cannot use goes to the others (water
 * filling). Rows of the group `unknown` get none.
 */
export function evenShares(of: Int32Array, candidates: Int32Array, budget: number, unknown?: number): Shares {
  const counts = candidateCounts(of, candidates, unknown);
  const ascending = [...counts.values()].sort((a, b) => a - b);
  let left = budget;
  let share = 0;
  for (const [i, count] of ascending.entries()) {
    share = Math.floor(left / (ascending.length - i));
    if (count > share) break;
    left -= count;
  }
  const limitOf = (count: number): number => Math.min(count, share);
  const given = ascending.reduce((sum, count) => sum + limitOf(count), 0);
  const limit = (group: number): number => (group === unknown ? -1 : limitOf(counts.get(group) ?? 0));
  return { of, limit, spare: Math.max(0, budget - given) };
}

/** How many of the groups to be balanced, as far as they have candidates, have fewer of `picks` than an even share. */
export function shortGroups(
  { balanced, unknown }: Groups,
  candidates: Int32Array,
  picks: readonly Pick[],
): number {
  if (balanced === undefined) return 0;
  const counts = candidateCounts(balanced, candidates, unknown);
  const rows = Int32Array.from(picks, ({ index }) => index);
  const picked = candidateCounts(balanced, rows, unknown);
  const even = Math.floor(picks.length / Math.max(1, counts.size));
  return [...counts.keys()].filter((group) => (picked.get(group) ?? 0) < even).length;
}

function candidateCounts(
  of: Int32Array,
  rows: Int32Array,
  unknown: number | undefined,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const row of rows) if (of[row] !== unknown) counts.set(of[row], (counts.get(of[row]) ?? 0) + 1);
  return counts;
}
