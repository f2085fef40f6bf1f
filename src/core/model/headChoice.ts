import { type Evidence, evidenceOf, fitTemperature } from './calibration.ts';
import { accuracyUnder, labelsToTell, type Trial } from './crossValidation.ts';
import type { Head } from './head.ts';
import type { MixtureWeights } from './mixture.ts';
import type { TrainingSet } from './training.ts';

/** Weights of the models, and one sentence why. */
export interface Decision {
  readonly weights: MixtureWeights;
  readonly why: string;
}

export const kindNames: Readonly<Record<Head['kind'], string>> = {
  softmax: 'logistic regression',
  spreading: 'label spreading',
  mix: 'logistic regression and label spreading',
};
const alone = { softmax: { softmax: 1, spreading: 0 }, spreading: { softmax: 0, spreading: 1 } };

/** Weights of the softmax against 1 for spreading that are tried: the first is spreading alone, the last softmax alone. */
const shares = [0, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 4, Number.POSITIVE_INFINITY];
/** The shares of one model alone count as these where it is asked how far they are from the expected one. */
const [leastShare, mostShare] = [0.05, 8];
/** Log likelihood that a mixture must be ahead by for each factor of two that it lies off the expected one. */
const caution = 2;

export function kindOf({ softmax, spreading }: MixtureWeights): Head['kind'] {
  if (spreading === 0) return 'softmax';
  return softmax === 0 ? 'spreading' : 'mix';
}

/** One model, because the person asked for it or the pool leaves no other. */
export function asAsked(kind: 'softmax' | 'spreading', isTooLarge: boolean): Decision {
  const why = isTooLarge
    ? 'Logistic regression, because the neighbor graph of so many images would take too long.'
    : `${capital(kindNames[kind])}, as the setting asks.`;
  return { weights: alone[kind], why };
}

/** Spreading, softmax or a mixture: by what they say of held-out labels, or as is usual where those are too few. */
export async function decide(
  trial: Trial | undefined,
  { targets, classes }: TrainingSet,
  pause: () => Promise<void>,
): Promise<Decision> {
  const labelsPerClass = targets.length / classes.length;
  const evidence = trial && evidenceOf(trial);
  if (trial === undefined || evidence === undefined || isTooLittle(evidence, classes.length)) {
    const weights = weightsOf(expectedShare(labelsPerClass));
    return { weights, why: `${described(weights)}: usual for so few labels, which cannot compare them yet.` };
  }
  const weights = await likeliestWeights(evidence, labelsPerClass, pause);
  const accuracy = async (of: MixtureWeights): Promise<string> =>
    `${Math.round(100 * ((await accuracyUnder(of, trial, pause))?.mean ?? 0))} %`;
  const parts = `label spreading alone ${await accuracy(alone.spreading)}, logistic regression alone ${await accuracy(alone.softmax)}`;
  return {
    weights,
    why: `${described(weights)}: right on ${await accuracy(weights)} of held-out labels (${parts}).`,
  };
}

/** Labels that are fewer than one per class, or than tell anything, cannot compare two models. */
function isTooLittle({ targets }: Evidence, classCount: number): boolean {
  return targets.length < Math.max(labelsToTell, classCount);
}

/** "A mix of 70 % label spreading and 30 % logistic regression". */
function described(weights: MixtureWeights): string {
  const kind = kindOf(weights);
  if (kind !== 'mix') return capital(kindNames[kind]);
  const percent = Math.round(100 * weights.spreading);
  return `A mix of ${percent} % label spreading and ${100 - percent} % logistic regression`;
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}

/** The mixture under which the held-out labels are likeliest, unless the expected one is nearly as good. */
async function likeliestWeights(
  evidence: Evidence,
  labelsPerClass: number,
  pause: () => Promise<void>,
): Promise<MixtureWeights> {
  const expected = Math.log2(expectedShare(labelsPerClass));
  let best = { weights: weightsOf(expectedShare(labelsPerClass)), cost: Number.POSITIVE_INFINITY };
  for (const share of shares) {
    const weights = weightsOf(share);
    const { loss } = await fitTemperature(evidence, weights, pause);
    const distance = Math.abs(Math.log2(Math.min(mostShare, Math.max(leastShare, share))) - expected);
    const cost = loss + caution * distance;
    if (cost < best.cost) best = { weights, cost };
  }
  return best.weights;
}

/**
 * The share to use where labels cannot tell. On few labels spreading is ahead, on many the softmax, and a mixture of both
 * loses to neither by much: this share did so on fifteen sets of two to forty classes (photos, digits, Gaussian clusters;
 * balanced or not; classes of one cluster or of several).
 */
function expectedShare(labelsPerClass: number): number {
  return Math.min(1, 0.2 * Math.sqrt(labelsPerClass));
}

/** Weights of sum 1, so that the mixture is no surer than its parts. */
function weightsOf(share: number): MixtureWeights {
  const softmax = share === Number.POSITIVE_INFINITY ? 1 : share / (1 + share);
  return { softmax, spreading: 1 - softmax };
}
