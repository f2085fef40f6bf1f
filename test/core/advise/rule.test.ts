import { describe, expect, it } from 'vitest';
import { labelFacts } from '../../../src/core/advise/facts.ts';
import { ruleOf } from '../../../src/core/advise/rule.ts';
import { createPool } from '../../../src/core/pool.ts';

/** The rule for a pool of 100 images of which the first have these labels. */
function ruleFor(labels: readonly number[], budget: number): ReturnType<typeof ruleOf> {
  return ruleOf(factsOf(labels, budget));
}

function factsOf(labels: readonly number[], budget: number, totalBudget = 0): ReturnType<typeof labelFacts> {
  const all = new Int32Array(100).fill(-1);
  all.set(labels);
  return labelFacts(createPool({ labels: all, classCount: 9, excluded: [99] }), { budget, totalBudget });
}

describe('the facts of the labels', () => {
  it('count images, labels and classes', () => {
    expect(factsOf([0, 0, 0, 4], 10)).toEqual({
      images: 99,
      labeled: 4,
      classes: 2,
      labelsPerClass: { mean: 2, least: 1, most: 3 },
      budget: 10,
    });
    expect(factsOf([], 10)).toMatchObject({ classes: 0, labelsPerClass: { mean: 0, least: 0, most: 0 } });
  });

  it('know how many labels are left of a total, never less than none', () => {
    expect(factsOf([0, 1], 5, 10).labelsLeft).toBe(8);
    expect(factsOf([0, 1, 1], 5, 2).labelsLeft).toBe(0);
  });

  it('take nothing of a total for labels that only follow from relations', () => {
    const labels = Int32Array.of(0, 0, 1, -1);
    const pool = createPool({ labels, given: Int32Array.of(0, -1, -1, -1), classCount: 2 });
    expect(labelFacts(pool, { budget: 5, totalBudget: 10 })).toMatchObject({ labeled: 3, labelsLeft: 9 });
  });
});

describe('the rule by counts', () => {
  it.each([
    ['nothing is labeled', [], 10, 'discovery', 'anchored-k-means'],
    [
      'there are fewer labels than picks, about one per class',
      [0, 1, 2, 2],
      10,
      'discovery',
      'anchored-k-means',
    ],
    ['there are as many labels as picks', [0, 1, 2, 3, 4], 5, 'consolidation', 'max-herding'],
    ['classes have two labels', [0, 0, 1, 1], 10, 'consolidation', 'max-herding'],
    ['one class has all labels', [3, 3, 3], 10, 'consolidation', 'max-herding'],
    ['the first batch is more than half of the images', [], 60, 'discovery', 'max-herding'],
  ] as const)('when %s', (_, labels, budget, phase, selector) => {
    const rule = ruleFor(labels, budget);
    expect(rule).toMatchObject({ phase, selector });
    expect(rule.parameters).toEqual(selector === 'max-herding' ? { sigma: 'half-median' } : {});
    expect(rule.why).toMatch(/^[A-Z][^.]*\.$/);
  });

  it('tells the labels it goes by', () => {
    expect(ruleFor([0], 10).why).toBe(
      'There is one label of one class, fewer than in this batch, so it takes the image that represents each group without a label best.',
    );
    expect(ruleFor([0, 0, 1, 1], 4).why).toBe(
      'There are 4 labels of 2 classes, so the batch takes what represents most images that no label represents yet.',
    );
  });
});
