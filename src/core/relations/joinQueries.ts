import type { Draft, Questioner } from './drafts.ts';
import type { LargeJoin } from './largeJoins.ts';

/** Images of a side that are looked at. */
const mostLooked = 50;

/**
 * Questions that hold an answer that joined two large groups against a second pair of their images, once, so that one wrong
 * key does not join two classes unnoticed: a no contradicts it. They come right after contradictions, while that answer is
 * the last one in doubt. `similarity` of two rows: shown is what is most like the image that was asked about.
 */
export function joinQuestioner(
  joins: readonly LargeJoin[],
  mayAsk: (row: number) => boolean,
  similarity: (a: number, b: number) => number,
): Questioner {
  const standIn = (of: number, side: Int32Array): number | undefined => {
    const others = side.filter((row) => row !== of && mayAsk(row)).subarray(0, mostLooked);
    const likeness = Float64Array.from(others, (row) => similarity(of, row));
    return others[likeness.indexOf(likeness.reduce((most, value) => Math.max(most, value), -2))];
  };
  const pairs = joins.flatMap(({ a, b, sides }) => {
    const [p, q] = [standIn(a, sides[0]), standIn(b, sides[1])];
    return p === undefined || q === undefined ? [] : [{ a: p, b: q }];
  });
  return {
    drafts: (isUsed) => {
      const open = pairs.findLast(({ a, b }) => !isUsed(a) && !isUsed(b));
      if (open === undefined) return [];
      const query = { kind: 'pair', purpose: 'check', ...open, expected: 1, why } as const;
      return [{ query, score: Number.MAX_VALUE } satisfies Draft];
    },
  };
}

const why = 'One answer alone made one of their two groups, and this one makes sure.';
