import { describe, expect, it } from 'vitest';
import { matrix, row, squaredDistance } from '../../../src/core/math/matrix.ts';
import { createRng } from '../../../src/core/rng.ts';
import { activeRows } from '../../../src/core/selectors/activeRows.ts';
import { labeledBalls } from '../../../src/core/selectors/ballRadii.ts';
import type { Pool } from '../../../src/core/selectors/selector.ts';
import { greedyCoverage } from '../../support/greedyCoverage.ts';
import { fakePredictions, indicesOf, poolOf, round, roundContext } from '../../support/rounds.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

const context = { ...roundContext(), rng: createRng(0), totalBudget: 0 };

/** Pool rows on a line and the class of each; the named rows are labeled. */
async function ballsOnALine(
  values: readonly number[],
  classes: readonly number[],
  labeled: readonly number[],
) {
  const pool = poolOf(matrix(values.length, 1, Float32Array.from(values)), labeled);
  const active = await activeRows(pool, false, context);
  return labeledBalls(active, Int32Array.from(classes), 0.6, context);
}

describe('the balls of labeled images', () => {
  it('grow until too many of another class are in them', async () => {
    const others = new Array<number>(10).fill(0.8);
    const { radii, covered } = await ballsOnALine(
      [0, 0.1, 0.2, 0.3, ...others],
      [0, 0, 0, 0, ...others.map(() => 1)],
      [0],
    );
    expect(radii).toEqual(Float64Array.of(0.79));
    expect([...covered]).toEqual([1, 1, 1, 1, ...others.map(() => 0)]);
  });

  it('stay near 1.1 where nothing opposes, and count unknown classes on neither side', async () => {
    const { radii } = await ballsOnALine([0, 0.1, 0.5, 0.9], [0, 0, -1, -1], [0]);
    expect(radii).toEqual(Float64Array.of(1.07));
  });

  it('ask for more purity as the balls before them cover more', async () => {
    // The ball of the second label holds 3 of its class among 7 from 0.5 on: enough at coverage 0 (0.4), not at 5 of 12 (0.483).
    const near = [0, 0.1, 0.2, 0.3, 0.4];
    const group = [10, 10, 10, 10.5, 10.5, 10.5, 10.5];
    const classes = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2];
    const alone = await ballsOnALine([...near, ...group], classes, [5]);
    const second = await ballsOnALine([...near, ...group], classes, [0, 5]);
    expect(alone.radii[0]).toBe(1.07);
    expect(second.radii[1]).toBe(0.48);
  });

  it('know copies of labeled images', async () => {
    const { copies } = await ballsOnALine([0, 1, 0, 2], [0, 0, 0, 0], [0]);
    expect([...copies]).toEqual([1, 0, 1, 0]);
  });
});

describe('dcom', () => {
  /** 300 x 8 in 6 clusters, four labels in two classes, predictions. */
  function labeledPool(): Pool {
    const { points } = clusteredMatrix(300, 8, 6, 3, 0.5);
    const pool = poolOf(points, [4, 5, 6, 200]);
    pool.labels[5] = 1;
    return { ...pool, classCount: 2, predictions: fakePredictions(points, 2) };
  }

  it('without labels covers by balls of the initial radius', async () => {
    const pool = poolOf(clusteredMatrix(400, 10, 8, 3, 0.5).points);
    const result = await round(pool, 'dcom', 10, { parameters: { initialRadius: 0.5 } });
    const expected = greedyCoverage(pool, 10, (squared) => (squared < 0.25 ? 1 : 0));
    expect(indicesOf(result)).toEqual(expected.map(({ index }) => index));
    expect(result.notes[0]).toContain('There is no model yet');
  });

  it.each([1, 6])('adds doubt and density as the formula reads, slope %i', async (slope) => {
    const pool = labeledPool();
    const X = pool.embeddings ?? matrix(0, 0);
    const rows = [...X.data.keys()].slice(0, X.rows);
    const active = await activeRows(pool, true, context);
    const P = pool.predictions?.probabilities ?? matrix(0, 0);
    const classes = rows.map((i) =>
      pool.labels[i] >= 0 ? pool.labels[i] : row(P, i)[1] > row(P, i)[0] ? 1 : 0,
    );
    const { radii, covered } = await labeledBalls(active, Int32Array.from(classes), 0.6, context);
    const radius = radii.reduce((sum, one) => sum + one, 0) / radii.length;
    const coverage = covered.reduce((sum, one) => sum + one, 0) / X.rows;
    const competence = (1 + Math.exp(-slope * 0.2)) / (1 + Math.exp(-slope * (coverage - 0.8)));
    const s = Number(competence.toFixed(3));
    expect(s).toBeGreaterThan(0.01);
    expect(s).toBeLessThan(0.99);

    const margins = rows.map((i) => Math.abs(row(P, i)[0] - row(P, i)[1]));
    const [least, most] = [Math.min(...margins), Math.max(...margins)];
    const doubt = rows.map((i) => (pool.labels[i] >= 0 ? 0 : (most - margins[i]) / (most - least)));
    const left = new Set(pool.candidates);
    const isCovered = [...covered];
    const result = await round(pool, 'dcom', 12, { parameters: { slope } });
    for (const { index, score } of result.picks) {
      const inBall = (i: number): number[] => rows.filter((n) => squaredDistance(X, i, X, n) < radius ** 2);
      const density = rows.map((i) => (left.has(i) ? inBall(i).filter((n) => isCovered[n] === 0).length : 0));
      const densest = Math.max(...density);
      const scores = rows.map((i) => (left.has(i) ? s * doubt[i] + ((1 - s) * density[i]) / densest : -1));
      expect(index).toBe(scores.indexOf(Math.max(...scores)));
      expect(score).toBeCloseTo(scores[index], 5);
      left.delete(index);
      for (const n of inBall(index)) isCovered[n] = 1;
    }
  });

  it('goes by doubt alone when all is covered', async () => {
    const pool = labeledPool();
    const { picks, notes } = await round(pool, 'dcom', 5, { parameters: { midpoint: 0, slope: 1000 } });
    const P = pool.predictions?.probabilities ?? matrix(0, 0);
    const margin = (i: number): number => Math.abs(row(P, i)[0] - row(P, i)[1]);
    const byMargin = [...pool.candidates].sort((a, b) => margin(a) - margin(b));
    expect(picks.map(({ index }) => index)).toEqual(byMargin.slice(0, 5));
    expect(picks[0].reason.uncertainty?.name).toBe('margin');
    expect(picks[0].reason.text).toContain('Between two classes');
    expect(notes[0]).toContain("the model's doubt counts 100 %");
  });

  it('does not pick copies of what it doubts', async () => {
    const { points } = clusteredMatrix(40, 6, 4, 3, 0.4);
    const doubled = matrix(80, 6, Float32Array.of(...points.data, ...points.data));
    const pool = poolOf(doubled, [0, 1]);
    pool.labels[1] = 1;
    const full = { ...pool, classCount: 2, predictions: fakePredictions(doubled, 2) };
    const picks = indicesOf(await round(full, 'dcom', 20, { parameters: { midpoint: 0, slope: 1000 } }));
    expect(new Set(picks.map((index) => index % 40)).size).toBe(20);
    expect(picks.some((index) => index % 40 < 2)).toBe(false);
  });
});
