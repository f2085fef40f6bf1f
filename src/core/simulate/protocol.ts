import { UserError } from '../errors.ts';
import { type Protocol, type SimulationHead, simulationHeads } from './simulation.ts';

/** The part of a protocol that a person left out. */
const usual: Omit<Protocol, 'budgets'> = {
  heads: ['softmax', '1nn'],
  heldOut: 0.3,
  poolSize: 0,
  heldOutSize: 0,
};

/** A complete protocol: budgets ascending, each once. Throws a `usage` error for what cannot be simulated. */
export function checkProtocol(asked: Partial<Protocol>): Protocol {
  const protocol = { ...usual, budgets: [], ...asked };
  const budgets = [...new Set(protocol.budgets)].sort((a, b) => a - b);
  if (budgets.length === 0) throw new UserError('usage', 'There is no budget; name one at least.');
  mustBeWhole('budget', budgets, 1);
  mustBeWhole('size', [protocol.poolSize, protocol.heldOutSize], 0);
  const heads = [...new Set(protocol.heads)];
  if (heads.length === 0)
    throw new UserError('usage', 'There is no head to measure with; name one at least.');
  for (const head of heads) mustBeHead(head);
  if (!(protocol.heldOut > 0 && protocol.heldOut < 1))
    throw new UserError(
      'usage',
      `The held-out share is ${protocol.heldOut}; it must lie between 0 and 1, as 0.3 does.`,
    );
  return { ...protocol, budgets, heads };
}

/** Seeds as given, each once. Throws a `usage` error for none, or one that is no whole number. */
export function checkSeeds(seeds: readonly number[]): readonly number[] {
  if (seeds.length === 0) throw new UserError('usage', 'There is no seed; give one at least.');
  mustBeWhole('seed', seeds, 0);
  return [...new Set(seeds)];
}

function mustBeWhole(what: string, values: readonly number[], least: number): void {
  const wrong = values.find((value) => !Number.isSafeInteger(value) || value < least);
  if (wrong !== undefined)
    throw new UserError(
      'usage',
      `The ${what} ${wrong} is not possible; it must be a whole number of at least ${least}.`,
    );
}

function mustBeHead(head: SimulationHead): void {
  if (simulationHeads.includes(head)) return;
  throw new UserError('usage', `There is no head "${head}"; choose among ${simulationHeads.join(', ')}.`);
}
