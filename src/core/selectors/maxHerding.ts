import { activeRows } from './activeRows.ts';
import { GaussianCoverage } from './coverage.ts';
import { herdedBatch } from './herdedBatch.ts';
import { kernelWidth } from './kernelWidth.ts';
import { mostCompared, onSample } from './onSample.ts';
import type { Reason, Selector } from './selector.ts';

/** MaxHerding: greedy maximum of generalised coverage. */
export const maxHerding: Selector = {
  id: 'max-herding',
  title: 'MaxHerding',
  summary: 'Picks the images that represent the most others not yet represented. Good at every budget.',
  when: 'Use it from two labels per class on; it is a safe choice at every number of labels.',
  cost: 'N² D for the first pick, then little more than N D for each.',
  source: 'Bae, Noh and Sutherland 2024 (2407.12212), generalised coverage with the Gaussian kernel',
  needs: ['embeddings'],
  parameters: {
    normalize: { kind: 'boolean', default: true, title: 'Scale embeddings to length 1 first' },
    sigma: {
      kind: 'number',
      default: 1,
      min: 1e-6,
      words: ['median', 'half-median'],
      title: 'Distance over which an image represents others, or the median distance, or half of it',
    },
  },
  select: onSample(mostCompared, async (pool, budget, parameters, ctx) => {
    const active = await activeRows(pool, parameters.normalize === true, ctx);
    const coverage = new GaussianCoverage(active, kernelWidth(parameters.sigma, active), ctx);
    return herdedBatch(active, budget, coverage, describe, ctx);
  }),
};

function describe(gain: number): Reason {
  return {
    text: `Represents the images not represented yet best: the coverage rises by ${(100 * gain).toPrecision(2)} %.`,
  };
}
