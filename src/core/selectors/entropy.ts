import type { Selector } from './selector.ts';
import { uncertaintySelector } from './uncertaintySelector.ts';

/** Uncertainty sampling by the entropy of the class probabilities. */
export const entropy: Selector = uncertaintySelector({
  id: 'entropy',
  title: 'Entropy',
  summary: 'Picks the images whose probabilities are spread over the classes most evenly.',
  source: 'Shannon 1948; as a query strategy Settles 2009, section 3.1',
});
