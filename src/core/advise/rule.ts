import type { Advice, AdviceFacts } from './advice.ts';

/** Labels of the mean class from which a class counts as found. */
const foundFrom = 1.5;

/**
 * The strategy that the counts alone speak for. Measured over sets of images, digits and generated points, with logistic
 * regression and with 1-NN: anchored k-means gives the best first batch, most of all near one label per class; once there
 * are labels, MaxHerding with half the median distance is best or within the error of it, up to 20 per class.
 */
export function ruleOf(
  facts: AdviceFacts,
): Pick<Advice, 'phase' | 'selector' | 'why'> & Required<Pick<Advice, 'parameters'>> {
  const { images, labeled, budget, labelsPerClass } = facts;
  const isFirst = labeled === 0 || (labelsPerClass.mean < foundFrom && labeled < budget);
  if (!isFirst)
    return {
      phase: 'consolidation',
      ...herding,
      why: `There ${counted(facts)}, so the batch takes what represents most images that no label represents yet.`,
    };
  if (2 * budget > images)
    return {
      phase: 'discovery',
      ...herding,
      why: 'The batch is more than half of the images, too many for a group each, so it takes those that represent most.',
    };
  return {
    phase: 'discovery',
    selector: 'anchored-k-means',
    parameters: {},
    why:
      labeled === 0
        ? 'Nothing is labeled yet, so the batch takes the image that represents each group best.'
        : `There ${counted(facts)}, fewer than in this batch, so it takes the image that represents each group without a label best.`,
  };
}

const herding = { selector: 'max-herding', parameters: { sigma: 'half-median' } } as const;

/** "are 24 labels of 3 classes", to be read after "There". */
export function counted({ labeled, classes }: AdviceFacts): string {
  const labels = labeled === 1 ? 'is one label' : `are ${labeled} labels`;
  return `${labels} of ${classes === 1 ? 'one class' : `${classes} classes`}`;
}
