// What relations teach: 1-NN in the projected space against the raw embedding and the plain head, and the losses against
// their definitions. The head is fitted to, and the projection learned from, the same 1, 5 or 20 labels per class; judged are
// the images of the pool without a label. The prior was tuned on caltech101-40 (MobileNetV2) and cifar10 with three of these
// seeds, with a look at digits, which hardly tell its values apart; that the head stays unless a projection is ahead by two
// standard errors was decided after a first run on all four sets. The built-in encoder alone had no part in the prior.
import { gather, matrix, normalizeRows } from '../../src/core/math/matrix.ts';
import { fitHead } from '../../src/core/model/head.ts';
import { mostProbable } from '../../src/core/model/mostProbable.ts';
import { createPool } from '../../src/core/pool.ts';
import { graphOf } from '../../src/core/relations/graph.ts';
import { relationLosses } from '../../src/core/relations/losses/registry.ts';
import { nearestComponent } from '../../src/core/relations/nearestComponent.ts';
import { type LearnedRelations, learnRelations } from '../../src/core/relations/projector.ts';
import { createRng } from '../../src/core/rng.ts';
import type { Pool } from '../../src/core/selectors/selector.ts';
import type { Matrix } from '../../src/core/types.ts';
import { isSmall } from '../support/bench.ts';
import { digits } from '../support/digits.ts';
import { type EmbeddedSet, embeddedSet } from '../support/embeddedSets.ts';
import { headContext } from '../support/heads.ts';
import { batchGraphs, lossErrors, outputs } from '../support/lossChecks.ts';
import { report, skip } from '../support/measurement.ts';
import { pairs, product, referenceLosses } from '../support/referenceLosses.ts';
import { percent, tell } from '../support/simulator.ts';

const perClass = isSmall ? [5] : [1, 5, 20];
const seeds = isSmall ? [0] : [0, 1, 2, 3, 4];
/** Networks are trained with so many of the seeds. */
const networkSeeds = 2;
/** What an independent program had on digits with its projector, 1-NN, in % (1,297 images; its test images chose its settings). */
const measuredBefore: Readonly<Record<number, number>> = { 1: 63.3, 5: 82.4, 20: 92.8 };

void main();

async function main(): Promise<void> {
  await checkLosses();
  await onSet('digits', digits(), 1297, true);
  await onSet('caltech101-40 (MobileNetV2)', await embeddedSet('caltech101-40'), Number.POSITIVE_INFINITY);
  await onSet(
    'caltech101-40 (built-in encoder)',
    await embeddedSet('caltech101-40', 'builtin'),
    Number.POSITIVE_INFINITY,
  );
  await onSet('cifar10 (MobileNetV2)', await embeddedSet('cifar10'), 10_000);
}

/** Worst errors over all losses and graphs of a batch. */
async function checkLosses(): Promise<void> {
  let gradient = 0;
  let value = 0;
  let identity = 0;
  for (const seed of [1, 2, 3]) {
    const Z = outputs(8, 3, seed);
    for (const graph of Object.values(batchGraphs())) {
      for (const loss of relationLosses) {
        const errors = await lossErrors(loss, Z, graph);
        gradient = Math.max(gradient, errors.gradient);
        value = Math.max(value, errors.loss);
      }
      const G = graph.same;
      const fit = pairs(8, (i, j) => (product(Z, i, j) - G[i * 8 + j]) ** 2 - G[i * 8 + j] ** 2);
      const spectral = referenceLosses.spectral(Z, graph);
      identity = Math.max(identity, Math.abs(fit - spectral) / Math.abs(spectral));
    }
  }
  const atMost = (item: string, found: number, most: number): void =>
    report({
      item,
      value: Number(found.toPrecision(2)),
      unit: '',
      target: `<= ${most}`,
      pass: found <= most,
    });
  const all = `${relationLosses.length} losses`;
  atMost(
    `relationLosses: gradients of ${all} against finite differences in float64, worst relative error`,
    gradient,
    1e-5,
  );
  atMost(`relationLosses: ${all} against their definitions, worst relative error`, value, 1e-6);
  atMost(
    'relationLosses: |ZZ^T - G|^2 - |G|^2 against the spectral contrastive loss, relative error',
    identity,
    1e-9,
  );
}

