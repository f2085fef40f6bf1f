import { estimate } from '../math/estimate.ts';
import { evidenceOf, fitTemperature } from '../model/calibration.ts';
import { hits } from '../model/crossValidation.ts';
import type { HeadContext } from '../model/head.ts';
import { overAllClasses } from '../model/linearHead.ts';
import { atTemperature, mixed } from '../model/mixture.ts';
import type { Predictions } from '../model/predictions.ts';
import type { Matrix } from '../types.ts';
import type { Components } from './components.ts';
import { nearestComponent, type Standing, standingFor } from './nearestComponent.ts';
import type { Choice } from './projectorChoice.ts';

/** Held-out images per class from which a temperature is fitted to them. */
const imagesToCalibrate = 10;

/**
 * P(class) of every row of the pool: that of the nearest component with a name among its projected features (N x d).
 * Calibrated by the held-out images where there are ten per class.
 */
export async function componentPredictions(
  features: Matrix,
  { classes, members }: Components,
  options: {
    readonly standing: Standing;
    readonly classCount: number;
    /** Why this projection was chosen, if held-out images chose it. */
    readonly choice: Choice | undefined;
  },
  ctx: HeadContext,
): Promise<Predictions> {
  const { standing, classCount, choice } = options;
  const named = members.slice(0, classes.length);
  const plain = await nearestComponent(
    features,
    named.map((rows) => standingFor(standing, features, rows)),
    ctx,
  );
  const trial = choice && {
    ...choice.trial,
    opinions: { softmax: choice.opinions, spreading: undefined },
  };
  const answers = trial === undefined ? [] : hits(trial.opinions.softmax, trial.targets, trial.folds);
  const isCalibrated = answers.length >= imagesToCalibrate * classes.length;
  const whole = { softmax: 1, spreading: 0 };
  const temperature =
    trial && isCalibrated ? (await fitTemperature(evidenceOf(trial), whole, ctx.pause)).temperature : 1;
  const tempered = await mixed(
    { softmax: plain, spreading: undefined },
    atTemperature(whole, temperature),
    ctx.pause,
  );
  return {
    probabilities: await overAllClasses(tempered, classes, classCount, ctx.pause),
    source: 'the projection learned from relations',
    isCalibrated,
    ...(answers.length > 0 && { accuracy: estimate(answers) }),
  };
}
