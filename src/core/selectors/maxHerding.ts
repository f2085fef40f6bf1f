import { squaredDistance } from '../math/matrix.ts';
import { type ActiveRows, activeRows } from './activeRows.ts';
import { farthestFirst } from './farthestFirst.ts';
import { type Herded, herd } from './herding.ts';
import { nearestLabeled } from './nearestLabeled.ts';
import type { ParameterValue, Pick, Selector, SelectorContext } from './selector.ts';

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
    const sigma = widthOf(parameters.sigma, active);
    const herded = count === 0 ? [] : await herd(active, count, sigma, ctx);
    const order = [
      ...herded.map(({ position }) => position),
      ...(await farthestRest(active, herded, count, ctx)),
    ];
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

/** What is left to pick when nothing adds to the coverage: the candidates farthest from all chosen rows. */
async function farthestRest(
  active: ActiveRows,
  herded: readonly Herded[],
  count: number,
  ctx: SelectorContext,
): Promise<readonly number[]> {
  if (herded.length === count) return [];
  const picked = herded.map(({ position }) => position);
  const isPicked = new Set(picked);
  const left = active.candidates.filter((position) => !isPicked.has(position));
  const chosen = Int32Array.from([...active.labeled, ...picked]);
  const { order } = await farthestFirst(active.points, left, chosen, left[0], count - picked.length, ctx);
  return [...order];
}

/** Rows that the median distance is taken over: 32,640 pairs. */
const medianRows = 256;

/** The parameter sigma; `median` is the median distance between evenly spread rows, 1 if that is 0. */
function widthOf(sigma: ParameterValue | undefined, { points }: ActiveRows): number {
  if (typeof sigma === 'number') return sigma;
  const count = Math.min(medianRows, points.rows);
  const rows = Array.from({ length: count }, (_, i) => Math.floor((i * points.rows) / count));
  const distances = rows.flatMap((a, i) =>
    rows.slice(0, i).map((b) => squaredDistance(points, a, points, b)),
  );
  const sorted = Float64Array.from(distances).sort();
  return Math.sqrt(sorted[sorted.length >> 1] ?? 0) || 1;
}

function sentence(gain: number): string {
  if (gain === 0) return 'Adds nothing to the coverage; the farthest of those left.';
  return `Represents the images not represented yet best: the coverage rises by ${(100 * gain).toPrecision(2)} %.`;
}
