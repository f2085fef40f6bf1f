import { kmedoids } from '../cluster/kmedoids.ts';
import { activeRows } from './activeRows.ts';
import { type Choice, copiesFill, filledBatch } from './filledBatch.ts';
import { restartsOf, restartsParameter } from './restarts.ts';
import type { Selector } from './selector.ts';

/** k-medoids with one cluster for each pick: the batch are the medoids. */
export const kMedoidsInit: Selector = {
  id: 'k-medoids-init',
  title: 'K-Medoids',
  summary: 'Makes one group for each pick and takes the image in the middle of each.',
  when: 'Use it for the first batch, or as a check on K-Center: it starts from the middle of groups and not from the edges.',
  cost: 'N b D for each pass of k-means, N D for each round of medoids.',
  source:
    'The check of the initialisation in Zero-shot AL (2401.01690): k-medoids in place of k-centre; medoids by alternation (Park and Jun 2009) from k-means',
  needs: ['embeddings'],
  parameters: {
    normalize: { kind: 'boolean', default: true, title: 'Scale embeddings to length 1 first' },
    iterations: {
      kind: 'integer',
      default: 20,
      min: 0,
      max: 1000,
      title: 'Most rounds of moving the medoids; 0: the images nearest to the centers of k-means',
    },
    restarts: restartsParameter,
  },
  async select(pool, budget, parameters, ctx) {
    const active = await activeRows(pool, parameters.normalize === true, ctx);
    const count = Math.min(budget, active.candidates.length);
    const { kernels, rng, signal, pause } = ctx;
    const { rows, sizes } = await kmedoids(active.points, {
      k: count,
      iterations: Number(parameters.iterations),
      anchors: active.labeled,
      restarts: restartsOf(parameters.restarts, active.rows.length, count),
      kernels,
      rng: rng.fork('k-means'),
      signal,
      pause,
      progress: (share) => ctx.progress({ phase: 'cluster', done: Math.round(share * 100), total: 100 }),
    });
    const choices = Array.from(
      rows,
      (position, cluster): Choice => ({
        position,
        score: sizes[cluster],
        reason: { text: sentence(sizes[cluster]) },
      }),
    );
    choices.sort((a, b) => b.score - a.score || a.position - b.position);
    return filledBatch(active, budget, choices, copiesFill, ctx);
  },
};

function sentence(size: number): string {
  if (size === 1) return 'Alone in its group: no other image is near it, and none with a label.';
  return `In the middle of a group of ${size} images that no labeled image stands for.`;
}
