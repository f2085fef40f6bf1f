import { UserError } from '../errors.ts';
import type { Predictions } from '../model/predictions.ts';
import type { Pool, SelectorContext } from './selector.ts';

/**
 * The probabilities a strategy that needs them works on. Throws `needs-labels` where there is no model, and `bad-input`
 * where the model knows one class only, for which every image is as uncertain as any other.
 */
export async function askModel(id: string, ctx: Pick<SelectorContext, 'predict'>): Promise<Predictions> {
  if (ctx.predict === undefined)
    throw new UserError(
      'needs-labels',
      `The strategy ${id} needs a model, and a model needs labels of two classes at least; begin with typiclust or auto, or import predictions.`,
    );
  const predictions = await ctx.predict();
  if (predictions.probabilities.cols < 2)
    throw new UserError(
      'bad-input',
      `The strategy ${id} compares classes, but ${predictions.source} knows only one; give predictions of two classes at least.`,
    );
  return predictions;
}

/** What a person should know about probabilities that a batch was ranked by. */
export function modelNotes(pool: Pool, { isCalibrated, source }: Predictions): readonly string[] {
  if (isCalibrated || pool.predictions !== undefined) return [];
  return [
    `There are too few labels to calibrate ${source}: trust the order of its percentages, not their size.`,
  ];
}
