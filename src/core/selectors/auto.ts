import { maxHerding } from './maxHerding.ts';
import { defaultParameters } from './parameters.ts';
import type { Pool, Selector } from './selector.ts';
import { typiclust } from './typiclust.ts';

/** Chooses the strategy by how many labels there are, and runs it with its defaults. */
export const auto: Selector = {
  id: 'auto',
  title: 'Automatic',
  summary: 'Takes the strategy that fits the number of labels, and says which and why.',
  source: 'A rule of ours: typicality first, then coverage (2202.02794, 2407.12212)',
  needs: ['embeddings'],
  parameters: {},
  async select(pool, budget, _parameters, ctx) {
    const { selector, why } = choose(pool, budget);
    const selection = await selector.select(pool, budget, defaultParameters(selector), ctx);
    return { ...selection, chosen: { selector: selector.id, why } };
  },
};

function choose(pool: Pool, budget: number): { readonly selector: Selector; readonly why: string } {
  const images = pool.labeled.length + pool.candidates.length;
  if (largestClass(pool) >= 2)
    return {
      selector: maxHerding,
      why: 'Some class has two labels or more, so the batch covers what the labeled images do not represent yet.',
    };
  if (2 * budget <= images)
    return {
      selector: typiclust,
      why: 'No class has two labels yet, so the batch takes the most typical image of each group.',
    };
  return {
    selector: maxHerding,
    why: 'The batch is more than half of the images, too many for a group each, so it takes those that represent most.',
  };
}

/** Labels of the class that has most. */
function largestClass({ labels, labeled }: Pool): number {
  const counts = new Map<number, number>();
  for (const row of labeled) counts.set(labels[row], (counts.get(labels[row]) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}
