import { describe, expect, it } from 'vitest';
import { gather, matrix, row, squaredDistance } from '../../../src/core/math/matrix.ts';
import { createRng } from '../../../src/core/rng.ts';
import { Gradients } from '../../../src/core/selectors/gradients.ts';
import type { Pool } from '../../../src/core/selectors/selector.ts';
import type { Matrix } from '../../../src/core/types.ts';
import { fakePredictions, indicesOf, poolOf, round, roundContext } from '../../support/rounds.ts';
import { clusteredMatrix, normalMatrix } from '../../support/syntheticData.ts';

const pause = async (): Promise<void> => {};
const rowsAsTheyAre = { parameters: { normalize: false } };

function predictedPool(points: Matrix, classCount: number): Pool {
  return { ...poolOf(points), classCount, predictions: fakePredictions(points, classCount) };
}

/** The gradients written out: N x (K D). */
function writtenOut(H: Matrix, P: Matrix): Matrix {
  const result = matrix(H.rows, H.cols * P.cols);
  for (let i = 0; i < H.rows; i++) {
    const p = row(P, i);
    const guess = p.indexOf(Math.max(...p));
    for (let k = 0; k < P.cols; k++)
      for (let d = 0; d < H.cols; d++)
        row(result, i)[k * H.cols + d] = (p[k] - (k === guess ? 1 : 0)) * row(H, i)[d];
  }
  return result;
}

describe('the gradients of BADGE', () => {
  it('lie as far apart as when they are written out', async () => {
    const points = normalMatrix(300, 20, 3);
    const { probabilities } = fakePredictions(points, 6);
    const G = writtenOut(points, probabilities);
    const rows = Int32Array.from({ length: 300 }, (_, i) => i);
    const gradients = await Gradients.of(points, probabilities, rows, pause);
    const distances = new Float64Array(300).fill(Number.POSITIVE_INFINITY);
    for (const j of [7, 100]) await gradients.relax(distances, j, roundContext());
    for (let i = 0; i < 300; i++) {
      const expected = Math.min(squaredDistance(G, i, G, 7), squaredDistance(G, i, G, 100));
      expect(distances[i]).toBeCloseTo(expected, 3);
    }
    expect([distances[7], distances[100]]).toEqual([0, 0]);
  });
});

describe('badge', () => {
  it('draws what k-means++ on the gradients written out draws from the same numbers', async () => {
    const points = normalMatrix(120, 10, 5);
    const pool = predictedPool(points, 4);
    const G = writtenOut(points, pool.predictions?.probabilities ?? matrix(0, 0));
    const rng = createRng(3).fork('badge');
    const zero = matrix(1, G.cols);
    const lengths = Array.from({ length: 120 }, (_, i) => squaredDistance(G, i, zero, 0));
    const expected = [lengths.indexOf(Math.max(...lengths))];
    while (expected.length < 12) {
      const weights = Array.from({ length: 120 }, (_, i) =>
        Math.min(...expected.map((j) => squaredDistance(G, i, G, j))),
      );
      const upTo = weights.map((_, i) => weights.slice(0, i + 1).reduce((sum, weight) => sum + weight));
      const target = rng.next() * upTo[119];
      expected.push(upTo.findIndex((sum) => sum > target));
    }
    expect(indicesOf(await round(pool, 'badge', 12, { seed: 3, ...rowsAsTheyAre }))).toEqual(expected);
  });

  it('begins with the longest gradient, whatever the seed', async () => {
    const pool = predictedPool(normalMatrix(80, 6, 1), 3);
    const firsts = await Promise.all([1, 2, 3, 4].map((seed) => round(pool, 'badge', 1, { seed })));
    expect(new Set(firsts.map((result) => indexOf(result.picks)))).toHaveProperty('size', 1);
  });

  it('takes the most uncertain of the rest when nothing else could be learned, and says so', async () => {
    const points = gather(normalMatrix(3, 4, 9), [0, 0, 0, 1, 1, 2]);
    const predictions = fakePredictions(points, 2);
    const pool = { ...poolOf(points), classCount: 2, predictions };
    const result = await round(pool, 'badge', 6);
    expect(new Set(indicesOf(result)).size).toBe(6);
    const byteOf = (i: number): string => String(row(points, i));
    expect(new Set(indicesOf(result).slice(0, 3).map(byteOf)).size).toBe(3);
    expect(result.notes).toContain(
      'The last 3 picks would teach the model nothing new; they are the most uncertain of the rest.',
    );
    const margin = (i: number): number => Math.abs(predictions.probabilities.data[2 * i] - 0.5);
    const rest = indicesOf(result).slice(3).map(margin);
    expect(rest).toEqual([...rest].sort((a, b) => a - b));
  });

  it('never draws an image of which nothing is known while others are left', async () => {
    const points = normalMatrix(30, 5, 2);
    const pool = predictedPool(points, 3);
    for (let i = 0; i < 10; i++) row(pool.predictions?.probabilities ?? points, i).fill(0);
    const picks = indicesOf(await round(pool, 'badge', 22));
    expect(Math.min(...picks.slice(0, 20))).toBe(10);
    expect(picks.slice(20)).toEqual([0, 1]);
  });

  it('touches more groups than the margin alone', async () => {
    const { points, cluster } = clusteredMatrix(800, 16, 20, 2, 0.15);
    const pool = predictedPool(points, 4);
    const groups = async (id: string, parameters: Record<string, string>): Promise<number> =>
      new Set(indicesOf(await round(pool, id, 20, { parameters })).map((i) => cluster[i])).size;
    expect(await groups('badge', {})).toBeGreaterThan(await groups('margin', { diversity: 'none' }));
  });
});

function indexOf([first]: readonly { readonly index: number }[]): number | undefined {
  return first?.index;
}
