import type { Selector } from './selector.ts';
import { uncertaintySelector } from './uncertaintySelector.ts';

/** Uncertainty sampling by the entropy of the class probabilities. */
export const entropy: Selector = uncertaintySelector({
  id: 'entropy',
  title: 'Entropy',
  summary: 'Picks the images whose probabilities are spread over the classes most evenly.',
  when: 'Use it in late rounds with few classes; with many, those that are out of the question blur it.',
  cost: 'A fit of the model, then N K, and k-means of 5 b images.',
  source: 'Shannon 1948; as a query strategy Settles 2009, section 3.1',
});
