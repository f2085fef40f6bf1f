import { labelFacts } from '../advise/facts.ts';
import { adviseStrategy } from '../advise/strategy.ts';
import { UserError } from '../errors.ts';
import { anchoredKMeans } from './anchoredKMeans.ts';
import { margin } from './margin.ts';
import { maxHerding } from './maxHerding.ts';
import { defaultParameters } from './parameters.ts';
import type { Selector } from './selector.ts';

/** What the advice may name. */
const advised: readonly Selector[] = [anchoredKMeans, maxHerding, margin];

/** Chooses the strategy by how many labels there are and what they are worth, and runs it. */
export const auto: Selector = {
  id: 'auto',
  title: 'Automatic',
  summary: 'Takes the strategy that fits the labels there are, and says which and why.',
  when: 'Use it unless you know better.',
  cost: 'That of the strategy it takes; from 20 labels per class on also the removal test, a few seconds however many images there are.',
  source:
    'A rule of ours: groups first, then coverage (2407.12212), then the margin, unless the removal test of 2306.03543 speaks against it',
  needs: ['embeddings'],
  parameters: {},
  async select(pool, budget, _parameters, ctx) {
    const facts = labelFacts(pool, { budget, totalBudget: ctx.totalBudget });
    const { selector: id, parameters, why } = await adviseStrategy(pool, facts, ctx);
    const selector = advised.find((one) => one.id === id);
    if (selector === undefined) throw new UserError('internal', `The advice names ${id}, which auto lacks.`);
    const selection = await selector.select(
      pool,
      budget,
      { ...defaultParameters(selector), ...parameters },
      ctx,
    );
    return { ...selection, chosen: { selector: id, why } };
  },
};
