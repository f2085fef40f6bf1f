import { describe, expect, it } from 'vitest';
import { labelFacts } from '../../../src/core/advise/facts.ts';
import type { RemovalTest } from '../../../src/core/advise/removal.ts';
import { ruleOf } from '../../../src/core/advise/rule.ts';
import { lateStrategy } from '../../../src/core/advise/strategy.ts';
import { halfSpaces } from './halfSpaces.ts';

const facts = labelFacts(halfSpaces(100, 60), { budget: 10, totalBudget: 0 });
const test = (favors: RemovalTest['favors']): RemovalTest => ({
  favors,
  removals: [
    { strategy: 'max-herding', accuracy: { mean: 0.801, standardError: 0.01 } },
    { strategy: 'margin', accuracy: { mean: 0.85, standardError: 0.01 } },
  ],
});

describe('the strategy where there are many labels', () => {
  it('is the margin, whether or not its labels are missed more', () => {
    for (const favors of ['margin', undefined] as const)
      expect(lateStrategy(facts, ruleOf(facts), test(favors))).toEqual({
        phase: 'fine-tuning',
        selector: 'margin',
        parameters: {},
        why: 'There are 60 labels of 2 classes, enough that the doubts of a model mean something, so the batch takes images between two classes, spread over groups.',
        removal: test(favors).removals,
      });
  });

  it('stays MaxHerding where the labels it would ask for are missed more', () => {
    const advice = lateStrategy(facts, ruleOf(facts), test('max-herding'));
    expect(advice).toMatchObject({
      phase: 'consolidation',
      selector: 'max-herding',
      parameters: { sigma: 'half-median' },
      why: 'The labels that represent most images are missed more than the doubtful ones (accuracy without them 80.1 %, against 85.0 %), so the batch goes on with such.',
    });
  });
});
