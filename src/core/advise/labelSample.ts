import { gather } from '../math/matrix.ts';
import { fitLinearModel, linearProbabilities } from '../model/linearHead.ts';
import { type TrainingSet, trainingSet } from '../model/training.ts';
import type { Pool, SelectorContext } from '../selectors/selector.ts';
import type { Matrix } from '../types.ts';

export type AdviceContext = Omit<SelectorContext, 'predict' | 'totalBudget'>;

/**
 * Labels looked at, as near as whole classes allow: more would cost time and hardly sharpen the answer, and fewer of each
 * class would answer for a labeling that is not as far.
 */
const enoughLabels = 300;

/** Some classes with all their labels, as a training set of its own: row i of it is the i-th label. */
export interface LabelSample extends TrainingSet {
  /** Pool row of each label. */
  readonly poolRows: Int32Array;
}

/** Throws `needs-labels` where fewer than two classes have a label. */
export async function sampleLabels(
  pool: Pool,
  { rng, pause }: Pick<AdviceContext, 'rng' | 'pause'>,
): Promise<LabelSample> {
  const { embeddings, lengths, rows, targets, classes } = await trainingSet(pool, pause);
  const numbers = new Map<number, number>();
  let labels = 0;
  for (const target of rng.fork('classes').permutation(classes.length)) {
    if (numbers.size >= 2 && labels >= enoughLabels) break;
    numbers.set(target, numbers.size);
    labels += targets.reduce((count, other) => count + (other === target ? 1 : 0), 0);
  }
  const sampled = Int32Array.from(rows.keys()).filter((i) => numbers.has(targets[i]));
  const poolRows = sampled.map((i) => rows[i]);
  return {
    embeddings: gather(embeddings, poolRows),
    lengths: Float64Array.from(poolRows, (row) => lengths[row]),
    rows: Int32Array.from(sampled.keys()),
    targets: sampled.map((i) => numbers.get(targets[i]) ?? 0),
    classes: Int32Array.from(numbers.keys(), (target) => classes[target]),
    poolRows,
  };
}

/** Probabilities of the labels `asked`, by logistic regression on the labels `told`. */
export async function predictLabels(
  sample: LabelSample,
  told: Int32Array,
  asked: Int32Array,
  ctx: AdviceContext,
): Promise<Matrix> {
  const targets = told.map((i) => sample.targets[i]);
  const model = await fitLinearModel({ ...sample, rows: told, targets }, ctx);
  const lengths = Float64Array.from(asked, (i) => sample.lengths[i]);
  return linearProbabilities(model, gather(sample.embeddings, asked), lengths, ctx);
}
