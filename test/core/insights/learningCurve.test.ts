import { describe, expect, it } from 'vitest';
import { agreements } from '../../../src/core/insights/agreement.ts';
import { accuracyOf, type LabelSet, labelSet, rightOf } from '../../../src/core/insights/labelSet.ts';
import { type LearningCurve, learningCurve } from '../../../src/core/insights/learningCurve.ts';
import { curvePoints } from '../../../src/core/insights/pastRound.ts';
import { gather } from '../../../src/core/math/matrix.ts';
import { stratifiedFolds } from '../../../src/core/model/crossValidation.ts';
import { fitHead } from '../../../src/core/model/head.ts';
import { mostProbable } from '../../../src/core/model/mostProbable.ts';
import { createPool } from '../../../src/core/pool.ts';
import { createRng } from '../../../src/core/rng.ts';
import type { Pool } from '../../../src/core/selectors/selector.ts';
import { headContext } from '../../support/heads.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';
import { halfSpaces } from '../advise/halfSpaces.ts';

const first = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i);

async function curveOf(pool: Pool, points: readonly Int32Array[], seed = 0): Promise<LearningCurve> {
  const ctx = headContext(seed);
  const curve = await learningCurve(await labelSet(pool, ctx), points, ctx);
  if (curve === undefined) throw new Error('There are labels enough.');
  return curve;
}

describe('the points of a curve', () => {
  const pool = halfSpaces(200, 100);

  it('are the labels before each batch that are there to this day, and all of them now', () => {
    const rounds = [first(0), first(10), first(10), first(40), Int32Array.of(150)].map((labeled) => ({
      labeled,
    }));
    expect(curvePoints(pool, rounds, 1).map(({ length }) => length)).toEqual([10, 40, 100]);
  });

  it('begin once so many classes have a label', () => {
    const one = pool.labeled.filter((row) => pool.labels[row] === 1).subarray(0, 5);
    const rounds = [{ labeled: one }, { labeled: first(30) }];
    expect(curvePoints(pool, rounds, 2).map(({ length }) => length)).toEqual([30, 100]);
    expect(curvePoints(pool, rounds, 1).map(({ length }) => length)).toEqual([5, 30, 100]);
  });

  it('are twelve of many, with the first and the last', () => {
    const rounds = Array.from({ length: 50 }, (_, i) => ({ labeled: first(2 * i + 1) }));
    const points = curvePoints(pool, rounds, 1).map(({ length }) => length);
    expect(points.length).toBe(12);
    expect([points[0], points.at(-1)]).toEqual([1, 100]);
    expect(points).toEqual([...points].sort((a, b) => a - b));
  });
});

describe('the learning curve', () => {
  it('is what cross-validation by the definition gives', async () => {
    const { points, cluster } = clusteredMatrix(90, 8, 3, 1, 1.4);
    const pool = createPool({ labels: cluster, classCount: 3, embeddings: points });
    const curve = await curveOf(pool, [first(12), pool.labeled]);
    for (const [p, known] of [12, 90].entries()) {
      const naive = await naiveAccuracy(pool, first(known), curve.repeats);
      expect(curve.points[p].accuracy.mean).toBeCloseTo(naive, 9);
    }
    expect(curve).toMatchObject({ heldOut: 90, labels: 90, repeats: 3 });
  });

  it('rises while there is much to learn, and is the same each time', async () => {
    const pool = halfSpaces(240);
    const points = [first(20), first(80), pool.labeled];
    const curve = await curveOf(pool, points);
    const [few, some, all] = curve.points.map(({ accuracy }) => accuracy.mean);
    expect(some).toBeGreaterThan(few + 0.03);
    expect(all).toBeGreaterThan(some);
    expect(await curveOf(pool, points)).toEqual(curve);
    expect(await curveOf(pool, points, 1)).not.toEqual(curve);
  });

  it('lies within the range of random selections where the selection was random, and all labels are one point', async () => {
    const pool = halfSpaces(240);
    const order = createRng('order').permutation(240);
    const points = [15, 30, 60, 120, 240].map((count) => order.slice(0, count).sort());
    const { points: curve } = await curveOf(pool, points);
    const outside = curve.filter(({ accuracy, random }) => {
      if (random === undefined) throw new Error('All selections are measured.');
      return Math.abs(accuracy.mean - random.mean) > 2 * random.deviation + 0.01;
    });
    expect(outside.length).toBeLessThanOrEqual(1);
    expect(curve.at(-1)?.random?.mean).toBeCloseTo(curve.at(-1)?.accuracy.mean ?? 0, 1);
  });

  it('lies below random selections where one class came first', async () => {
    const pool = halfSpaces(200);
    const byClass = [...pool.labeled].sort((a, b) => pool.labels[a] - pool.labels[b] || a - b);
    const ones = pool.labeled.filter((row) => pool.labels[row] === 1);
    const bad = Int32Array.from([...byClass.slice(0, 60), ones[0]]).sort();
    const { points } = await curveOf(pool, [bad, pool.labeled]);
    const { accuracy, random } = points[0];
    expect(accuracy.mean).toBeLessThan((random?.mean ?? 0) - 2 * (random?.deviation ?? 0));
  });

  it('does not begin before ten labels can be asked for', async () => {
    const ctx = headContext();
    const labels = await labelSet(halfSpaces(100, 9), ctx);
    expect(await learningCurve(labels, [first(9)], ctx)).toBeUndefined();
  });

  it('tells of each pass, more exact each time', async () => {
    const ctx = headContext();
    const told: LearningCurve[] = [];
    const pool = halfSpaces(60);
    const whole = await learningCurve(await labelSet(pool, ctx), [first(20), first(60)], ctx, (curve) =>
      told.push(curve),
    );
    expect(told.map(({ repeats }) => repeats)).toEqual([1, 1, 1, 1, 1, 1, 1, 2, 3]);
    expect([told[0], told[1]].map(({ points }) => points[0].random)).toEqual([undefined, undefined]);
    expect(told[2].points[0].random?.selections).toBe(2);
    expect(told.at(-1)).toEqual(whole);
    expect(whole?.points[0].random?.selections).toBe(6);
  });
});

