import { describe, expect, it } from 'vitest';
import { gather, matrix, normalizeRows, row } from '../../../src/core/math/matrix.ts';
import { measurePoints } from '../../../src/core/math/points.ts';
import {
  centroidGradient,
  fitCentroids,
  fixedReach,
} from '../../../src/core/selectors/parametricCentroids.ts';
import type { Matrix } from '../../../src/core/types.ts';
import { roundContext } from '../../support/rounds.ts';
import { clusteredMatrix, normalMatrix } from '../../support/syntheticData.ts';

const tools = roundContext();

function unit(m: Matrix, i: number): readonly number[] {
  const values = [...row(m, i)];
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, j) => sum + value * b[j], 0);
}

/** The loss as its definition reads, in float64: the centroids that push are those of `still`, which is held constant. */
function loss(X: Matrix, theta: Matrix, still: Matrix, fixed: Matrix, temperature: number, balance: number) {
  const moving = [...Array(theta.rows).keys()].map((k) => unit(theta, k));
  const constant = [...Array(fixed.rows).keys()].map((k) => unit(fixed, k));
  const pushing = [...[...Array(still.rows).keys()].map((k) => unit(still, k)), ...constant];
  let sum = 0;
  for (let i = 0; i < X.rows; i++) {
    const x = unit(X, i);
    const cosines = [...moving, ...constant].map((c) => dot(x, c));
    const k = cosines.indexOf(Math.max(...cosines));
    const c = [...moving, ...constant][k];
    const e = Math.exp(cosines[k] / temperature);
    const others = pushing.reduce((total, other) => total + Math.exp(dot(other, c) / temperature), 0);
    sum -= Math.log(e / (e + balance * others));
  }
  return sum / X.rows;
}

describe('parametric centroids', () => {
  it.each([
    [0, 1, 0.07],
    [0, 0.3, 0.5],
    [3, 1, 0.2],
    [3, 0, 0.2],
  ])(
    'the gradient is the slope of the loss, %i fixed, balance %d, temperature %d',
    async (few, balance, temperature) => {
      const X = normalMatrix(60, 5, 1);
      await normalizeRows(X, tools.pause);
      const theta = normalMatrix(4, 5, 2, { scale: 0.7 });
      const fixed = gather(X, [3, 30, 45].slice(0, few));
      const points = await measurePoints(X, tools.pause);
      const options = { temperature, balance };
      const reach = await fixedReach(points, fixed, tools);
      const gradient = await centroidGradient(points, reach, theta, fixed, options, tools);
      const step = 1e-3;
      for (let at = 0; at < theta.data.length; at++) {
        const shifted = (by: number): Matrix =>
          matrix(
            4,
            5,
            theta.data.map((value, other) => (other === at ? value + by : value)),
          );
        const lossAt = (by: number): number => loss(X, shifted(by), theta, fixed, temperature, balance);
        const slope = (lossAt(step) - lossAt(-step)) / (2 * step);
        expect(Math.abs(gradient[at] - slope)).toBeLessThan(2e-3 * (1 + Math.abs(slope)));
      }
    },
  );

  it('training lowers the loss and spreads the centroids over the clusters', async () => {
    const { points, cluster } = clusteredMatrix(400, 16, 4, 3, 0.3);
    const start = gather(points, [...cluster.keys()].filter((i) => cluster[i] === 0).slice(0, 4));
    const X = await measurePoints(points, tools.pause);
    const none = matrix(0, 16);
    const options = { iterations: 600, temperature: 0.07, balance: 1, learningRate: 0.005 };
    const found = await fitCentroids(X, start, none, options, tools);
    const before = loss(points, start, start, none, 0.07, 1);
    const after = loss(points, found, found, none, 0.07, 1);
    expect(after).toBeLessThan(0.6 * before);
    for (let k = 0; k < 4; k++) expect(Math.hypot(...row(found, k))).toBeCloseTo(1, 5);
    expect(start.data).toEqual(gather(start, [0, 1, 2, 3]).data);
  });
});