async function onSet(
  name: string,
  set: EmbeddedSet | undefined,
  poolSize: number,
  isMeasuredBefore = false,
): Promise<void> {
  if (set === undefined) return skip(name, 'its data, or the python3-sklearn package of Debian, is not here');
  const shares = new Map<string, number[]>();
  const put = (what: string, share: number): void => {
    shares.set(what, [...(shares.get(what) ?? []), share]);
  };
  const kinds = new Map<string, string[]>();
  for (const seed of seeds) {
    const rows = createRng(`split ${seed}`).permutation(set.labels.length).slice(0, poolSize);
    const embeddings = gather(set.embeddings, rows);
    const truth = Int32Array.from(rows, (row) => set.labels[row]);
    for (const n of perClass) {
      const { pool, learned, asked } = labeledBy(embeddings, truth, set.classes.length, n, seed);
      const rightOf = (classes: Int32Array): number =>
        asked.filter((row, i) => classes[i] === truth[row]).length / asked.length;
      const nearest = async (Z: Matrix): Promise<number> => rightOf(await nearestClasses(Z, pool, asked));
      const raw = matrix(embeddings.rows, embeddings.cols, embeddings.data.slice());
      await normalizeRows(raw, async () => {});
      put(`${n}: 1-NN on the raw embedding`, await nearest(raw));
      for (const choice of ['auto', 'softmax'] as const) {
        const { probabilities } = await fitHead(pool, { choice, calibrate: false }, headContext(seed));
        const what = choice === 'auto' ? 'plain head' : 'plain head, logistic regression alone';
        put(`${n}: ${what}`, rightOf(mostProbable(gather(probabilities, asked)).classes));
      }
      const linear = await learned('linear');
      if (linear.features) put(`${n}: 1-NN in the linear projection`, await nearest(linear.features));
      const chosen = await learned('auto');
      if (chosen.predictions)
        put(
          `${n}: what held-out relations choose`,
          rightOf(mostProbable(gather(chosen.predictions.probabilities, asked)).classes),
        );
      kinds.set(`${n}`, [...(kinds.get(`${n}`) ?? []), chosen.kind]);
      if (seed >= networkSeeds) continue;
      const network = await learned('mlp');
      if (network.features)
        put(
          `${n}: 1-NN in the projection by a network (${networkSeeds} seeds)`,
          await nearest(network.features),
        );
    }
  }
  for (const [what, found] of shares) {
    const [n, method] = what.split(': ');
    const value = percent(found.reduce((sum, share) => sum + share, 0) / found.length);
    const item = `${name}, ${n} labels per class: ${method}`;
    const before =
      isMeasuredBefore && method === '1-NN in the linear projection' ? measuredBefore[Number(n)] : undefined;
    if (before === undefined) tell(item, value, '%');
    else report({ item, value, unit: '%', target: `>= ${before} (measured before)`, pass: value >= before });
  }
  for (const [n, chosen] of kinds) tell(`${name}, ${n} labels per class: chosen, by seed`, chosen.join(' '));
}

/** A pool with n labels of each class, how relations are learned from it, and the rows to judge by. */
function labeledBy(embeddings: Matrix, truth: Int32Array, classCount: number, n: number, seed: number) {
  const given = new Int32Array(classCount);
  const labels = truth.map((c) => (given[c]++ < n ? c : -1));
  const pool = createPool({ labels, classCount, embeddings });
  const none = {
    a: new Int32Array(0),
    b: new Int32Array(0),
    relation: new Int8Array(0),
    source: new Uint8Array(0),
  };
  const graph = graphOf(none, labels, { eliminate: false, classCount });
  const learned = (projector: 'auto' | 'linear' | 'mlp'): Promise<LearnedRelations> =>
    learnRelations(pool, graph, headContext(seed), { projector });
  return { pool, learned, asked: pool.candidates };
}

/** The class of the nearest labeled row, by cosine. */
async function nearestClasses(Z: Matrix, pool: Pool, asked: Int32Array): Promise<Int32Array> {
  const { labels, labeled, classCount } = pool;
  const known = Array.from({ length: classCount }, (_, c) =>
    gather(
      Z,
      labeled.filter((row) => labels[row] === c),
    ),
  );
  return mostProbable(await nearestComponent(gather(Z, asked), known, headContext())).classes;
}
