import { row } from '../math/matrix.ts';
import type { Predictions } from '../model/predictions.ts';
import { askModel, modelNotes } from './askModel.ts';
import { diversityParameters } from './diversity.ts';
import type { Reason, Selector } from './selector.ts';
import { uncertainBatch } from './uncertainBatch.ts';
import { topTwo, type UncertaintyMeasure, uncertainties } from './uncertainty.ts';

/** A strategy that ranks the images by one measure of uncertainty. */
export function uncertaintySelector(
  about: Pick<Selector, 'title' | 'summary' | 'when' | 'cost' | 'source'> & {
    readonly id: UncertaintyMeasure;
  },
): Selector {
  const { id } = about;
  return {
    ...about,
    needs: ['probabilities'],
    parameters: diversityParameters,
    async select(pool, budget, parameters, ctx) {
      const predictions = await askModel(id, ctx);
      const { probabilities } = predictions;
      const scores = await uncertainties(probabilities, pool.candidates, id, ctx.pause);
      const reason = (index: number, score: number): Reason =>
        uncertaintyReason(id, predictions, row(probabilities, index), score);
      const notes = [...modelNotes(pool, predictions), ...unknownNotes(predictions, pool.candidates, scores)];
      return uncertainBatch(pool, budget, { scores, reason, notes }, parameters, ctx);
    },
  };
}

/** Why an image with the probabilities `p` was picked; the text has no full stop. */
export function uncertaintyReason(
  measure: UncertaintyMeasure,
  { source }: Predictions,
  p: Float32Array,
  value: number,
): Reason {
  const { first, second } = topTwo(p);
  if (!(p[first] > 0)) return { text: `Among the last, because nothing is known of it from ${source}` };
  const highest = measure === 'entropy' ? Math.log(p.length) : 1;
  const text = {
    'least-confidence': `Hard to tell: only ${percent(p[first])} sure of the best guess, says ${source}`,
    margin: `Between two classes: ${percent(p[first])} for one and ${percent(p[second])} for the next, says ${source}`,
    entropy: `Open between classes: ${percent(value / highest)} of the way to pure guessing, says ${source}`,
  }[measure];
  return {
    text,
    prediction: { class: first, confidence: p[first] },
    uncertainty: { name: measure, value: Math.min(1, value / highest) },
  };
}

function percent(share: number): string {
  return `${Math.round(100 * Math.min(1, share))} %`;
}

function unknownNotes(
  { probabilities, source }: Predictions,
  candidates: Int32Array,
  scores: Float64Array,
): readonly string[] {
  const unknown = candidates.filter(
    (index, c) => scores[c] === 0 && row(probabilities, index).every((p) => p === 0),
  ).length;
  if (unknown === 0) return [];
  return [`Nothing is known from ${source} of ${unknown} of the images, so they come last.`];
}
