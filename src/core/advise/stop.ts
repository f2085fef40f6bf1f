import type { Estimate } from '../model/predictions.ts';
import type { StopHint, StopSignal } from './advice.ts';

/** What speaks for or against going on; what could not be measured is left out. Shares are 0 to 1. */
export interface StopEvidence {
  /** Accuracy with the labels before each of the last batches, oldest first, and now, all on the same held-out labels. */
  readonly accuracies?: readonly Estimate[];
  /** Share of the images without a label whose predicted class the last batch changed. */
  readonly changed?: number;
  /** Share of the images without a label of which the model is unsure: p1 - p2 below one half. */
  readonly unsure?: number;
  /** Share of the images that lie in a group with a label. */
  readonly coverage?: number;
  readonly labelsLeft?: number;
}

/** Batches that the accuracy is looked at over. */
export const plateauBatches = 2;
/** A rise that counts as none. */
const plateauRise = 0.005;
const mostChanged = 0.01;
const mostUnsure = 0.05;
const leastCovered = 0.95;

/**
 * Whether to go on labeling. Stop when the labels that were meant to be given are given; or when accuracy has stopped
 * rising, the last batch changed hardly any prediction (Bloodgood and Vijay-Shanker 2009), and nothing is left that is
 * unsure or like none with a label. Undefined where nothing could be measured.
 */
export function stopHint(evidence: StopEvidence): StopHint | undefined {
  const signals = [
    accuracySignal(evidence),
    predictionSignal(evidence),
    uncertaintySignal(evidence),
    coverageSignal(evidence),
    budgetSignal(evidence),
  ].filter((signal) => signal !== undefined);
  if (signals.length === 0) return undefined;
  return { ...judge(new Map(signals.map(({ name, isMet }) => [name, isMet]))), signals };
}

function judge(met: ReadonlyMap<StopSignal['name'], boolean>): Pick<StopHint, 'shouldStop' | 'why'> {
  if (met.get('budget') === true)
    return { shouldStop: true, why: 'All the labels you meant to give are given.' };
  const isSettled = met.get('accuracy') === true && met.get('predictions') === true;
  const open = [met.get('uncertainty') ?? true, met.get('coverage') ?? true];
  if (isSettled && !open.includes(false))
    return {
      shouldStop: true,
      why: 'More labels would change little: accuracy no longer rises, and predictions stay as they are.',
    };
  if (isSettled)
    return {
      shouldStop: false,
      why: 'Accuracy no longer rises, but there are images left that are unsure or like none with a label.',
    };
  const why = [...met.values()].includes(true)
    ? 'Some signs say that labels pay less, but not all that matter.'
    : 'Nothing says that labels stop paying yet.';
  return { shouldStop: false, why };
}

function accuracySignal({ accuracies = [] }: StopEvidence): StopSignal | undefined {
  const now = accuracies.at(-1);
  const before = accuracies.at(-1 - plateauBatches);
  if (now === undefined || before === undefined) return undefined;
  const rise = now.mean - before.mean;
  const points = Math.abs(100 * rise).toFixed(1);
  const change = rise < 0 ? `fell by ${points} points` : `rose by ${points} points`;
  return {
    name: 'accuracy',
    isMet: rise <= plateauRise,
    text: `Accuracy on held-out labels ${change} with the last ${plateauBatches} batches, to ${percent(now.mean)} ± ${(100 * now.standardError).toFixed(1)}.`,
  };
}

function predictionSignal({ changed }: StopEvidence): StopSignal | undefined {
  if (changed === undefined) return undefined;
  return {
    name: 'predictions',
    isMet: changed <= mostChanged,
    text: `The last batch changed the predicted class of ${percent(changed)} of the images without a label.`,
  };
}

function uncertaintySignal({ unsure }: StopEvidence): StopSignal | undefined {
  if (unsure === undefined) return undefined;
  return {
    name: 'uncertainty',
    isMet: unsure <= mostUnsure,
    text: `The model is unsure of ${percent(unsure)} of the images without a label.`,
  };
}

function coverageSignal({ coverage }: StopEvidence): StopSignal | undefined {
  if (coverage === undefined) return undefined;
  return {
    name: 'coverage',
    isMet: coverage >= leastCovered,
    text: `${percent(coverage)} of the images lie in a group with a label.`,
  };
}

function budgetSignal({ labelsLeft }: StopEvidence): StopSignal | undefined {
  if (labelsLeft === undefined) return undefined;
  return {
    name: 'budget',
    isMet: labelsLeft === 0,
    text:
      labelsLeft === 0
        ? 'None of the labels you meant to give is left.'
        : `${labelsLeft} of the labels you meant to give ${labelsLeft === 1 ? 'is' : 'are'} left.`,
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
