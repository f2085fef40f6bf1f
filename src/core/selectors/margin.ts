import type { Selector } from './selector.ts';
import { uncertaintySelector } from './uncertaintySelector.ts';

/** Uncertainty sampling by the margin between the two most likely classes. */
export const margin: Selector = uncertaintySelector({
  id: 'margin',
  title: 'Margin',
  summary: 'Picks the images that hang between two classes. For late rounds, when the model is good.',
  when: 'Use it in late rounds, from about 20 labels per class on.',
  cost: 'A fit of the model, then N K, and k-means of 5 b images.',
  source: 'Scheffer, Decomain and Wrobel 2001: smallest difference between the two highest probabilities',
});
