import type { Selector } from './selector.ts';

/** Uniform choice without replacement: the baseline every other strategy is compared with. */
export const random: Selector = {
  id: 'random',
  title: 'Random',
  summary: 'Picks images at random. The honest baseline.',
  when: 'Use it to compare with, or when the labels must be a fair sample of all images.',
  cost: 'Next to nothing.',
  source: 'Baseline',
  needs: [],
  parameters: {},
  async select(pool, budget, _parameters, ctx) {
    await ctx.pause();
    const order = ctx.rng.permutation(pool.candidates.length);
    const count = Math.min(budget, order.length);
    const picks = Array.from({ length: count }, (_, rank) => ({
      index: pool.candidates[order[rank]],
      score: 0,
      reason: { text: 'Chosen at random.' },
    }));
    return { picks, shortfall: budget - count, notes: [] };
  },
};
