import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { createPool } from '../../src/core/pool.ts';
import { selectBatch } from '../../src/core/round.ts';
import { selectorIds } from '../../src/core/selectors/registry.ts';
import type { Pool } from '../../src/core/selectors/selector.ts';
import type { Matrix } from '../../src/core/types.ts';
import { readNpyMatrix } from '../../src/dataset/npy.ts';
import { createKernels } from '../../src/engine/kernels/kernels.ts';
import { dataFolder, report } from '../support/measurement.ts';
import { fakePredictions, fakeScores, roundContext } from '../support/rounds.ts';
import { clusteredMatrix } from '../support/syntheticData.ts';

// Seconds that each strategy takes to choose 100 of 50,000 x 512, with 1,000 labels in 10 classes and predictions given; and
// two of them without a label. Arguments: the strategies to run; without any, all.

const images = 50_000;
const budget = 100;
const labels = 1000;
const classes = 10;
const mostSeconds = 30;
/** Without a label. */
const cold: Readonly<Record<string, number>> = { typiclust: 10, 'max-herding': 10 };

interface Data {
  readonly name: string;
  readonly embeddings: Matrix;
  readonly classOf: ArrayLike<number>;
}

async function realData(): Promise<Data | undefined> {
  const file = path.join(dataFolder, 'embeddings/cifar10-train-50000x512-mnv2pca-f16.npy');
  if (!existsSync(file)) return undefined;
  const truth = readFileSync(path.join(dataFolder, 'embeddings/cifar10-train-50000-labels-u8.npy'));
  return { name: 'cifar10', embeddings: await readNpyMatrix(file), classOf: truth.subarray(-images) };
}

function generatedData(): Data {
  const { points, cluster } = clusteredMatrix(images, 512, 200, 0, 0.7);
  return { name: 'generated', embeddings: points, classOf: cluster.map((one) => one % classes) };
}

/** Evenly spread rows are labeled. Labels are the truth, predictions look at nothing but the embeddings. */
function poolOf({ embeddings, classOf }: Data, labeled: number): Pool {
  const numbers = new Int32Array(images).fill(-1);
  for (let i = 0; i < labeled; i++) {
    const row = Math.floor((i * images) / labeled);
    numbers[row] = classOf[row];
  }
  const known = { labels: numbers, classCount: classes, embeddings, scores: fakeScores(embeddings) };
  if (labeled === 0) return createPool(known);
  return createPool({ ...known, predictions: fakePredictions(embeddings, classes) });
}

async function main(): Promise<void> {
  const data = (await realData()) ?? generatedData();
  const asked = process.argv.slice(2);
  const ids = selectorIds.filter((id) => asked.length === 0 || asked.includes(id));
  const kernels = createKernels({ threads: availableParallelism() });
  const measure = async (pool: Pool, selector: string, what: string, target: number): Promise<void> => {
    const start = performance.now();
    const before = process.cpuUsage();
    await selectBatch(pool, { selector, parameters: {}, budget, seed: 0 }, { ...roundContext(), kernels });
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(before);
    const unit = `s (${((user + system) / 1e6).toFixed(1)} s of processor time)`;
    const value = Number(seconds.toFixed(2));
    const item = `${selector}: ${budget} of ${images} x 512, ${data.name}, ${what}`;
    report({ item, value, unit, target: `<= ${target} s`, pass: seconds <= target });
  };
  const unlabeled = poolOf(data, 0);
  for (const id of ids) if (id in cold) await measure(unlabeled, id, 'no labels', cold[id]);
  const labeled = poolOf(data, labels);
  for (const id of ids) await measure(labeled, id, `${labels} labels`, mostSeconds);
  const load = loadavg().map((value) => value.toFixed(1));
  report({ item: 'load average', value: load.join(' '), unit: '', target: '', pass: null });
  await kernels.release();
}

void main();
