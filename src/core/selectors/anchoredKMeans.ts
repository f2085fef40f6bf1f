import { densestMembers } from '../cluster/densest.ts';
import { kmeans } from '../cluster/kmeans.ts';
import { type ActiveRows, activeRows } from './activeRows.ts';
import { farthestRest } from './farthestRest.ts';
import { kernelWidth } from './kernelWidth.ts';
import { nearestLabeled } from './nearestLabeled.ts';
import { restartsOf, restartsParameter } from './restarts.ts';
import type { ParameterValues, Pick, Selector, SelectorContext } from './selector.ts';

/** K-means in which each labeled image is a center that stays: the batch is the image that represents each other group best. */
export const anchoredKMeans: Selector = {
  id: 'anchored-k-means',
  title: 'Anchored k-means',
  summary:
    'Groups the images that no labeled image stands for, and picks the one that represents each group best.',
  when: 'Use it for the first batch, when an image of each class is wanted.',
  cost: 'N b D for each iteration of k-means, however many labels there are.',
  source:
    'Our own: the clusters of TypiClust (2202.02794), but with the labeled images as centers that stay, and in each the pick of MaxHerding (2407.12212)',
  needs: ['embeddings'],
  parameters: {
    normalize: { kind: 'boolean', default: true, title: 'Scale embeddings to length 1 first' },
    sigma: {
      kind: 'number',
      default: 'half-median',
      min: 1e-6,
      words: ['median', 'half-median'],
      title:
        'Distance over which an image represents others of its group, or the median distance, or half of it',
    },
    restarts: restartsParameter,
  },
  async select(pool, budget, parameters, ctx) {
    const active = await activeRows(pool, parameters.normalize === true, ctx);
    const count = Math.min(budget, active.candidates.length);
    const groups = count === 0 ? [] : await largestFirst(active, count, parameters, ctx);
    const picked = groups.map(({ position }) => position);
    const order = [...picked, ...(await farthestRest(active, picked, count, ctx))];
    const nearest = await nearestLabeled(active, order, ctx);
    const picks = order.map((position, rank): Pick => {
      const group = groups[rank];
      return {
        index: active.rows[position],
        score: group?.size ?? 0,
        reason: {
          text: sentence(group),
          ...(group && { cluster: { id: rank, size: group.size, labeled: 0 } }),
          ...(nearest[rank] && { nearestLabeled: nearest[rank] }),
        },
      };
    });
    return { picks, shortfall: budget - count, notes: notes(count - picked.length) };
  },
};

/** 10 starts gave batches 0.3 points better than 3 where we measured; 30 take a person's seconds for less. */
const mostRestarts = 10;

interface Group {
  /** Active row that represents it. */
  readonly position: number;
  readonly size: number;
}

/** The groups of what no labeled image stands for, the largest first. */
async function largestFirst(
  active: ActiveRows,
  count: number,
  parameters: ParameterValues,
  ctx: SelectorContext,
): Promise<readonly Group[]> {
  const { kernels, rng, signal, pause } = ctx;
  const clustering = await kmeans(active.points, {
    k: count,
    anchors: active.labeled,
    restarts: restartsOf(parameters.restarts, active.rows.length, count, mostRestarts),
    kernels,
    rng: rng.fork('k-means'),
    signal,
    pause,
    progress: (share) => ctx.progress({ phase: 'cluster', done: Math.round(share * 100), total: 100 }),
  });
  const width = kernelWidth(parameters.sigma, active);
  const positions = await densestMembers(active.points, clustering, width, ctx);
  const groups = Array.from(positions, (position, id) => ({ position, size: clustering.sizes[id] }));
  return groups.sort((a, b) => b.size - a.size || a.position - b.position);
}

function sentence(group: Group | undefined): string {
  if (group === undefined) return 'A copy of an image that is labeled or chosen already, or nearly one.';
  if (group.size === 1) return 'Alone in its group: no other image is near it, and none with a label.';
  return `Represents a group of ${group.size} images best; no labeled image stands for them.`;
}

function notes(rest: number): readonly string[] {
  if (rest === 0) return [];
  return [
    `There are fewer groups than picks, so the last ${rest} are copies or nearly so, chosen farthest first.`,
  ];
}
