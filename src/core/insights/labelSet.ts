import { estimate } from '../math/estimate.ts';
import { gather } from '../math/matrix.ts';
import type { HeadContext } from '../model/head.ts';
import { fitLinearModel, linearProbabilities } from '../model/linearHead.ts';
import { mostProbable } from '../model/mostProbable.ts';
import type { Estimate } from '../model/predictions.ts';
import { trainingSet } from '../model/training.ts';
import type { Pool } from '../selectors/selector.ts';
import type { Matrix } from '../types.ts';

/** Labels with what a head learns from them; label i is row i of all of it. */
export interface LabelSet {
  /** L x D, of any length but 0. */
  readonly embeddings: Matrix;
  readonly lengths: Float64Array;
  /** 0..classCount-1; every class has a label. */
  readonly targets: Int32Array;
  readonly classCount: number;
  /** Row of the pool. */
  readonly rows: Int32Array;
}

/** More would take minutes and hardly sharpen a curve. */
const mostLabels = 3000;

/** The labels of a pool that have an embedding, or 3,000 of them drawn at random. Throws `needs-labels` below two classes. */
export async function labelSet(pool: Pool, ctx: Pick<HeadContext, 'rng' | 'pause'>): Promise<LabelSet> {
  const { embeddings, lengths, rows, targets, classes } = await trainingSet(pool, ctx.pause);
  const drawn = ctx.rng.fork('labels').permutation(rows.length).subarray(0, mostLabels).sort();
  const numbers = new Map<number, number>();
  for (const i of drawn) if (!numbers.has(targets[i])) numbers.set(targets[i], numbers.size);
  return {
    embeddings: gather(
      embeddings,
      drawn.map((i) => rows[i]),
    ),
    lengths: Float64Array.from(drawn, (i) => lengths[rows[i]]),
    targets: drawn.map((i) => numbers.get(targets[i]) ?? 0),
    classCount: Math.min(classes.length, numbers.size),
    rows: drawn.map((i) => rows[i]),
  };
}

/**
 * Accuracy by how often each label was said rightly (0 to 1), with the standard error of the mean. Where all are right, or
 * all wrong, that error would be 0, as if nothing were left to chance: then it is that of two more labels of either kind
 * (Agresti and Coull 1998).
 */
export function accuracyOf(rights: readonly number[]): Estimate {
  const { mean, standardError } = estimate(rights);
  if (standardError > 0) return { mean, standardError };
  const n = rights.length + 4;
  const p = (rights.length * mean + 2) / n;
  return { mean, standardError: Math.sqrt((p * (1 - p)) / n) };
}

/**
 * Which of the labels `asked` are said rightly by logistic regression on the labels `told`: 1 or 0 for each. It knows no
 * class but those it is told of: where that is one, it says that one; where there is none, nothing is right.
 */
export async function rightOf(
  labels: LabelSet,
  told: Int32Array,
  asked: Int32Array,
  ctx: HeadContext,
): Promise<Uint8Array> {
  const { embeddings, lengths, targets } = labels;
  const known = Int32Array.from(new Set(told.map((i) => targets[i]))).sort();
  if (known.length < 2 || asked.length === 0)
    return Uint8Array.from(asked, (i) => (targets[i] === known[0] ? 1 : 0));
  const numberOf = new Map(Array.from(known, (target, number) => [target, number]));
  const training = {
    embeddings,
    lengths,
    rows: told,
    targets: told.map((i) => numberOf.get(targets[i]) ?? 0),
    classes: known,
  };
  const model = await fitLinearModel(training, ctx);
  const ofLength = Float64Array.from(asked, (i) => lengths[i]);
  const { classes } = mostProbable(
    await linearProbabilities(model, gather(embeddings, asked), ofLength, ctx),
  );
  return Uint8Array.from(asked, (i, at) => (known[classes[at]] === targets[i] ? 1 : 0));
}
