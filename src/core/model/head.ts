import { gather } from '../math/matrix.ts';
import type { Pool, SelectorContext } from '../selectors/selector.ts';
import type { Matrix } from '../types.ts';
import { evidenceOf, fitTemperature } from './calibration.ts';
import { accuracyUnder, heldOut, stratifiedFolds } from './crossValidation.ts';
import { asAsked, decide, kindNames, kindOf } from './headChoice.ts';
import { fitLinear, overAllClasses } from './linearHead.ts';
import { atTemperature, mixed, type Opinions } from './mixture.ts';
import { isGraphDear } from './neighborGraph.ts';
import type { Predictions } from './predictions.ts';
import { fitSpreading } from './spreading.ts';
import { rowLengths, trainingSet } from './training.ts';

/** What a person can ask for; `auto` chooses or mixes by cross-validation on the labels. */
export const headChoices = ['auto', 'softmax', 'spreading'] as const;
export type HeadChoice = (typeof headChoices)[number];

export interface HeadOptions {
  readonly choice: HeadChoice;
  /** False leaves out temperature scaling and, unless `auto` needs it, cross-validation. Default true. */
  readonly calibrate?: boolean;
}

/** A main-task model on embeddings, fitted to the labels of a pool. */
export interface Head extends Predictions {
  readonly kind: 'softmax' | 'spreading' | 'mix';
  /** Why this kind, in one sentence, with the accuracies compared. */
  readonly why: string;
  /** What it says of each label when it has not seen it; absent where no two labels could be held out. */
  readonly outOfSample?: OutOfSample;
  /** Probabilities of rows outside the pool: M x D embeddings, not normalised, to M x classCount. */
  predict(X: Matrix): Promise<Matrix>;
}

/** Cross-validated probabilities of the labels. */
export interface OutOfSample {
  /** Labeled rows of the pool that were held out, ascending. */
  readonly rows: Int32Array;
  /** Rows x classCount. */
  readonly probabilities: Matrix;
}

export type HeadContext = Pick<SelectorContext, 'kernels' | 'rng' | 'signal' | 'progress' | 'pause'>;

/** Classes with at least one label. A head needs two. */
export function labeledClasses({ labels, labeled }: Pool): number {
  return new Set(Array.from(labeled, (row) => labels[row])).size;
}

/** Labels per class from which held-out labels are enough to fit a temperature. */
const labelsToCalibrate = 10;

/**
 * Fits the head to the labels of the pool. Throws `needs-labels` where fewer than two classes have a label with an
 * embedding. Every row with a finite embedding that is not all zeros gets a prediction; the others get zeros. The
 * neighbor graph that spreading needs is kept as long as the matrix of the embeddings is.
 */
export async function fitHead(
  pool: Pool,
  { choice, calibrate = true }: HeadOptions,
  ctx: HeadContext,
): Promise<Head> {
  const { pause } = ctx;
  const training = await trainingSet(pool, pause);
  const { embeddings, targets, classes } = training;
  const isTooLarge = choice === 'auto' && isGraphDear(embeddings);
  const asked = isTooLarge ? 'softmax' : choice;
  const folds =
    calibrate || asked === 'auto'
      ? stratifiedFolds(targets, classes.length, ctx.rng.fork('folds'))
      : undefined;
  const softmax = await fitLinear(training, folds, ctx);
  const spreading = asked === 'softmax' ? undefined : await fitSpreading(training, folds, ctx);
  const trial = folds && { opinions: heldOut(softmax, spreading), targets, folds };

  const decision = asked === 'auto' ? await decide(trial, training, pause) : asAsked(asked, isTooLarge);
  const { weights, why } = decision;
  const canCalibrate = calibrate && targets.length >= labelsToCalibrate * classes.length;
  const calibration =
    canCalibrate && trial ? await fitTemperature(evidenceOf(trial), weights, pause) : undefined;
  const tempered = atTemperature(weights, calibration?.temperature ?? 1);
  const probabilitiesOf = async (opinions: Opinions): Promise<Matrix> =>
    overAllClasses(await mixed(opinions, tempered, pause), classes, pool.classCount, pause);
  const accuracy = trial && (await accuracyUnder(weights, trial, pause));
  const held = trial && Int32Array.from(trial.folds.of.keys()).filter((i) => trial.folds.of[i] >= 0);
  const outOfSample = trial &&
    held && {
      rows: held.map((i) => training.rows[i]),
      probabilities: gather(await probabilitiesOf(trial.opinions), held),
    };
  const kind = kindOf(weights);
  return {
    kind,
    why,
    probabilities: await probabilitiesOf({
      softmax: softmax.probabilities,
      spreading: spreading?.probabilities,
    }),
    source: `the built-in head (${kindNames[kind]})`,
    isCalibrated: calibration !== undefined,
    ...(accuracy && { accuracy }),
    ...(outOfSample && { outOfSample }),
    async predict(X) {
      const lengths = await rowLengths(X, pause);
      return probabilitiesOf({
        softmax: await softmax.predict(X, lengths),
        spreading: await spreading?.predict(X, lengths),
      });
    },
  };
}
