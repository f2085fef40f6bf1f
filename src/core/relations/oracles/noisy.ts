import type { Rng } from '../../rng.ts';
import type { Oracle } from '../query.ts';

/**
 * Answers as another oracle does, but each comparison is turned round with probability `share`, and each label is another
 * class with that probability. What it was unsure of stays so.
 */
export function noisyOracle(
  oracle: Oracle,
  { share, classCount, rng }: { readonly share: number; readonly classCount: number; readonly rng: Rng },
): Oracle {
  const errs = (): boolean => rng.next() < share;
  return {
    async ask(query) {
      const answer = await oracle.ask(query);
      if (answer.kind === 'label') {
        const { label } = answer;
        if (label === null || classCount < 2 || !errs()) return answer;
        return { kind: 'label', label: (label + 1 + rng.below(classCount - 1)) % classCount };
      }
      if (answer.kind === 'pair') {
        if (answer.relation === 'unsure' || !errs()) return answer;
        return { kind: 'pair', relation: answer.relation === 'same' ? 'different' : 'same' };
      }
      const kept = new Set(answer.same);
      const turned = new Set([...answer.same, ...answer.different].filter(errs));
      const said = [...answer.same, ...answer.different];
      const isSame = (row: number): boolean => kept.has(row) !== turned.has(row);
      return {
        ...answer,
        same: said.filter(isSame),
        different: said.filter((row) => !isSame(row)),
      };
    },
  };
}
