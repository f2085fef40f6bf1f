import type { Advice, AdviceFacts } from './advice.ts';

/** The strategy that the counts alone speak for. */
export function ruleOf({
  images,
  budget,
  labelsPerClass,
}: AdviceFacts): Pick<Advice, 'phase' | 'selector' | 'why'> {
  if (labelsPerClass.most >= 2)
    return {
      phase: 'consolidation',
      selector: 'max-herding',
      why: 'Some class has two labels or more, so the batch covers what the labeled images do not represent yet.',
    };
  if (2 * budget <= images)
    return {
      phase: 'discovery',
      selector: 'typiclust',
      why: 'No class has two labels yet, so the batch takes the most typical image of each group.',
    };
  return {
    phase: 'discovery',
    selector: 'max-herding',
    why: 'The batch is more than half of the images, too many for a group each, so it takes those that represent most.',
  };
}
