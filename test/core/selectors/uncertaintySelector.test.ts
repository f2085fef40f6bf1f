import { describe, expect, it } from 'vitest';
import { columnMean, gather, matrix, row, squaredDistance } from '../../../src/core/math/matrix.ts';
import { createRng } from '../../../src/core/rng.ts';
import type { Pool } from '../../../src/core/selectors/selector.ts';
import { entropy, uncertainties, uncertaintyMeasures } from '../../../src/core/selectors/uncertainty.ts';
import { fakePredictions, indicesOf, poolOf, round } from '../../support/rounds.ts';
import { clusteredMatrix, normalMatrix } from '../../support/syntheticData.ts';

const plain = { parameters: { diversity: 'none' } };

/** A pool without embeddings, with these rows of probabilities. */
function predicted(rows: readonly (readonly number[])[], source = 'mine.csv'): Pool {
  const classCount = rows[0]?.length ?? 0;
  const { embeddings: _, ...pool } = poolOf(matrix(rows.length, 1));
  const probabilities = matrix(rows.length, classCount, Float32Array.from(rows.flat()));
  return { ...pool, classCount, predictions: { probabilities, source, isCalibrated: false } };
}

describe('the measures of uncertainty', () => {
  it('are what their definitions say', async () => {
    const P = matrix(2, 3, Float32Array.of(0.5, 0.25, 0.25, 0, 0.75, 0.25));
    const of = (measure: (typeof uncertaintyMeasures)[number]) =>
      uncertainties(P, Int32Array.of(1, 0), measure, async () => {});
    expect([...(await of('least-confidence'))]).toEqual([0.25, 0.5]);
    expect([...(await of('margin'))]).toEqual([0.5, 0.75]);
    const expected = [
      -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25),
      -0.5 * Math.log(0.5) - 2 * 0.25 * Math.log(0.25),
    ];
    for (const [i, value] of (await of('entropy')).entries()) expect(value).toBeCloseTo(expected[i], 9);
  });

  it('take certainty and the lack of any knowledge for 0', async () => {
    const P = matrix(2, 4, Float32Array.of(0, 1, 0, 0, 0, 0, 0, 0));
    for (const measure of uncertaintyMeasures)
      for (const value of await uncertainties(P, Int32Array.of(0, 1), measure, async () => {}))
        expect(value).toBeCloseTo(0, 9);
    expect(entropy([1, 0])).toBeGreaterThan(0);
  });
});

describe('least-confidence, margin and entropy', () => {
  it('rank a case in which each prefers another image', async () => {
    const pool = predicted([
      [0.44, 0.43, 0.13, 0],
      [0.97, 0.01, 0.01, 0.01],
      [0.5, 0.2, 0.2, 0.1],
      [0.4, 0.3, 0.29, 0.01],
    ]);
    expect(indicesOf(await round(pool, 'margin', 4, plain))).toEqual([0, 3, 2, 1]);
    expect(indicesOf(await round(pool, 'least-confidence', 4, plain))).toEqual([3, 0, 2, 1]);
    expect(indicesOf(await round(pool, 'entropy', 4, plain))).toEqual([2, 3, 0, 1]);
  });

  it('rank two classes alike, ties to the lowest row', async () => {
    const shares = [0.9, 0.5, 0.1, 0.999_999, 0.7, 0.3, 0.45, 0.999_999_9, 0.500_001];
    const pool = predicted(shares.map((p) => [p, Math.fround(1 - p)]));
    const expected = [1, 8, 6, 4, 5, 0, 2, 3, 7];
    for (const id of uncertaintyMeasures)
      expect(indicesOf(await round(pool, id, 9, plain)), id).toEqual(expected);
  });

  it('do not depend on the order of the classes, and a shorter batch is a prefix', async () => {
    const { probabilities } = fakePredictions(normalMatrix(200, 5, 1), 5);
    const rows = Array.from({ length: 200 }, (_, i) => [...row(probabilities, i)]);
    for (const id of uncertaintyMeasures) {
      const long = indicesOf(await round(predicted(rows), id, 50, plain));
      const turned = rows.map((p) => [p[3], p[0], p[4], p[2], p[1]]);
      expect(indicesOf(await round(predicted(turned), id, 50, plain))).toEqual(long);
      expect(indicesOf(await round(predicted(rows), id, 9, plain))).toEqual(long.slice(0, 9));
    }
  });

  it('pick the same images in any order of the pool', async () => {
    const { probabilities } = fakePredictions(normalMatrix(200, 5, 4), 5);
    const rows = Array.from({ length: 200 }, (_, i) => [...row(probabilities, i)]);
    const order = createRng(7).permutation(200);
    const permuted = predicted(Array.from(order, (i) => rows[i]));
    for (const id of uncertaintyMeasures) {
      const picks = indicesOf(await round(permuted, id, 30, plain));
      expect(picks.map((index) => order[index])).toEqual(
        indicesOf(await round(predicted(rows), id, 30, plain)),
      );
    }
  });

  it('say whose probabilities, how sure, and that a batch without embeddings is not spread', async () => {
    const pool = predicted([
      [0.9, 0.1, 0],
      [0.25, 0.41, 0.34],
    ]);
    const result = await round(pool, 'least-confidence', 1);
    expect(result.picks[0].reason).toEqual({
      text: 'Hard to tell: only 41 % sure of the best guess, says mine.csv.',
      prediction: { class: 1, confidence: Math.fround(0.41) },
      uncertainty: { name: 'least-confidence', value: result.picks[0].score },
    });
    expect(result.notes).toEqual([
      'Without embeddings the batch is not spread: it is just the most uncertain.',
    ]);
    const { picks } = await round(pool, 'margin', 1);
    expect(picks[0].reason.text).toBe(
      'Between two classes: 41 % for one and 34 % for the next, says mine.csv.',
    );
  });

  it('leave images of which nothing is known for last, and say so', async () => {
    const pool = predicted([
      [0, 0],
      [0.99, 0.01],
      [0, 0],
      [0.6, 0.4],
    ]);
    for (const id of uncertaintyMeasures) {
      const result = await round(pool, id, 3, plain);
      expect(indicesOf(result)).toEqual([3, 1, 0]);
      expect(result.notes[0]).toBe('Nothing is known from mine.csv of 2 of the images, so they come last.');
      expect(result.picks[2].reason.text).toContain('Among the last');
    }
  });

  it('refuse predictions of one class', async () => {
    await expect(round(predicted([[1], [1]]), 'margin', 1)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('mine.csv knows only one'),
    });
  });

  it('leave out rows whose embeddings are no numbers', async () => {
    const embeddings = normalMatrix(60, 4, 2);
    row(embeddings, 9)[1] = Number.NaN;
    const pool = { ...poolOf(embeddings), classCount: 2, predictions: fakePredictions(embeddings, 2) };
    const result = await round(pool, 'margin', 59);
    expect(result.notes[0]).toContain('rows 9.');
    expect(indicesOf(result)).not.toContain(9);
  });
});

