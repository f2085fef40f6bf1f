import type { Oracle } from '../query.ts';
import { type Relation, relationValue, type Statements } from '../statements.ts';

/**
 * Answers as a log did: of each pair, what was said of it last. Candidates of which nothing was said are left out of the
 * answer; of such a pair it is unsure. It knows no labels.
 */
export function replayOracle({ a, b, relation }: Statements): Oracle {
  const said = new Map<string, Relation>();
  for (let i = 0; i < a.length; i++) said.set(keyOf(a[i], b[i]), names[relation[i] + 1]);
  return {
    async ask(query) {
      if (query.kind === 'label') return { kind: 'label', label: null };
      if (query.kind === 'pair')
        return { kind: 'pair', relation: said.get(keyOf(query.a, query.b)) ?? 'unsure' };
      const those = (value: Relation): readonly number[] =>
        query.candidates.filter((row) => said.get(keyOf(query.anchor, row)) === value);
      return { kind: 'grid', same: those('same'), different: those('different'), unsure: those('unsure') };
    },
  };
}

const names: readonly Relation[] = (['different', 'unsure', 'same'] as const).toSorted(
  (x, y) => relationValue[x] - relationValue[y],
);

function keyOf(a: number, b: number): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
