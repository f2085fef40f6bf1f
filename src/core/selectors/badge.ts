import { drawWeighted } from '../math/draw.ts';
import { TopK } from '../math/topK.ts';
import { activeRows } from './activeRows.ts';
import { askModel, modelNotes } from './askModel.ts';
import { Gradients } from './gradients.ts';
import { guessReason } from './guessReason.ts';
import type { Selector, SelectorContext } from './selector.ts';
import { uncertainties } from './uncertainty.ts';
import { withNearest } from './withNearest.ts';

/** BADGE: k-means++ over hallucinated gradients. */
export const badge: Selector = {
  id: 'badge',
  title: 'BADGE',
  summary:
    'Draws images that are uncertain and unlike each other, by what they would teach the model. For large batches.',
  when: 'Use it in late rounds with large batches, in which images of doubt alone would be alike.',
  cost: 'A fit of the model, then N (K + D) for each pick.',
  source:
    'Ash et al. 2020 (1906.03671), algorithm 1, with factorised distances and the longest gradient first as in the published code',
  needs: ['embeddings', 'probabilities'],
  parameters: {
    normalize: { kind: 'boolean', default: true, title: 'Scale embeddings to length 1 first' },
  },
  async select(pool, budget, parameters, ctx) {
    const predictions = await askModel('badge', ctx);
    const { probabilities } = predictions;
    const normalize = parameters.normalize === true;
    const { candidates } = pool;
    const count = Math.min(budget, candidates.length);
    const { points } = await activeRows({ ...pool, labeled: new Int32Array(0) }, normalize, ctx);
    const gradients = await Gradients.of(points, probabilities, candidates, ctx.pause);
    const drawn = await drawApart(gradients, count, ctx);
    const margins = await uncertainties(probabilities, candidates, 'margin', ctx.pause);
    const order = [...drawn, ...mostUncertain(margins, new Set(drawn), count - drawn.length)];
    const picks = order.map((position, rank) => ({
      index: candidates[position],
      score: Math.sqrt(gradients.squaredNorms[position]),
      reason: guessReason(predictions, candidates[position], whyDrawn(rank, drawn.length)),
    }));
    const rest = count - drawn.length;
    return {
      picks: await withNearest(pool, picks, normalize, ctx),
      shortfall: budget - count,
      notes: [
        ...modelNotes(pool, predictions),
        ...(rest === 0
          ? []
          : [
              `The last ${rest} picks would teach the model nothing new; they are the most uncertain of the rest.`,
            ]),
      ],
    };
  },
};

/**
 * k-means++ (Arthur and Vassilvitskii 2007): the row with the longest gradient, ties to the lowest; then rows drawn with
 * probability proportional to the squared distance to the nearest one drawn. Stops early when all distances are 0. A smaller
 * count gives a prefix.
 */
async function drawApart(
  gradients: Gradients,
  count: number,
  ctx: SelectorContext,
): Promise<readonly number[]> {
  const { squaredNorms } = gradients;
  // A row without a gradient has nothing to teach however far it is from the others.
  const distances = squaredNorms.map((norm) => (norm === 0 ? 0 : Number.POSITIVE_INFINITY));
  const drawn: number[] = [];
  let next = squaredNorms.reduce((longest, norm, i) => (norm > squaredNorms[longest] ? i : longest), 0);
  if (!(squaredNorms[next] > 0)) return drawn;
  while (drawn.length < count && next >= 0) {
    drawn.push(next);
    await gradients.relax(distances, next, ctx);
    next = drawWeighted(distances, ctx.rng);
    ctx.progress({ phase: 'select', done: drawn.length, total: count });
    await ctx.pause();
  }
  return drawn;
}

/** The candidates not drawn that have the smallest margins. */
function mostUncertain(scores: Float64Array, drawn: ReadonlySet<number>, count: number): Int32Array {
  const top = new TopK(count);
  for (let i = 0; i < scores.length; i++) if (!drawn.has(i)) top.offer(scores[i], i);
  return top.ranked();
}

function whyDrawn(rank: number, drawn: number): string {
  if (rank >= drawn) return 'Uncertain, and like what is picked already';
  return rank === 0 ? 'Would change the model most' : 'Would teach the model something else';
}