describe('what a head says of labels it was not told', () => {
  it('is nothing but the classes it knows', async () => {
    const ctx = headContext();
    const labels = await labelSet(halfSpaces(40), ctx);
    const ones = Int32Array.from(labels.targets.keys()).filter((i) => labels.targets[i] === 1);
    const all = Int32Array.from(labels.targets.keys());
    expect([...(await rightOf(labels, ones.subarray(0, 2), all, ctx))]).toEqual([...labels.targets]);
    expect((await rightOf(labels, new Int32Array(0), all, ctx)).some((right) => right === 1)).toBe(false);
  });
});

describe('an accuracy', () => {
  it('has an error also where all labels are right, or all are wrong', () => {
    expect(accuracyOf([1, 0, 1, 0.5]).standardError).toBeCloseTo(Math.sqrt(0.6875 / 3 / 4), 9);
    const all = accuracyOf(Array(24).fill(1));
    expect(all.mean).toBe(1);
    expect(all.standardError).toBeCloseTo(Math.sqrt(((26 / 28) * (2 / 28)) / 28), 9);
    const none = accuracyOf(Array(24).fill(0));
    expect([none.mean, none.standardError.toFixed(9)]).toEqual([0, all.standardError.toFixed(9)]);
    expect(accuracyOf([1]).standardError).toBeGreaterThan(0.2);
  });
});

describe('what was expected of a batch', () => {
  it('is compared with the labels it was given, where there was a head and there are labels', async () => {
    const pool = halfSpaces(200, 120);
    const ctx = headContext();
    const labels = await labelSet(pool, ctx);
    const rounds = [
      { labeled: first(0), picks: first(20) },
      { labeled: first(40), picks: Int32Array.from({ length: 60 }, (_, i) => 40 + i) },
      { labeled: first(100), picks: Int32Array.of(150, 151) },
    ];
    const found = await agreements(labels, rounds, ctx);
    expect([found[0], found[2]]).toEqual([undefined, undefined]);
    const told = await naiveHits(pool, first(40), rounds[1].picks);
    expect(found[1]?.mean).toBeCloseTo(told, 9);
  });
});

/** Cross-validated accuracy as the protocol says it, with the head of the product and a matrix of its own for each fold. */
async function naiveAccuracy(pool: Pool, known: Int32Array, repeats: number): Promise<number> {
  const accuracies: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const labels: LabelSet = await labelSet(pool, headContext());
    const folds = stratifiedFolds(labels.targets, 3, headContext().rng.fork(`folds ${repeat}`));
    if (folds === undefined) throw new Error('There are labels enough.');
    let right = 0;
    for (let fold = 0; fold < folds.count; fold++) {
      const inFold = (row: number): boolean => folds.of[row] === fold;
      const asked = pool.labeled.filter(inFold);
      const told = known.filter((row) => !inFold(row));
      right += asked.length * (await naiveHits(pool, told, asked));
    }
    accuracies.push(right / pool.labeled.length);
  }
  return accuracies.reduce((sum, value) => sum + value, 0) / repeats;
}

/** Share of the rows `asked` whose label a head says that was fitted to the rows `told` alone. */
async function naiveHits(pool: Pool, told: Int32Array, asked: Int32Array): Promise<number> {
  const { embeddings, labels, classCount } = pool;
  if (embeddings === undefined) throw new Error('There are embeddings.');
  const training = createPool({
    labels: told.map((row) => labels[row]),
    classCount,
    embeddings: gather(embeddings, told),
  });
  const head = await fitHead(training, { choice: 'softmax', calibrate: false }, headContext());
  const { classes } = mostProbable(await head.predict(gather(embeddings, asked)));
  return asked.filter((row, i) => classes[i] === labels[row]).length / asked.length;
}
