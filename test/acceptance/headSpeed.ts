// Seconds of one softmax fit and of five folds with calibration at 50,000 x 512 x 100 classes, against scikit-learn's accuracy.
import { slice } from '../../src/core/math/matrix.ts';
import { fitHead } from '../../src/core/model/head.ts';
import { strength } from '../../src/core/model/linearHead.ts';
import { mostProbable } from '../../src/core/model/mostProbable.ts';
import { createPool } from '../../src/core/pool.ts';
import type { Matrix } from '../../src/core/types.ts';
import { createKernels } from '../../src/engine/kernels/kernels.ts';
import {
  columns,
  isSmall,
  reportAtMost,
  reportLoad,
  rows,
  scikitLearn,
  secondsOf,
  threads,
} from '../support/bench.ts';
import { headContext } from '../support/heads.ts';
import { report, skip } from '../support/measurement.ts';
import { clusteredMatrix } from '../support/syntheticData.ts';

const classCount = isSmall ? 10 : 100;
const heldOutRows = rows / 5;
/** Standard deviation around the centers of the classes: a linear model is wrong on every tenth row or so. */
const spread = isSmall ? 2.5 : 6.5;

void main();

async function main(): Promise<void> {
  reportLoad();
  const { points, cluster } = clusteredMatrix(rows + heldOutRows, columns, classCount, 0, spread);
  const train = slice(points, 0, rows);
  const heldOut = slice(points, rows, points.rows);
  const truth = cluster.subarray(rows);
  const pool = createPool({ labels: cluster.slice(0, rows), classCount, embeddings: train });
  const context = { ...headContext(), kernels: createKernels({ threads }) };

  let longest = 0;
  let resumed = performance.now();
  const pause = async (): Promise<void> => {
    longest = Math.max(longest, performance.now() - resumed);
    await context.pause();
    resumed = performance.now();
  };
  let accuracy = 0;
  const once = await secondsOf(async () => {
    const head = await fitHead(pool, { choice: 'softmax', calibrate: false }, { ...context, pause });
    accuracy = accuracyOf(await head.predict(heldOut), truth);
  });
  const size = `${rows} x ${columns}, ${classCount} classes`;
  reportAtMost(`softmax, ${size}: one fit and its predictions`, once, 15, 's');
  tell(`softmax, ${size}: longest stretch between two pauses, kernels included`, longest, 'ms');

  let why = '';
  const crossed = await secondsOf(async () => {
    const head = await fitHead(pool, { choice: 'softmax' }, context);
    why = `cross-validated ${percent(head.accuracy?.mean ?? Number.NaN)}, calibrated: ${head.isCalibrated}`;
  });
  reportAtMost(`softmax, ${size}: five folds, the fit and its temperature`, crossed, 60, 's');
  tell(`softmax, ${size}: accuracy on ${heldOutRows} held-out rows (${why})`, 100 * accuracy, '%');
  compare(train, heldOut, cluster, accuracy);
}

/** scikit-learn on the same rows with the same C, as it comes (at most 100 steps). */
function compare(train: Matrix, heldOut: Matrix, labels: Int32Array, accuracy: number): void {
  const python = scikitLearn({
    'train.f32': train.data,
    'test.f32': heldOut.data,
    'labels.f32': Float32Array.from(labels),
  });
  if (python === undefined) {
    skip('softmax against scikit-learn', 'scikit-learn is not installed for /usr/bin/python3');
    return;
  }
  const found = python.run(`
import json, time, warnings, numpy as np
from sklearn.linear_model import LogisticRegression
warnings.filterwarnings('ignore')
read = lambda name: np.fromfile(name, 'f4').reshape(-1, ${columns})
X, H, y = read('train.f32'), read('test.f32'), np.fromfile('labels.f32', 'f4').astype(int)
start = time.time()
model = LogisticRegression(C=${strength(rows / classCount)}).fit(X, y[:len(X)])
seconds = time.time() - start
print(json.dumps({'accuracy': model.score(H, y[len(X):]), 'seconds': seconds, 'steps': int(model.n_iter_[0])}))
`) as { readonly accuracy: number; readonly seconds: number; readonly steps: number };
  python.close();
  tell(
    `scikit-learn: accuracy (${found.steps} steps, ${found.seconds.toFixed(1)} s)`,
    100 * found.accuracy,
    '%',
  );
  const behind = Math.max(0, 100 * (found.accuracy - accuracy));
  reportAtMost('softmax: behind scikit-learn', behind, 0.3, 'points');
}

function accuracyOf(probabilities: Matrix, truth: Int32Array): number {
  const { classes } = mostProbable(probabilities);
  return classes.filter((c, i) => c === truth[i]).length / truth.length;
}

function tell(item: string, value: number, unit: string): void {
  report({ item, value: Math.round(100 * value) / 100, unit, target: '', pass: null });
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
