// How much the head of `auto` gains over plain logistic regression on few labels, on images that neither graph nor fit has seen.
import { gather, row } from '../../src/core/math/matrix.ts';
import { fitHead, type HeadChoice, headChoices, labeledClasses } from '../../src/core/model/head.ts';
import { mostProbable } from '../../src/core/model/mostProbable.ts';
import { createPool } from '../../src/core/pool.ts';
import { createRng } from '../../src/core/rng.ts';
import { stratifiedSplit } from '../../src/core/simulate/split.ts';
import type { Matrix } from '../../src/core/types.ts';
import { scikitLearn } from '../support/bench.ts';
import { embeddedSet, embeddedSetNames } from '../support/embeddedSets.ts';
import { headContext } from '../support/heads.ts';
import { report, skip } from '../support/measurement.ts';
import { indicesOf, round } from '../support/rounds.ts';
import { clusteredMatrix } from '../support/syntheticData.ts';

/** Labels per class, and the least mean gain over the softmax there, in points of accuracy. */
const targets = new Map([
  [1, 3],
  [2, 2],
  [5, 1],
  [20, -0.3],
]);
const seeds = process.argv.includes('--once') ? [0] : [0, 1, 2, 3, 4];

interface TestSet {
  readonly name: string;
  readonly embeddings: Matrix;
  readonly labels: Int32Array;
  /** Rows of the pool and held out; 0: all. */
  readonly sizes: { readonly poolSize: number; readonly heldOutSize: number };
}

const whole = { poolSize: 0, heldOutSize: 0 };

void main();

async function main(): Promise<void> {
  const anchors: TestSet[] = [];
  for (const name of embeddedSetNames) {
    const set = await embeddedSet(name);
    const sizes = name === 'cifar10' ? { poolSize: 10_000, heldOutSize: 5000 } : whole;
    if (set === undefined) skip(`head on ${name}`, 'its files are not in NEXT_BATCH_DATA');
    else anchors.push({ ...set, sizes });
  }
  if (anchors.length > 0) judge(await gainsOn(anchors), anchors.length);
  await gainsOn([...syntheticSets(), ...digits()]);
}

/** Mean gain of `auto` per number of labels and set, each printed. */
async function gainsOn(sets: readonly TestSet[]): Promise<ReadonlyMap<number, readonly number[]>> {
  const gains = new Map<number, number[]>([...targets.keys()].map((perClass) => [perClass, []]));
  for (const set of sets) {
    const accuracies = await accuraciesOn(set);
    for (const [perClass, of] of accuracies) {
      for (const choice of headChoices)
        tell(`${set.name}: accuracy of ${choice} at ${perClass} per class`, of[choice], '%');
      const gain = of.auto - of.softmax;
      tell(`${set.name}: gain of auto over softmax at ${perClass} per class`, gain, 'points');
      gains.get(perClass)?.push(gain);
    }
  }
  return gains;
}

function judge(gains: ReadonlyMap<number, readonly number[]>, count: number): void {
  for (const [perClass, least] of targets) {
    const value = rounded(mean(gains.get(perClass) ?? []));
    report({
      item: `gain of auto over softmax at ${perClass} per class, mean of ${count} sets and ${seeds.length} seeds`,
      value,
      unit: 'points',
      target: `>= ${least}`,
      pass: value >= least,
    });
  }
}

/** Held-out accuracy (%) of each head per number of labels, mean over the seeds; TypiClust picks first, MaxHerding goes on. */
async function accuraciesOn({
  embeddings,
  labels: truth,
  sizes,
}: TestSet): Promise<ReadonlyMap<number, Record<HeadChoice, number>>> {
  const classCount = truth.reduce((most, c) => Math.max(most, c), 0) + 1;
  const found = new Map<number, Record<HeadChoice, number[]>>();
  for (const seed of seeds) {
    const split = stratifiedSplit(truth, { heldOut: 0.3, ...sizes }, createRng(`split ${seed}`));
    const pool = gather(embeddings, split.pool);
    const heldOut = gather(embeddings, split.heldOut);
    const labels = new Int32Array(pool.rows).fill(-1);
    for (const perClass of targets.keys()) {
      const budget = perClass * classCount - labels.filter((c) => c >= 0).length;
      const asked = createPool({ labels, classCount, embeddings: pool });
      const batch = await round(asked, perClass === 1 ? 'typiclust' : 'max-herding', budget, { seed });
      for (const i of indicesOf(batch)) labels[i] = truth[split.pool[i]];
      const labeled = createPool({ labels: labels.slice(), classCount, embeddings: pool });
      // The first picks of a set of two classes may all be of one: no head is defined then.
      if (labeledClasses(labeled) < 2) continue;
      const of = found.get(perClass) ?? { auto: [], softmax: [], spreading: [] };
      found.set(perClass, of);
      for (const choice of headChoices) {
        const head = await fitHead(labeled, { choice }, headContext(seed));
        const { classes } = mostProbable(await head.predict(heldOut));
        const right = classes.filter((c, i) => c === truth[split.heldOut[i]]).length;
        of[choice].push((100 * right) / heldOut.rows);
      }
    }
  }
  return new Map(
    [...found].map(([perClass, { auto, softmax, spreading }]) => [
      perClass,
      { auto: mean(auto), softmax: mean(softmax), spreading: mean(spreading) },
    ]),
  );
}

/** Sets that no choice was made by: classes of one cluster, of four, of very different sizes, and of noise. */
function syntheticSets(): readonly TestSet[] {
  const single = clusteredMatrix(2000, 32, 10, 11, 1.6);
  const several = clusteredMatrix(3000, 32, 24, 12, 1.1);
  const uneven = clusteredMatrix(3000, 32, 10, 13, 1.6);
  const kept = [...uneven.cluster.keys()].filter((i) => i % 3000 < 3000 * 0.6 ** uneven.cluster[i]);
  return [
    { name: '10 classes of one cluster', embeddings: single.points, labels: single.cluster, sizes: whole },
    {
      name: '6 classes of four clusters',
      embeddings: several.points,
      labels: several.cluster.map((c) => c % 6),
      sizes: whole,
    },
    {
      name: '10 classes, each smaller than the one before',
      embeddings: gather(uneven.points, kept),
      labels: Int32Array.from(kept, (i) => uneven.cluster[i]),
      sizes: whole,
    },
    {
      name: '2 classes, the sign of one column',
      embeddings: single.points,
      labels: Int32Array.from(single.cluster, (_, i) => (row(single.points, i)[0] > 0 ? 1 : 0)),
      sizes: whole,
    },
  ];
}

/** The 1,797 digits of scikit-learn, 8 x 8 pixels. */
function digits(): readonly TestSet[] {
  const python = scikitLearn({});
  if (python === undefined) {
    skip('head on digits', 'scikit-learn is not installed for /usr/bin/python3');
    return [];
  }
  const found = python.run(
    'import json, sklearn.datasets as s; d = s.load_digits(); print(json.dumps([d.data.ravel().tolist(), d.target.tolist()]))',
  ) as readonly [readonly number[], readonly number[]];
  python.close();
  const [pixels, labels] = found;
  const embeddings = { data: Float32Array.from(pixels), rows: labels.length, cols: 64 };
  return [{ name: 'digits', embeddings, labels: Int32Array.from(labels), sizes: whole }];
}

function tell(item: string, value: number, unit: string): void {
  report({ item, value: rounded(value), unit, target: '', pass: null });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function rounded(value: number): number {
  return Math.round(100 * value) / 100;
}
