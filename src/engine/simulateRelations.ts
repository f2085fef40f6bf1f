import { UserError } from '../core/errors.ts';
import type { SessionResult } from '../core/relations/simulate/session.ts';
import { checkProtocol, checkSeeds } from '../core/simulate/protocol.ts';
import type { CallContext } from '../protocol/rpc.ts';
import type { SimulateRelationsRequest, SimulateRelationsResult } from '../protocol/simulateRelations.ts';
import { type PoolTools, preparePool } from './poolWork.ts';

/** Holds sessions of questions with an oracle that knows the truth, one after another. */
export async function simulateRelations(
  request: SimulateRelationsRequest,
  { native, embed }: Pick<PoolTools, 'native' | 'embed'>,
  { signal, progress }: CallContext,
): Promise<SimulateRelationsResult> {
  const started = performance.now();
  const { source, classes, truth, strategies, marks, candidates, noise } = request;
  const { heldOut, poolSize, heldOutSize } = request;
  const { budgets, ...split } = checkProtocol({ budgets: marks, heldOut, poolSize, heldOutSize });
  const seeds = checkSeeds(request.seeds);
  if (!(noise >= 0 && noise < 1))
    throw new UserError(
      'usage',
      `The share of wrong answers is ${noise}; it must lie between 0 and 1, as 0.05 does.`,
    );
  const { work, folder } = await preparePool(
    { source, classes, labels: truth, excluded: new Int32Array(0) },
    true,
    embed,
  );
  const plans = strategies.flatMap((strategy) =>
    seeds.map((seed) => ({ strategy, seed, marks: budgets, candidates, noise })),
  );
  const sessions: SessionResult[] = [];
  for (const plan of plans) {
    progress({ phase: 'simulate', done: sessions.length, total: plans.length });
    sessions.push(await native.api().simulateRelations({ ...work, plan, split }, { signal }));
  }
  return {
    sessions,
    unreadable: folder?.unreadable ?? [],
    encoder: folder?.info,
    seconds: (performance.now() - started) / 1000,
  };
}
