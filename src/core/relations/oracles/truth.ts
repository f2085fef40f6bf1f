import type { Oracle } from '../query.ts';

/** Knows the class of every row, and never errs. A row of no known class (-1) it is unsure of. */
export function truthOracle(truth: ArrayLike<number>): Oracle {
  const isKnown = (row: number): boolean => truth[row] >= 0;
  return {
    async ask(query) {
      if (query.kind === 'label')
        return { kind: 'label', label: isKnown(query.row) ? truth[query.row] : null };
      const relationTo = (anchor: number, row: number): 'same' | 'different' | 'unsure' => {
        if (!isKnown(anchor) || !isKnown(row)) return 'unsure';
        return truth[anchor] === truth[row] ? 'same' : 'different';
      };
      if (query.kind === 'pair') return { kind: 'pair', relation: relationTo(query.a, query.b) };
      const those = (relation: 'same' | 'different' | 'unsure'): readonly number[] =>
        query.candidates.filter((row) => relationTo(query.anchor, row) === relation);
      return { kind: 'grid', same: those('same'), different: those('different'), unsure: those('unsure') };
    },
  };
}
