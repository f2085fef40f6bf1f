import { row } from '../math/matrix.ts';
import { dropoutSelector } from './dropoutSelector.ts';
import type { Selector } from './selector.ts';
import { entropy } from './uncertainty.ts';

/** BALD: what the label would tell about the model, H(mean of passes) - mean of H(pass). */
export const bald: Selector = dropoutSelector(
  {
    id: 'bald',
    title: 'BALD',
    summary: 'Picks the images on which versions of the model contradict each other, each sure of itself.',
    when: 'Use it in late rounds as a second opinion beside margin.',
    cost: 'A training with dropout, then N D K for each pass.',
    source: 'Houlsby et al. 2011 (1112.5745); with dropout Gal, Islam and Ghahramani 2017 (1703.02910)',
  },
  {
    passes: 10,
    score: ({ mean, meanEntropy }, i) => entropy(row(mean, i)) - meanEntropy[i],
    text: (share) =>
      `Opinions differ: with other features left out the head changes its mind, ${share} of the highest disagreement`,
  },
);
