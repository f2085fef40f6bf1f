import { UserError } from '../core/errors.ts';
import type { RelateRequest, RelateResult } from '../protocol/relations.ts';
import type { CallContext } from '../protocol/rpc.ts';
import { type PoolTools, preparePool } from './poolWork.ts';
import { checkStatements } from './statements.ts';

/** Has the most useful questions about relations worked out, beside the rows that are embedded already. */
export async function relateOnPool(
  request: RelateRequest,
  { native, embeddedSoFar }: Pick<PoolTools, 'native' | 'embeddedSoFar'>,
  { signal, progress }: CallContext,
): Promise<RelateResult> {
  const started = performance.now();
  const { statements, count, candidates, seed, eliminate } = request;
  check(request);
  const { work, notes } = await preparePool(request, true, embeddedSoFar);
  const outcome = await native
    .api()
    .relate({ ...work, statements, count, candidates, seed, eliminate }, { signal, onProgress: progress });
  return {
    ...outcome,
    notes: [...notes, ...outcome.notes],
    seconds: (performance.now() - started) / 1000,
  };
}

function check({ statements, labels, count, candidates }: RelateRequest): void {
  if (!Number.isInteger(count) || count < 1)
    throw new UserError('usage', `${count} questions were asked for; ask for one at least.`);
  if (!Number.isInteger(candidates) || candidates < 2 || candidates > 9)
    throw new UserError('usage', `A question cannot show ${candidates} images; show 2 to 9.`);
  checkStatements(statements, labels.length);
}
