import { gather, row } from '../math/matrix.ts';
import type { Trial } from './crossValidation.ts';
import { atTemperature, type MixtureWeights, mixRow, type Opinions } from './mixture.ts';

/** Held-out labels with what the models say of them: what weights and temperature are fitted to. */
export interface Evidence {
  readonly opinions: Opinions;
  readonly targets: Int32Array;
}

/** More held-out labels, or probabilities of them, make a fit slower and hardly better. */
const maxLabels = 2000;
const maxProbabilities = 400_000;

/** The labels that were held out, or evenly spread ones of them where there are very many. */
export function evidenceOf({ opinions: { softmax, spreading }, targets, folds }: Trial): Evidence {
  const held = [...targets.keys()].filter((i) => folds.of[i] >= 0);
  const limit = Math.min(maxLabels, Math.max(1, Math.floor(maxProbabilities / softmax.cols)));
  const step = Math.max(1, held.length / limit);
  const kept = Array.from({ length: Math.floor(held.length / step) }, (_, i) => held[Math.floor(i * step)]);
  return {
    opinions: { softmax: gather(softmax, kept), spreading: spreading && gather(spreading, kept) },
    targets: Int32Array.from(kept, (i) => targets[i]),
  };
}

/** A temperature (Guo et al. 2017), and the negative log likelihood of the held-out labels under it. */
export interface Calibration {
  readonly temperature: number;
  readonly loss: number;
}

/** Temperatures between 1/20 and 20 are looked at, as logarithms. */
const range = Math.log(20);
const precision = 0.02;
const golden = (Math.sqrt(5) - 1) / 2;

/** The temperature under which the held-out labels are likeliest, by golden-section search over its logarithm. */
export async function fitTemperature(
  evidence: Evidence,
  weights: MixtureWeights,
  pause: () => Promise<void>,
): Promise<Calibration> {
  const at = async (logTemperature: number): Promise<Calibration & { readonly x: number }> => {
    await pause();
    const temperature = Math.exp(logTemperature);
    return { x: logTemperature, temperature, loss: logLoss(evidence, atTemperature(weights, temperature)) };
  };
  let low = -range;
  let high = range;
  let left = await at(high - golden * (high - low));
  let right = await at(low + golden * (high - low));
  while (high - low > precision)
    if (left.loss <= right.loss) {
      high = right.x;
      right = left;
      left = await at(high - golden * (high - low));
    } else {
      low = left.x;
      left = right;
      right = await at(low + golden * (high - low));
    }
  return left.loss <= right.loss ? left : right;
}

/** Sum of -log of the probability of the true class. */
function logLoss({ opinions: { softmax, spreading }, targets }: Evidence, weights: MixtureWeights): number {
  const values = new Float32Array(softmax.cols);
  let loss = 0;
  for (const [i, target] of targets.entries()) {
    mixRow(values, row(softmax, i), spreading && row(spreading, i), weights);
    loss -= Math.log(Math.max(Number.MIN_VALUE, values[target]));
  }
  return loss;
}
