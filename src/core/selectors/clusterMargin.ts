import { row } from '../math/matrix.ts';
import type { Rng } from '../rng.ts';
import { activeRows } from './activeRows.ts';
import { askModel, modelNotes } from './askModel.ts';
import { ranking } from './diversity.ts';
import { lookAlikes, maxLinkedRows } from './lookAlikes.ts';
import type { Selector } from './selector.ts';
import { uncertainties } from './uncertainty.ts';
import { uncertaintyReason } from './uncertaintySelector.ts';
import { withNearest } from './withNearest.ts';

/** Cluster-Margin: round robin over clusters of look-alikes among the least certain. */
export const clusterMargin: Selector = {
  id: 'cluster-margin',
  title: 'Cluster-Margin',
  summary:
    'Takes images between two classes, in turn from small groups of look-alikes, rare kinds first. For very large batches.',
  when: 'Use it in late rounds with batches of thousands.',
  cost: 'A fit of the model, then a hierarchy over each group of about 1,000 images.',
  source: 'Citovsky et al. 2021 (2107.14263), algorithms 1 and 2; no code was published',
  needs: ['embeddings', 'probabilities'],
  parameters: {
    normalize: { kind: 'boolean', default: true, title: 'Scale embeddings to length 1 first' },
    candidates: {
      kind: 'number',
      default: 10,
      min: 1,
      title: 'Least certain images that are looked at, as a multiple of the batch',
    },
    meanClusterSize: {
      kind: 'number',
      default: 1.25,
      min: 1,
      title: 'Mean size of a cluster of look-alikes',
    },
  },
  async select(pool, budget, parameters, ctx) {
    const predictions = await askModel('cluster-margin', ctx);
    const { candidates } = pool;
    const normalize = parameters.normalize === true;
    const count = Math.min(budget, candidates.length);
    const active = await activeRows(pool, normalize, ctx);
    const numbers = await lookAlikes(active.points, Number(parameters.meanClusterSize), ctx);
    const margins = await uncertainties(predictions.probabilities, candidates, 'margin', ctx.pause);
    const uncertain = ranking(margins, Math.ceil(Number(parameters.candidates) * count));
    const clusters = collect(uncertain, (candidate) => numbers[active.candidates[candidate]]);
    const chosen = inTurn(clusters, count, ctx.rng.fork('members'));
    const picks = chosen.map(({ candidate, size }) => {
      const index = candidates[candidate];
      const score = margins[candidate];
      const why = uncertaintyReason('margin', predictions, row(predictions.probabilities, index), score);
      const text = size === 1 ? why.text : `${why.text}; one of ${size} look-alikes`;
      return { index, score, reason: { ...why, text: `${text}.` } };
    });
    const isCut = active.rows.length > maxLinkedRows;
    const notes = isCut
      ? [`In more than ${maxLinkedRows} images, look-alikes are sought within groups made by k-means.`]
      : [];
    return {
      picks: await withNearest(pool, picks, normalize, ctx),
      shortfall: budget - count,
      notes: [...modelNotes(pool, predictions), ...notes],
    };
  },
};

/**
 * Members of each cluster among these candidates, which come least certain first; the smallest cluster first, of equals the
 * one with the least certain member: by row, a pool sorted by folder would give its first folder alone.
 */
function collect(candidates: Int32Array, clusterOf: (candidate: number) => number): readonly number[][] {
  const clusters = new Map<number, number[]>();
  for (const candidate of candidates) {
    const members = clusters.get(clusterOf(candidate));
    if (members === undefined) clusters.set(clusterOf(candidate), [candidate]);
    else members.push(candidate);
  }
  return [...clusters.values()].sort((a, b) => a.length - b.length);
}

/** Round robin: of each cluster one member at random, until there are `count`; emptied clusters are passed over. */
function inTurn(
  clusters: readonly number[][],
  count: number,
  rng: Rng,
): readonly { readonly candidate: number; readonly size: number }[] {
  const chosen: { candidate: number; size: number }[] = [];
  let round = clusters.map((members) => ({ size: members.length, left: [...members] }));
  while (chosen.length < count) {
    for (const { size, left } of round.slice(0, count - chosen.length))
      chosen.push({ candidate: left.splice(rng.below(left.length), 1)[0], size });
    round = round.filter(({ left }) => left.length > 0);
  }
  return chosen;
}