describe('diversity by k-means', () => {
  const { points, cluster } = clusteredMatrix(600, 8, 6, 3, 0.2);
  const scored = { ...poolOf(points, []), classCount: 2, predictions: fakePredictions(points, 2) };

  it('takes of the 5 b most uncertain one image of each group, the most uncertain first', async () => {
    const top = indicesOf(await round(scored, 'margin', 30, plain));
    const { picks } = await round(scored, 'margin', 6);
    for (const { index } of picks) expect(top).toContain(index);
    const scores = picks.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    const groups = picks.map(({ reason }) => Number(/for (\d+) such/.exec(reason.text)?.[1] ?? 1));
    expect(groups.reduce((sum, size) => sum + size)).toBe(30);
    const distinct = (rows: readonly number[]) => new Set(rows.map((i) => cluster[i])).size;
    expect(distinct(picks.map(({ index }) => index))).toBeGreaterThanOrEqual(distinct(top.slice(0, 6)));
  });

  it('with a batch of one takes the image nearest to the middle of the five', async () => {
    const five = indicesOf(await round(scored, 'entropy', 5, plain));
    const middle = matrix(1, 8, await columnMean(gather(points, five), async () => {}));
    const distances = five.map((i) => squaredDistance(points, i, middle, 0));
    const expected = five[distances.indexOf(Math.min(...distances))];
    const { picks } = await round(scored, 'entropy', 1);
    expect(picks[0].index).toBe(expected);
    expect(picks[0].reason.text).toMatch(/; it stands for 5 such images\.$/);
  });

  it('reaches past copies for other images, and takes copies only when nothing else is left', async () => {
    const copies = gather(points, [...Array(40).fill(0), 1, 2, 3]);
    const probabilities = matrix(43, 2, new Float32Array(86).fill(0.5));
    for (const i of [40, 41, 42]) row(probabilities, i).set([0.9, 0.1]);
    const predictions = { probabilities, source: 'mine.csv', isCalibrated: false };
    const result = await round({ ...poolOf(copies), classCount: 2, predictions }, 'margin', 6);
    expect(indicesOf(result).slice(1, 4)).toEqual([40, 41, 42]);
    expect(new Set(indicesOf(result)).size).toBe(6);
  });

  it('tells how far each pick is from the labels', async () => {
    const pool = { ...scored, ...poolOf(points, [0, 1]), classCount: 2 };
    const { picks } = await round(pool, 'margin', 3);
    const { index, reason } = picks[0];
    const nearest = [0, 1].map((l) => Math.sqrt(squaredDistance(points, index, points, l)));
    expect(reason.nearestLabeled?.distance).toBeCloseTo(Math.min(...nearest), 5);
  });
});
