import type { Predictions } from '../model/predictions.ts';
import { askModel, modelNotes } from './askModel.ts';
import { type ConfidenceKind, confidenceKinds, doubts } from './confidence.ts';
import { type Plan, planCycles, planNotes } from './cycles.ts';
import { ranking } from './diversity.ts';
import { guessReason } from './guessReason.ts';
import type { Pick, Pool, Selector, SelectorContext } from './selector.ts';
import { withNearest } from './withNearest.ts';

/** PT4AL: equal parts of the images by the loss of a pretext task, hardest first, one for each round. */
export const pt4al: Selector = {
  id: 'pt4al',
  title: 'PT4AL',
  summary:
    'Sorts the images by the loss of a pretext task of yours, hardest first, and takes the least certain of a new part each round.',
  when: 'Use it when you have trained a pretext task on these images, rotation for one, and can give its loss for each.',
  cost: 'A sort of the scores, and a fit of the model from the second round on.',
  source:
    'Yi et al. 2022 (2201.07459), section 3; losses are sorted as numbers, where the published code sorts them as text',
  needs: ['scores'],
  parameters: {
    totalBudget: {
      kind: 'integer',
      default: 0,
      min: 0,
      title: 'Labels that will be given in all; 0: the setting, or ten rounds where that is not set',
    },
    confidence: {
      kind: 'choice',
      default: 'normalized-logit',
      choices: confidenceKinds,
      title: 'Confidence: of logits scaled to length 1 as the published code, or the highest probability',
    },
  },
  async select(pool, budget, parameters, ctx) {
    const count = Math.min(budget, pool.candidates.length);
    const told = Number(parameters.totalBudget) || ctx.totalBudget;
    const plan = planCycles(pool, budget, told);
    const scores = pool.scores ?? new Float64Array(pool.size).fill(Number.NaN);
    const isLater = plan.cycle >= 2;
    const predictions = isLater && ctx.predict !== undefined ? await askModel('pt4al', ctx) : undefined;
    const kind: ConfidenceKind = parameters.confidence === 'softmax' ? 'softmax' : 'normalized-logit';
    const picks: Pick[] = [];
    for (const part of inTurn(partsOf(pool, scores, plan), plan)) {
      const wanted = count - picks.length;
      const place = `part ${part.number} of ${plan.cycles} by pretext loss, hardest first`;
      picks.push(
        ...(predictions === undefined || part.number === undefined
          ? spreadOver(part, wanted, scores, place)
          : await leastCertainOf(part, wanted, predictions, kind, place, ctx)),
      );
      ctx.progress({ phase: 'select', done: picks.length, total: count });
      await ctx.pause();
      if (picks.length === count) break;
    }
    return {
      picks: await withNearest(pool, picks, true, ctx),
      shortfall: budget - count,
      notes: [
        ...planNotes(plan, told),
        ...(predictions === undefined ? [] : modelNotes(pool, predictions)),
        ...(isLater && predictions === undefined ? [noModel] : []),
        ...unscoredNotes(pool, scores),
      ],
    };
  },
};

const noModel =
  'There is no model yet (it needs labels of two classes), so the batch is spread evenly over its part.';

interface Part {
  /** 1 to the number of cycles, hardest first; undefined: the images without a score. */
  readonly number: number | undefined;
  /** Those that may be picked, by falling score. */
  readonly candidates: Int32Array;
}

/** The images in as many parts as cycles, equal but for one; those already labeled count too. Last the images without a score. */
function partsOf(pool: Pool, scores: Float64Array, { cycles }: Plan): readonly Part[] {
  const active = Int32Array.from([...pool.labeled, ...pool.candidates]).sort();
  const ranked = active.filter((i) => !Number.isNaN(scores[i]));
  ranked.sort((a, b) => (scores[a] === scores[b] ? a - b : scores[b] - scores[a]));
  const mayPick = (i: number): boolean => pool.labels[i] < 0;
  const bound = (part: number): number => Math.floor((part * ranked.length) / cycles);
  const parts = Array.from({ length: cycles }, (_, p) => ({
    number: p + 1,
    candidates: ranked.slice(bound(p), bound(p + 1)).filter(mayPick),
  }));
  const unscored = active.filter((i) => Number.isNaN(scores[i]) && mayPick(i));
  return [...parts, { number: undefined, candidates: unscored }];
}

/** The part of this cycle, then those after it, then those before it, nearest first; the images without a score last. */
function inTurn(parts: readonly Part[], { cycle: place, cycles }: Plan): readonly Part[] {
  const cycle = Math.floor(place);
  const before = parts.slice(0, cycle - 1).reverse();
  return [...parts.slice(cycle - 1, cycles), ...before, ...parts.slice(cycles)];
}

/** Candidates of a part at equal steps, from the first; all of them if there are no more than wanted. */
function spreadOver(
  { number, candidates }: Part,
  wanted: number,
  scores: Float64Array,
  place: string,
): readonly Pick[] {
  const count = Math.min(wanted, candidates.length);
  return Array.from({ length: count }, (_, j) => {
    const index = candidates[Math.floor((j * candidates.length) / count)];
    const loss = scores[index];
    if (number === undefined)
      return { index, score: 0, reason: { text: 'Among the last, because it has no score.' } };
    const text = `Spread evenly over ${place}; its loss is ${loss.toPrecision(3)}.`;
    return { index, score: Number.isFinite(loss) ? loss : 0, reason: { text } };
  });
}

/** Candidates of a part in which the model has the least confidence, ties to the higher loss. */
async function leastCertainOf(
  { candidates }: Part,
  wanted: number,
  predictions: Predictions,
  kind: ConfidenceKind,
  place: string,
  { pause }: SelectorContext,
): Promise<readonly Pick[]> {
  const values = await doubts(predictions.probabilities, candidates, kind, pause);
  return Array.from(ranking(values, wanted), (c) => ({
    index: candidates[c],
    score: values[c],
    reason: guessReason(predictions, candidates[c], `Among the least certain of ${place}`),
  }));
}

function unscoredNotes(pool: Pool, scores: Float64Array): readonly string[] {
  const count = pool.candidates.filter((i) => Number.isNaN(scores[i])).length;
  return count === 0 ? [] : [`${count} of the images have no score, so they come last.`];
}
