import type { Selector } from './selector.ts';
import { uncertaintySelector } from './uncertaintySelector.ts';

/** Uncertainty sampling by the probability of the most likely class. */
export const leastConfidence: Selector = uncertaintySelector({
  id: 'least-confidence',
  title: 'Least Confidence',
  summary: 'Picks the images whose most likely class is least certain.',
  when: 'Use it in late rounds, when the model is mostly right; margin does the same a little better.',
  cost: 'A fit of the model, then N K, and k-means of 5 b images.',
  source: 'Lewis and Gale 1994: lowest probability of the most likely class',
});
