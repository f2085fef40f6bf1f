import { columnMean, gather } from '../math/matrix.ts';
import { squaredDistanceTo } from '../math/points.ts';
import { type ActiveRows, activeRows } from './activeRows.ts';
import { farthestFirst } from './farthestFirst.ts';
import { nearestLabeled } from './nearestLabeled.ts';
import type { Reason, Selector, SelectorContext } from './selector.ts';

/** k-centre greedy: every budget is a prefix of one ordering. */
export const kCenter: Selector = {
  id: 'k-center',
  title: 'K-Center',
  summary:
    'Picks the image farthest from all chosen ones, again and again. Covers the edges; with few labels it also finds the outliers.',
  when: 'Use it with many labels, when rare images at the edges must not be missed; with few labels it is no better than random.',
  cost: 'N D for each label and pick.',
  source:
    'Sener and Savarese 2018 (1708.00489), algorithm 1; as an ordering without labels: Zero-shot AL (2401.01690)',
  needs: ['embeddings'],
  parameters: {
    first: {
      kind: 'choice',
      default: 'medoid',
      choices: ['medoid', 'index0', 'random'],
      title: 'First pick without labels: nearest to the mean, the first image, or a random one',
    },
    metric: {
      kind: 'choice',
      default: 'euclidean',
      choices: ['euclidean', 'cosine'],
      title: 'Distance between embeddings; cosine is the Euclidean distance of rows of length 1',
    },
    normalize: { kind: 'boolean', default: false, title: 'Scale embeddings to length 1 first' },
  },
  async select(pool, budget, parameters, ctx) {
    const normalize = parameters.normalize === true || parameters.metric === 'cosine';
    const active = await activeRows(pool, normalize, ctx);
    const count = Math.min(budget, active.candidates.length);
    const first = count === 0 ? -1 : await firstPick(active, String(parameters.first), ctx);
    const { order, squaredDistances } = await farthestFirst(
      active.points,
      active.candidates,
      active.labeled,
      first,
      count,
      ctx,
    );
    const nearest = await nearestLabeled(active, order, ctx);
    const copies = squaredDistances.filter((squared) => squared === 0).length;
    return {
      picks: Array.from(order, (position, rank) => ({
        index: active.rows[position],
        score: nearest[rank]?.distance ?? 0,
        reason: reason(nearest[rank], String(parameters.first)),
      })),
      shortfall: budget - count,
      notes:
        copies === 0
          ? []
          : [`${copies} of the picks are copies of labeled or picked images: no others were left.`],
    };
  },
};

async function firstPick(active: ActiveRows, rule: string, ctx: SelectorContext): Promise<number> {
  const { candidates, points } = active;
  if (rule === 'index0') return candidates[0];
  if (rule === 'random') return candidates[ctx.rng.below(candidates.length)];
  const mean =
    active.labeled.length === 0 ? points.center : await columnMean(gather(points, candidates), ctx.pause);
  const distances = Float64Array.from(candidates, (position) => squaredDistanceTo(mean, points, position));
  return candidates[distances.reduce((best, distance, i) => (distance < distances[best] ? i : best), 0)];
}

function reason(nearest: Reason['nearestLabeled'], first: string): Reason {
  if (nearest !== undefined) {
    const text = `Far from everything chosen so far: ${nearest.distance.toPrecision(3)} from the nearest.`;
    return { text, nearestLabeled: nearest };
  }
  if (first === 'medoid') return { text: 'The first: nearest to the mean of all images.' };
  return { text: first === 'random' ? 'The first: chosen at random.' : 'The first image of the pool.' };
}
