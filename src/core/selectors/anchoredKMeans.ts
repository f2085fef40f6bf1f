import { type Representative, representatives } from '../cluster/representatives.ts';
import { activeRows } from './activeRows.ts';
import { farthestRest } from './farthestRest.ts';
import { nearestLabeled } from './nearestLabeled.ts';
import { restartsOf, restartsParameter } from './restarts.ts';
import type { Pick, Selector } from './selector.ts';

/** K-means in which each labeled image is a center that stays: the batch are the images nearest to the other centers. */
export const anchoredKMeans: Selector = {
  id: 'anchored-k-means',
  title: 'Anchored k-means',
  summary:
    'Groups the images that no labeled image stands for, and picks the one in the middle of each group. For the first batches.',
  source:
    'Our own: k-means nearest to the centers, as in 2401.01690, with the labeled images as centers that stay',
  needs: ['embeddings'],
  parameters: {
    normalize: { kind: 'boolean', default: true, title: 'Scale embeddings to length 1 first' },
    restarts: restartsParameter,
  },
  async select(pool, budget, parameters, ctx) {
    const active = await activeRows(pool, parameters.normalize === true, ctx);
    const count = Math.min(budget, active.candidates.length);
    const { kernels, rng, signal, pause } = ctx;
    const groups =
      count === 0
        ? []
        : await representatives(active.points, {
            k: count,
            anchors: active.labeled,
            restarts: restartsOf(parameters.restarts, active.rows.length, count),
            kernels,
            rng: rng.fork('k-means'),
            signal,
            pause,
            progress: (share) =>
              ctx.progress({ phase: 'cluster', done: Math.round(share * 100), total: 100 }),
          });
    const largestFirst = [...groups].sort((a, b) => b.size - a.size || a.row - b.row);
    const picked = largestFirst.map(({ row }) => row);
    const order = [...picked, ...(await farthestRest(active, picked, count, ctx))];
    const nearest = await nearestLabeled(active, order, ctx);
    const picks = order.map((position, rank): Pick => {
      const near = nearest[rank] === undefined ? {} : { nearestLabeled: nearest[rank] };
      const group = largestFirst[rank];
      return {
        index: active.rows[position],
        score: group?.size ?? 0,
        reason: {
          text: sentence(group),
          ...(group && { cluster: { id: rank, size: group.size, labeled: 0 } }),
          ...near,
        },
      };
    });
    return { picks, shortfall: budget - count, notes: notes(count - picked.length) };
  },
};

function sentence(group: Representative | undefined): string {
  if (group === undefined) return 'A copy of an image that is labeled or chosen already, or nearly one.';
  if (group.size === 1) return 'Alone in its group: no other image is near it, and none with a label.';
  return `In the middle of a group of ${group.size} images that no labeled image stands for.`;
}

function notes(rest: number): readonly string[] {
  if (rest === 0) return [];
  return [
    `There are fewer groups than picks, so the last ${rest} are copies or nearly so, chosen farthest first.`,
  ];
}
