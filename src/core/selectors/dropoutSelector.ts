import { row } from '../math/matrix.ts';
import { labeledClasses } from '../model/head.ts';
import { diversityParameters } from './diversity.ts';
import { type DropoutPasses, dropoutPasses } from './dropoutPasses.ts';
import type { Reason, Selector } from './selector.ts';
import { uncertainBatch } from './uncertainBatch.ts';
import { topTwo } from './uncertainty.ts';

interface DropoutMeasure {
  /** Passes by default. */
  readonly passes: number;
  /** Score of the i-th candidate, 0 to ln K. */
  score(passes: DropoutPasses, i: number): number;
  /** Why, without a full stop; `share` is the score as a share of the highest possible. */
  text(share: string): string;
}

/** A strategy that ranks the images by what passes of a head with dropout say of each. */
export function dropoutSelector(
  about: Pick<Selector, 'id' | 'title' | 'summary' | 'when' | 'cost' | 'source'>,
  measure: DropoutMeasure,
): Selector {
  return {
    ...about,
    needs: ['embeddings', 'labels'],
    parameters: {
      passes: {
        kind: 'integer',
        default: measure.passes,
        min: 2,
        max: 1000,
        title: 'Passes of the head, each with other features left out',
      },
      dropout: {
        kind: 'number',
        default: 0.5,
        min: 0.01,
        max: 0.99,
        title: 'Share of the features that a pass leaves out',
      },
      ...diversityParameters,
    },
    async select(pool, budget, parameters, ctx) {
      const passes = await dropoutPasses(pool, parameters, ctx);
      const scores = Float64Array.from(pool.candidates, (_, i) => Math.max(0, measure.score(passes, i)));
      const highest = Math.log(labeledClasses(pool));
      const position = new Map(Array.from(pool.candidates, (index, i) => [index, i]));
      const reason = (index: number, score: number): Reason => {
        const mean = row(passes.mean, position.get(index) ?? 0);
        const { first } = topTwo(mean);
        const value = Math.min(1, score / highest);
        return {
          text: measure.text(`${Math.round(100 * value)} %`),
          ...(mean[first] > 0 && { prediction: { class: first, confidence: mean[first] } }),
          uncertainty: { name: about.id, value },
        };
      };
      return uncertainBatch(pool, budget, { scores, reason, notes: [] }, parameters, ctx);
    },
  };
}
