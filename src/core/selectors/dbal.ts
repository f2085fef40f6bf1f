import { row } from '../math/matrix.ts';
import { dropoutSelector } from './dropoutSelector.ts';
import type { Selector } from './selector.ts';
import { entropy } from './uncertainty.ts';

/** DBAL as baselines know it: the entropy of the mean over passes with dropout. */
export const dbal: Selector = dropoutSelector(
  {
    id: 'dbal',
    title: 'DBAL',
    summary: 'Picks the images that versions of the model leave open between classes when taken together.',
    when: 'Use it in late rounds in place of entropy: it is less sure of itself.',
    cost: 'A training with dropout, then N D K for each pass.',
    source:
      'Gal, Islam and Ghahramani 2017 (1703.02910), entropy of the predictive mean, as in the baselines of VAAL and BAL',
  },
  {
    passes: 25,
    score: ({ mean }, i) => entropy(row(mean, i)),
    text: (share) =>
      `Open between classes: the mean over passes with features left out is ${share} of the way to pure guessing`,
  },
);
