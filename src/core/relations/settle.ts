import type { Conflict } from './conflict.ts';
import type { RelationGraph } from './graph.ts';
import { relationSources, relationValue } from './statements.ts';

const person = relationSources.indexOf('person');

/**
 * The pair whose answer settles a contradiction most cheaply: the one most likely said wrongly, of the contradicted pair
 * and the pairs of the chain. What is free is doubted before a person; what was said less often before what was said more
 * often; that two differ (an image overlooked in a grid) before that they are the same; then what `similarity` makes least
 * plausible; then what was said last. `canAsk`: pairs that may be asked; the contradicted one if none of them may.
 */
export function settlingPair(
  conflict: Conflict,
  graph: RelationGraph,
  similarity?: (a: number, b: number) => number,
  canAsk: (a: number, b: number) => boolean = () => true,
): { readonly a: number; readonly b: number } {
  const statements = [conflict.statement];
  for (const link of conflict.chain) if (link.kind === 'statement') statements.push(link.statement);
  const doubts = statements.flatMap((number) => {
    const { a, b, relation, source, times } = graph.statement(number);
    if (!canAsk(a, b)) return [];
    const likeness = (similarity?.(a, b) ?? 0) * relation;
    const order = [
      source === person ? 1 : 0,
      times,
      relation === relationValue.same ? 1 : 0,
      likeness,
      -number,
    ];
    return [{ a, b, order }];
  });
  const [{ a, b } = conflict] = doubts.sort((x, y) => compareLists(x.order, y.order));
  return { a, b };
}

function compareLists(x: readonly number[], y: readonly number[]): number {
  for (const [i, value] of x.entries()) if (value !== y[i]) return value - y[i];
  return 0;
}
