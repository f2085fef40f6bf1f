// Time of each strategy at 50,000 x 512, a batch of 100, 1,000 labels: the head's probabilities are given, so that they are
// not part of it. `--small` shows that it runs; names of strategies limit it to these; `--classes=100` asks for more.
import { matrix, row } from '../../src/core/math/matrix.ts';
import type { Predictions } from '../../src/core/model/predictions.ts';
import { createPool } from '../../src/core/pool.ts';
import { createRng } from '../../src/core/rng.ts';
import { selectBatch } from '../../src/core/round.ts';
import { selectorIds } from '../../src/core/selectors/registry.ts';
import type { Pool } from '../../src/core/selectors/selector.ts';
import { createKernels } from '../../src/engine/kernels/kernels.ts';
import { columns, isSmall, reportAtMost, reportLoad, rows, threads } from '../support/bench.ts';
import { roundContext } from '../support/rounds.ts';
import { clusteredMatrix } from '../support/syntheticData.ts';

const classCount = Number(process.argv.find((word) => word.startsWith('--classes='))?.slice(10) ?? 10);
const asked = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const labelCount = isSmall ? 100 : 1000;
const limit = 30;

/** Probabilities as a fair model has them: most of it on the true class, the rest anywhere. */
function plausible(truth: Int32Array): Predictions {
  const rng = createRng('plausible');
  const probabilities = matrix(rows, classCount);
  for (let i = 0; i < rows; i++) {
    const powers = Float64Array.from({ length: classCount }, (_, k) =>
      Math.exp(1.5 * rng.normal() + (k === truth[i] ? 4 : 0)),
    );
    const sum = powers.reduce((total, power) => total + power);
    row(probabilities, i).set(powers.map((power) => power / sum));
  }
  return { probabilities, source: 'the model of the measurement', isCalibrated: true };
}

function measuredPool(): Pool {
  const { points, cluster } = clusteredMatrix(rows, columns, 200, 0, 0.7);
  const truth = cluster.map((id) => id % classCount);
  const rng = createRng('labels');
  const labels = new Int32Array(rows).fill(-1);
  for (const i of rng.permutation(rows).subarray(0, labelCount)) labels[i] = truth[i];
  const scores = Float64Array.from({ length: rows }, () => rng.next());
  return createPool({ labels, classCount, embeddings: points, predictions: plausible(truth), scores });
}

async function main(): Promise<void> {
  const pool = measuredPool();
  const kernels = createKernels({ threads });
  for (const selector of asked.length > 0 ? asked : selectorIds) {
    const before = process.cpuUsage();
    const started = performance.now();
    const { notes } = await selectBatch(
      pool,
      { selector, parameters: {}, budget: 100, seed: 0 },
      { ...roundContext(), kernels },
    );
    const wall = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(before);
    console.error(
      `${selector}: ${((user + system) / 1e6).toFixed(1)} s of processor time. ${notes.join(' ')}`,
    );
    const shape = `${rows} x ${columns} x ${classCount} classes, batch 100`;
    reportAtMost(`${selector}, ${shape}, head given`, wall, limit, 's');
  }
  reportLoad();
  await kernels.release();
}

void main();
