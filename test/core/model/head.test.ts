import { describe, expect, it } from 'vitest';
import { matrix, row } from '../../../src/core/math/matrix.ts';
import { fitHead, type HeadChoice, headChoices } from '../../../src/core/model/head.ts';
import { createPool } from '../../../src/core/pool.ts';
import type { Pool } from '../../../src/core/selectors/selector.ts';
import { accuracyOn, headContext, labeledPool } from '../../support/heads.ts';
import { clusteredMatrix, normalMatrix } from '../../support/syntheticData.ts';

const headOf = (pool: Pool, choice: HeadChoice, seed = 0) => fitHead(pool, { choice }, headContext(seed));

function sums({ data, rows, cols }: { data: Float32Array; rows: number; cols: number }): readonly number[] {
  return Array.from({ length: rows }, (_, i) =>
    data.subarray(i * cols, (i + 1) * cols).reduce((a, b) => a + b, 0),
  );
}

/** Gaussian clusters, so near that one label is not enough for a linear model. */
const { points, cluster } = clusteredMatrix(800, 24, 8, 3, 1.2);

describe.each(headChoices)('the head: %s', (choice) => {
  it('gives every row a distribution over the classes, and new rows too', async () => {
    const pool = labeledPool(points, cluster, 8, 3);
    const head = await headOf(pool, choice);
    expect([head.probabilities.rows, head.probabilities.cols]).toEqual([800, 8]);
    for (const sum of sums(head.probabilities)) expect(sum).toBeCloseTo(1, 4);
    for (const sum of sums(await head.predict(normalMatrix(20, 24)))) expect(sum).toBeCloseTo(1, 4);
    expect(accuracyOn(head, pool, cluster)).toBeGreaterThan(0.75);
    expect(head.why).toMatch(/^[A-Z].*\.$/);
    expect(head.source).toMatch(/^the built-in head \(.+\)$/);
  });

  it('is the same for the same labels and seed, and leaves the pool as it was', async () => {
    const pool = labeledPool(points, cluster, 8, 2);
    const copy = structuredClone(pool);
    const first = await headOf(pool, choice);
    expect((await headOf(pool, choice)).probabilities).toEqual(first.probabilities);
    expect(pool).toEqual(copy);
  });

  it('takes rows that are not finite or all zeros for unknown, labeled or not', async () => {
    const X = matrix(800, 24, points.data.slice());
    const pool = labeledPool(X, cluster, 8, 3);
    const unknown = [pool.labeled[0], pool.labeled[5], pool.candidates[3], pool.candidates[4]];
    row(X, unknown[0])[2] = Number.NaN;
    row(X, unknown[1]).fill(0);
    row(X, unknown[2])[0] = Number.POSITIVE_INFINITY;
    row(X, unknown[3]).fill(0);
    const head = await headOf(pool, choice);
    for (const [i, sum] of sums(head.probabilities).entries())
      expect(sum).toBeCloseTo(unknown.includes(i) ? 0 : 1, 4);
    const [sum] = sums(await head.predict(matrix(1, 24)));
    expect(sum).toBe(0);
  });

  it('gives nothing to classes without a label, and takes classes with one', async () => {
    const labels = new Int32Array(800).fill(-1);
    for (const i of [0, 1, 2, 3, 4]) labels[i] = [1, 1, 1, 4, 9][i];
    const head = await headOf(createPool({ labels, classCount: 11, embeddings: points }), choice);
    for (let i = 0; i < 800; i++)
      for (const c of [0, 2, 3, 5, 6, 7, 8, 10]) expect(row(head.probabilities, i)[c]).toBe(0);
    for (const sum of sums(head.probabilities)) expect(sum).toBeCloseTo(1, 4);
    expect(head.accuracy).toBeUndefined();
    expect(head.isCalibrated).toBe(false);
  });

  it('takes images that are all the same', async () => {
    const labels = new Int32Array(50).fill(-1);
    for (let i = 0; i < 6; i++) labels[i] = i % 3;
    const X = matrix(50, 4, new Float32Array(200).fill(0.5));
    const head = await headOf(createPool({ labels, classCount: 3, embeddings: X }), choice);
    for (const sum of sums(head.probabilities)) expect(sum).toBeCloseTo(1, 4);
  });

  it('needs two classes', async () => {
    const one = labeledPool(
      points,
      cluster.map(() => 0),
      1,
      5,
    );
    await expect(headOf(one, choice)).rejects.toMatchObject({ code: 'needs-labels' });
    const none = labeledPool(points, cluster, 8, 0);
    await expect(headOf(none, choice)).rejects.toMatchObject({ code: 'needs-labels' });
  });

  it('is calibrated from ten labels per class on, and says how right it is', async () => {
    const few = await headOf(labeledPool(points, cluster, 8, 9), choice);
    expect(few.isCalibrated).toBe(false);
    const pool = labeledPool(points, cluster, 8, 20);
    const many = await headOf(pool, choice);
    expect(many.isCalibrated).toBe(true);
    const right = accuracyOn(many, pool, cluster);
    expect(Math.abs((many.accuracy?.mean ?? 0) - right)).toBeLessThan(0.06);
    const open = [...pool.candidates].map((i) => Math.max(...row(many.probabilities, i)));
    const confidence = open.reduce((sum, p) => sum + p, 0) / open.length;
    expect(Math.abs(confidence - right)).toBeLessThan(0.06);
  });

  it('is cancelled', async () => {
    const abort = new AbortController();
    const fitting = fitHead(labeledPool(points, cluster, 8, 20), { choice }, headContext(0, abort.signal));
    setImmediate(() => abort.abort());
    await expect(fitting).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('the choice of the head', () => {
  it('is a mix that leans on the graph where labels are few, and is better than the softmax there', async () => {
    const pool = labeledPool(points, cluster, 8, 1);
    const [auto, softmax] = [await headOf(pool, 'auto'), await headOf(pool, 'softmax')];
    expect(auto.kind).toBe('mix');
    expect(auto.why).toContain('usual for so few labels');
    expect(accuracyOn(auto, pool, cluster)).toBeGreaterThan(accuracyOn(softmax, pool, cluster) + 0.1);
  });

  it('is the softmax where the graph of so many images would take minutes', async () => {
    const X = matrix(2_100_000, 1);
    for (let i = 0; i < X.rows; i++) X.data[i] = i % 2 === 0 ? 1 : -1;
    const labels = new Int32Array(X.rows).fill(-1);
    labels.set([0, 1, 0, 1]);
    const head = await headOf(createPool({ labels, classCount: 2, embeddings: X }), 'auto');
    expect(head.kind).toBe('softmax');
    expect(head.why).toContain('would take too long');
    expect(row(head.probabilities, 2_099_999)[1]).toBeGreaterThan(0.9);
  });

  it('follows the labels away from a graph that tells nothing', async () => {
    // Neighbors say nothing of a class that is the sign of one column among thirty of noise.
    const X = normalMatrix(1500, 30, 8);
    const truth = Int32Array.from({ length: 1500 }, (_, i) => (row(X, i)[0] > 0 ? 1 : 0));
    const pool = labeledPool(X, truth, 2, 150);
    const [auto, softmax, spreading] = [
      await headOf(pool, 'auto'),
      await headOf(pool, 'softmax'),
      await headOf(pool, 'spreading'),
    ];
    expect(accuracyOn(spreading, pool, truth)).toBeLessThan(accuracyOn(softmax, pool, truth) - 0.1);
    expect(accuracyOn(auto, pool, truth)).toBeGreaterThan(accuracyOn(softmax, pool, truth) - 0.02);
    expect(auto.why).toMatch(
      /held-out labels \(label spreading alone \d+ %, logistic regression alone \d+ %\)\.$/,
    );
  });

  it('follows the labels to a graph that a linear model cannot replace', async () => {
    // Every class has eight far clusters.
    const set = clusteredMatrix(1600, 12, 32, 5, 0.35);
    const truth = set.cluster.map((c) => c % 4);
    const pool = labeledPool(set.points, truth, 4, 40);
    const [auto, softmax] = [await headOf(pool, 'auto'), await headOf(pool, 'softmax')];
    expect(accuracyOn(auto, pool, truth)).toBeGreaterThan(accuracyOn(softmax, pool, truth) + 0.1);
  });
});
