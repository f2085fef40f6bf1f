import { UserError } from '../core/errors.ts';
import { checkProtocol, checkSeeds } from '../core/simulate/protocol.ts';
import type { Protocol, Strategy, Task } from '../core/simulate/simulation.ts';
import { checkStrategies } from '../core/simulate/strategy.ts';
import type { SimulateRequest } from '../protocol/simulate.ts';

/** A task with the rounds it has: what a finished one is found by. */
export interface PlannedTask extends Task {
  readonly budgets: Protocol['budgets'];
}

/** A simulation as it will run: complete and checked. */
export interface Plan {
  readonly protocol: Protocol;
  readonly strategies: readonly Strategy[];
  readonly seeds: readonly number[];
  /** Whether it is also measured with every image labeled. */
  readonly hasCeiling: boolean;
  readonly reference: string;
  /** Seed by seed, so that what is there after a while compares all strategies. */
  readonly tasks: readonly PlannedTask[];
}

const everyImage: Strategy = { name: 'every image', selector: 'random', parameters: {} };

/** The task that labels the whole pool in one round: what a head can do at best. */
export function ceilingTask(seed: number): PlannedTask {
  return { strategy: everyImage, seed, budgets: [Number.MAX_SAFE_INTEGER] };
}

/** Plans a simulation; refuses, before anything is embedded, what cannot be simulated. */
export function planSimulation(request: SimulateRequest): Plan {
  const { budgets, heads, heldOut, poolSize, heldOutSize, strategies } = request;
  mustKnowClasses(request.truth);
  const given = Object.entries({ budgets, heads, heldOut, poolSize, heldOutSize });
  const protocol = checkProtocol(Object.fromEntries(given.filter(([, value]) => value !== undefined)));
  const seeds = checkSeeds(request.seeds);
  checkStrategies(strategies);
  const hasCeiling = request.ceiling ?? true;
  const tasks = seeds.flatMap((seed) => [
    ...strategies.map((strategy) => ({ strategy, seed, budgets: protocol.budgets })),
    ...(hasCeiling ? [ceilingTask(seed)] : []),
  ]);
  return { protocol, strategies, seeds, hasCeiling, reference: referenceOf(request), tasks };
}

function mustKnowClasses(truth: Int32Array): void {
  const classes = new Set(truth.filter((c) => c >= 0)).size;
  if (classes >= 2) return;
  throw new UserError(
    'bad-input',
    `Images of ${classes === 0 ? 'no class' : 'one class only'} are known; a simulation needs the true classes of many images, two classes at least.`,
  );
}

function referenceOf({ reference, strategies }: SimulateRequest): string {
  const names = strategies.map(({ name }) => name);
  if (reference === undefined) return names.includes('random') ? 'random' : names[0];
  if (names.includes(reference)) return reference;
  throw new UserError('usage', `The reference ${reference} takes no part; add it to the strategies.`);
}
