import { activeRows } from './activeRows.ts';
import { GaussianCoverage } from './coverage.ts';
import { farthestRest } from './farthestRest.ts';
import { herd } from './herding.ts';
import { kernelWidth } from './kernelWidth.ts';
import { nearestLabeled } from './nearestLabeled.ts';
import type { Pick, Selector } from './selector.ts';

/** MaxHerding: greedy maximum of generalised coverage. */
export const maxHerding: Selector = {
  id: 'max-herding',
  title: 'MaxHerding',
  summary: 'Picks the images that represent the most others not yet represented. Good at every budget.',
  source: 'Bae, Noh and Sutherland 2024 (2407.12212), generalised coverage with the Gaussian kernel',
  needs: ['embeddings'],
  parameters: {
    normalize: { kind: 'boolean', default: true, title: 'Scale embeddings to length 1 first' },
    sigma: {
      kind: 'number',
      default: 1,
      min: 1e-6,
      words: ['median'],
      title: 'Distance over which an image represents others, or the median distance',
    },
  },
  async select(pool, budget, parameters, ctx) {
    const active = await activeRows(pool, parameters.normalize === true, ctx);
    const count = Math.min(budget, active.candidates.length);
    const coverage = new GaussianCoverage(active, kernelWidth(parameters.sigma, active), ctx);
    const herded = count === 0 ? [] : await herd(active, count, coverage, ctx);
    const picked = herded.map(({ position }) => position);
    const order = [...picked, ...(await farthestRest(active, picked, count, ctx))];
    const nearest = await nearestLabeled(active, order, ctx);
    const picks = order.map((position, rank): Pick => {
      const gain = herded[rank]?.gain ?? 0;
      const near = nearest[rank] === undefined ? {} : { nearestLabeled: nearest[rank] };
      return { index: active.rows[position], score: gain, reason: { text: sentence(gain), gain, ...near } };
    });
    const rest = count - herded.length;
    return {
      picks,
      shortfall: budget - count,
      notes:
        rest === 0
          ? []
          : [`The last ${rest} picks add nothing to the coverage; they were chosen farthest first.`],
    };
  },
};

function sentence(gain: number): string {
  if (gain === 0) return 'Adds nothing to the coverage; the farthest of those left.';
  return `Represents the images not represented yet best: the coverage rises by ${(100 * gain).toPrecision(2)} %.`;
}
