import { UserError } from '../core/errors.ts';
import type { Statements } from '../core/relations/statements.ts';

/** Refuses statements that are not about rows of the pool: they would be followed to wrong images. */
export function checkStatements({ a, b, relation, source }: Statements, size: number): void {
  if ([b, relation, source].some(({ length }) => length !== a.length))
    throw new UserError('internal', 'The parts of the statements are not of one length.');
  const isStrange = (row: number): boolean => row < 0 || row >= size;
  const stranger = a.find(isStrange) ?? b.find(isStrange);
  if (stranger !== undefined) throw new UserError('internal', `There is no row ${stranger} in ${size}.`);
}
