import { UserError } from '../errors.ts';
import { checkRequest } from '../round.ts';
import type { Strategy } from './simulation.ts';

/** Selectors whose papers spend the whole budget in one round. */
const oneShot = new Set(['active-ft', 'freesel', 'k-medoids-init', 'usl']);

/** The strategy that chooses where one that needs labels has none yet. */
const starter: Strategy = {
  name: 'max-herding',
  selector: 'max-herding',
  parameters: { sigma: 'median' },
};

/** Throws a `usage` error for what cannot be simulated: unknown selectors and parameters, equal names, scores. */
export function checkStrategies(strategies: readonly Strategy[]): void {
  if (strategies.length === 0)
    throw new UserError('usage', 'There is no strategy to simulate; name one at least.');
  const names = new Set<string>();
  for (const { name, selector, parameters } of strategies) {
    const { needs } = checkRequest({ selector, parameters, budget: 1 }).selector;
    if (needs.includes('scores'))
      throw new UserError(
        'usage',
        `The strategy ${selector} needs a score per image, which a simulation has not; leave it out.`,
      );
    if (names.has(name))
      throw new UserError('usage', `The strategy ${name} stands twice in the list; name each of them once.`);
    names.add(name);
  }
}

/** Whether all labels of a budget are chosen anew. */
export function isOneShot({ isOneShot: asked, selector }: Strategy): boolean {
  return asked ?? oneShot.has(selector);
}

/** The strategy that chooses when labels of so many classes are there. */
export function strategyFor(strategy: Strategy, labeledClasses: number): Strategy {
  if (labeledClasses >= 2) return strategy;
  const { selector, parameters, start } = strategy;
  const { needs } = checkRequest({ selector, parameters, budget: 1 }).selector;
  const needsModel = needs.includes('labels') || needs.includes('probabilities');
  const isFirst = labeledClasses === 0;
  return needsModel || (isFirst && start === 'max-herding') ? starter : strategy;
}
