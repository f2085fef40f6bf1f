import type { Draft, Questioner } from './drafts.ts';
import type { RelationGraph } from './graph.ts';
import { settlingPair } from './settle.ts';

/** Contradictions that are looked at in one round, the newest. */
const mostConflicts = 100;

/** Questions that settle contradictions, before all others: what stands between them is not applied as long as they stand. */
export function settleQuestioner(
  graph: RelationGraph,
  mayAsk: (row: number) => boolean,
  similarity: (a: number, b: number) => number,
): Questioner {
  const canAsk = (a: number, b: number): boolean => mayAsk(a) && mayAsk(b);
  const pairs = graph.conflicts
    .slice(-mostConflicts)
    .map((conflict) => settlingPair(conflict, graph, similarity, canAsk))
    .filter(({ a, b }) => canAsk(a, b));
  return {
    drafts: (isUsed) => {
      const open = pairs.find(({ a, b }) => !isUsed(a) && !isUsed(b));
      if (open === undefined) return [];
      const { a, b } = open;
      const query = { kind: 'pair', purpose: 'settle', a, b, expected: 1, why } as const;
      return [{ query, score: Number.POSITIVE_INFINITY } satisfies Draft];
    },
  };
}

const why = 'Answers contradict one another, and this one settles it most cheaply.';
