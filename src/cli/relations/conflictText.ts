import type { RelationConflict, ToldStatement } from '../../dataset/relations/conflicts.ts';
import { printable } from '../printable.ts';

/** A contradiction with the chain that proves it, and the question that settles it, for a person. */
export function conflictText({ said, chain, ask }: RelationConflict, number: number): string {
  return [
    `${number}. ${statementText(said)}; but`,
    ...chain.map((statement) => `     ${statementText(statement)}`),
    `   Ask: do ${printable(ask.a)} and ${printable(ask.b)} show the same?`,
  ].join('\n');
}

function statementText({ a, b, relation, label, source, times, answer }: ToldStatement): string {
  if (relation === 'label') return `${printable(a)} is labeled ${printable(label)}`;
  const who = source === '' ? 'said' : `by ${source}`;
  const often = times > 1 ? ` ${times} times` : '';
  const by = `(${who}${often}, answer ${printable(answer)})`;
  return `${printable(a)} ${relation === 'same' ? 'shows the same as' : 'is not the same as'} ${printable(b)} ${by}`;
}
