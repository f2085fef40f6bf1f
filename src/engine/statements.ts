import { UserError } from '../core/errors.ts';
import type { Statements } from '../core/relations/statements.ts';
import type { PoolRelations } from '../protocol/engine.ts';
import { sha256 } from './sha256.ts';

/** sha256 hex of all that features are learned from beside the embeddings. */
export function hashRelations({ statements, eliminate }: PoolRelations, given: Int32Array): string {
  const { a, b, relation, source } = statements;
  return sha256(JSON.stringify([a.length, eliminate]), a, b, relation, source, given);
}

/** Refuses statements that are not about rows of the pool: they would be followed to wrong images. */
export function checkStatements({ a, b, relation, source }: Statements, size: number): void {
  if ([b, relation, source].some(({ length }) => length !== a.length))
    throw new UserError('internal', 'The parts of the statements are not of one length.');
  const isStrange = (row: number): boolean => row < 0 || row >= size;
  const stranger = a.find(isStrange) ?? b.find(isStrange);
  if (stranger !== undefined) throw new UserError('internal', `There is no row ${stranger} in ${size}.`);
}
