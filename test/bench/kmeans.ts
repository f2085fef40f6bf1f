// k-means at 50,000 x 512: against ml-kmeans at k = 100 and against scikit-learn at k = 500. `--small` only shows that it runs.
import { kmeans as mlKmeans } from 'ml-kmeans';
import { type Clustering, kmeans } from '../../src/core/cluster/kmeans.ts';
import { gather, row } from '../../src/core/math/matrix.ts';
import { measurePoints } from '../../src/core/math/points.ts';
import { createRng } from '../../src/core/rng.ts';
import type { Matrix } from '../../src/core/types.ts';
import { createKernels } from '../../src/engine/kernels/kernels.ts';
import {
  benchData,
  columns,
  interleave,
  isSmall,
  pause,
  reportAtLeast,
  reportAtMost,
  reportLoad,
  rows,
  scikitLearn,
  secondsOf,
  threads,
} from '../support/bench.ts';
import { skip } from '../support/measurement.ts';

const kernels = createKernels({ threads });

/** Everything from the bare matrix to the clusters. */
async function ours(X: Matrix, k: number, start?: Matrix): Promise<Clustering> {
  const options = { k, kernels, rng: createRng(0), pause, ...(start === undefined ? {} : { start }) };
  return kmeans(await measurePoints(X, pause), options);
}

async function againstMlKmeans(X: Matrix): Promise<void> {
  const k = isSmall ? 20 : 100;
  const start = gather(X, createRng('start').permutation(rows).subarray(0, k));
  const lists = Array.from({ length: rows }, (_, i) => [...row(X, i)]);
  const initialization = Array.from({ length: k }, (_, c) => [...row(start, c)]);
  await ours(X, k, start);
  const perIteration = await interleave({
    'ours, one iteration': async () => {
      let iterations = 1;
      const seconds = await secondsOf(async () => {
        ({ iterations } = await ours(X, k, start));
      });
      return seconds / iterations;
    },
    'ml-kmeans, one iteration': async () => {
      const maxIterations = 2;
      return (await secondsOf(() => mlKmeans(lists, k, { initialization, maxIterations }))) / maxIterations;
    },
  });
  const ratio = perIteration['ml-kmeans, one iteration'] / perIteration['ours, one iteration'];
  reportAtLeast(`k-means k=${k} against ml-kmeans, per iteration`, ratio, 80);
}

interface Fit {
  readonly seconds: number;
  readonly inertia: number;
  readonly iterations: number;
}

async function againstScikitLearn(X: Matrix): Promise<void> {
  const k = isSmall ? 50 : 500;
  const start = gather(X, createRng('start').permutation(rows).subarray(0, k));
  const sklearn = scikitLearn({ x: X.data, start: start.data });
  if (sklearn === undefined) return skip('k-means against scikit-learn', 'scikit-learn is not installed');
  const learn = (init: string, seed: number): Fit =>
    sklearn.run(`
import json, time, warnings, numpy, sklearn.cluster
warnings.simplefilter('ignore')
x = numpy.fromfile('x', '<f4').reshape(${rows}, ${columns})
start = numpy.fromfile('start', '<f4').reshape(${k}, ${columns})
sklearn.cluster.KMeans(2, n_init=1, max_iter=2).fit(x[:500])
model = sklearn.cluster.KMeans(${k}, init=${init}, n_init=1, max_iter=300, tol=1e-4, random_state=${seed})
begin = time.perf_counter()
model.fit(x)
print(json.dumps({'seconds': time.perf_counter() - begin, 'inertia': float(model.inertia_), 'iterations': model.n_iter_}))
`) as Fit;

  const inertia = { ours: 0, theirs: 0, oursSeeded: 0, theirsSeeded: Number.POSITIVE_INFINITY };
  let seed = 0;
  const seconds = await interleave({
    'ours, same start': () =>
      secondsOf(async () => {
        inertia.ours = (await ours(X, k, start)).inertia;
      }),
    'scikit-learn, same start': () => {
      const result = learn('start', 0);
      inertia.theirs = result.inertia;
      return result.seconds;
    },
    'ours, own start': () =>
      secondsOf(async () => {
        inertia.oursSeeded = (await ours(X, k)).inertia;
      }),
    'scikit-learn, own start': () => {
      const result = learn("'k-means++'", seed++);
      inertia.theirsSeeded = Math.min(inertia.theirsSeeded, result.inertia);
      return result.seconds;
    },
  });
  sklearn.close();
  const same = seconds['scikit-learn, same start'] / seconds['ours, same start'];
  const own = seconds['scikit-learn, own start'] / seconds['ours, own start'];
  const difference = Math.abs(inertia.ours / inertia.theirs - 1);
  reportAtLeast(`k-means k=${k} against scikit-learn, same start`, same, 1.2);
  reportAtMost(
    `k-means k=${k}, inertia against scikit-learn, same start, relative difference`,
    difference,
    1e-5,
  );
  reportAtLeast(`k-means k=${k} against scikit-learn, own start and seeding included`, own, 1.5);
  reportAtMost(
    `k-means k=${k}, inertia of own start against scikit-learn's best of its runs`,
    inertia.oursSeeded / inertia.theirsSeeded,
    1.01,
    'x',
  );
}

async function main(): Promise<void> {
  const X = benchData();
  reportLoad();
  await againstMlKmeans(X);
  await againstScikitLearn(X);
  reportLoad();
  await kernels.release();
}

void main();
