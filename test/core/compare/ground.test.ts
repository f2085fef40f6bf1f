import { describe, expect, it } from 'vitest';
import { createGround } from '../../../src/core/compare/ground.ts';
import { matrix, normalizeRows, row, squaredDistance } from '../../../src/core/math/matrix.ts';
import { createPool } from '../../../src/core/pool.ts';
import { createRng } from '../../../src/core/rng.ts';
import type { Matrix } from '../../../src/core/types.ts';
import { roundContext } from '../../support/rounds.ts';

const ctx = roundContext();
const budget = { budget: 3, seed: 0 };

function drawn(rows: number, seed = 1): Matrix {
  const rng = createRng(seed);
  return matrix(
    rows,
    6,
    Float32Array.from({ length: rows * 6 }, () => rng.normal()),
  );
}

async function unit(m: Matrix): Promise<Matrix> {
  const copy = matrix(m.rows, m.cols, m.data.slice());
  await normalizeRows(copy, async () => {});
  return copy;
}

/** As the definitions read. */
function naiveCoverage(X: Matrix, chosen: readonly number[], rest: readonly number[]) {
  const nearest = rest.map((i) => Math.min(...chosen.map((j) => Math.sqrt(squaredDistance(X, i, X, j)))));
  return { radius: Math.max(...nearest), mean: nearest.reduce((sum, d) => sum + d, 0) / nearest.length };
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('coverage', () => {
  it('is the distance of the images without a label to the nearest labeled or picked one, before and after', async () => {
    const X = drawn(60);
    const labels = new Int32Array(60).fill(-1);
    labels.set([0, 1, 0], 10);
    const pool = createPool({ labels, classCount: 2, embeddings: X, excluded: [50, 51] });
    const ground = await createGround(pool, budget, ctx);
    const U = await unit(X);
    const open = range(60).filter((i) => labels[i] < 0 && i !== 50 && i !== 51);
    const before = naiveCoverage(U, [10, 11, 12], open);
    expect(ground.measures.coverage?.radius).toBeCloseTo(before.radius, 5);
    expect(ground.measures.coverage?.mean).toBeCloseTo(before.mean, 5);
    expect(ground.measures).toMatchObject({ labeled: 3, candidates: 55 });
    for (const picks of [
      [0, 1, 2],
      [20, 30, 40, 59],
    ]) {
      const { coverage } = await ground.measure(picks);
      const after = naiveCoverage(
        U,
        [10, 11, 12, ...picks],
        open.filter((i) => !picks.includes(i)),
      );
      expect(coverage.radius).toBeCloseTo(after.radius, 5);
      expect(coverage.mean).toBeCloseTo(after.mean, 5);
    }
  });

  it('is nothing before the first label, and none is left uncovered where all is picked', async () => {
    const pool = createPool({ labels: new Int32Array(3).fill(-1), classCount: 0, embeddings: drawn(3) });
    const ground = await createGround(pool, { budget: 20, seed: 0 }, ctx);
    expect(ground.measures.coverage).toBeUndefined();
    expect((await ground.measure([0, 1, 2])).coverage).toEqual({ radius: 0, mean: 0 });
  });
});

describe('clusters', () => {
  it('are twice the budget of k-means, and count where a pick lies, and where no label does', async () => {
    const centers = drawn(4, 7);
    const rng = createRng(2);
    const X = matrix(80, 6);
    for (let i = 0; i < 80; i++)
      row(X, i).set(row(centers, i % 4).map((value) => value + 0.001 * rng.normal()));
    const labels = new Int32Array(80).fill(-1);
    labels[0] = 0;
    const ground = await createGround(
      createPool({ labels, classCount: 1, embeddings: X }),
      { budget: 2, seed: 0 },
      ctx,
    );
    expect(ground.measures.clusters).toEqual({ by: 'k-means', count: 4, labeled: 1 });
    expect((await ground.measure([4, 8])).clusters).toEqual({ touched: 1, fresh: 0 });
    expect((await ground.measure([4, 5, 6])).clusters).toEqual({ touched: 3, fresh: 2 });
  });

  it('are no more than a thousand, however large the batch', async () => {
    const pool = createPool({
      labels: new Int32Array(1100).fill(-1),
      classCount: 0,
      embeddings: drawn(1100),
    });
    const ground = await createGround(pool, { budget: 10_000, seed: 0 }, ctx);
    expect(ground.measures.clusters.count).toBeLessThanOrEqual(1000);
  });

  it('are the person’s own where they gave some; an image that they say nothing of is in none', async () => {
    const clusters = Int32Array.of(7, 7, 9, 9, -1, 11);
    const pool = createPool({
      labels: Int32Array.of(0, -1, -1, -1, -1, -1),
      classCount: 1,
      embeddings: drawn(6),
      clusters,
    });
    const ground = await createGround(pool, budget, ctx);
    expect(ground.measures.clusters).toEqual({ by: 'own', count: 3, labeled: 1 });
    expect((await ground.measure([1, 3, 4])).clusters).toEqual({ touched: 2, fresh: 1 });
  });
});

describe('pools with something wrong', () => {
  it('leaves rows with NaN out, and a pick without an embedding counts for nothing', async () => {
    const X = drawn(10);
    X.data[3 * 6] = Number.NaN;
    const pool = createPool({ labels: new Int32Array(10).fill(-1), classCount: 0, embeddings: X });
    const ground = await createGround(pool, budget, ctx);
    expect(ground.measures.candidates).toBe(9);
    const one = await ground.measure([5, 3]);
    expect(one.coverage).toEqual((await ground.measure([5])).coverage);
    expect(one.nearness).toBeUndefined();
  });

  it('measures images that are all the same, and a pool without any', async () => {
    const same = createPool({
      labels: new Int32Array(5).fill(-1),
      classCount: 0,
      embeddings: matrix(5, 2, new Float32Array(10).fill(1)),
    });
    const { measures, measure } = await createGround(same, budget, ctx);
    expect(measures.clusters.count).toBe(1);
    const batch = await measure([0, 1]);
    expect(batch.coverage).toEqual({ radius: 0, mean: 0 });
    expect(batch.nearness).toEqual({ closePairs: 1, quartiles: [0, 0, 0, 0, 0] });
    const none = createPool({ labels: Int32Array.of(0), classCount: 1, embeddings: drawn(1) });
    const full = await createGround(none, budget, ctx);
    expect(full.measures).toMatchObject({ candidates: 0, coverage: { radius: 0, mean: 0 } });
    expect((await full.measure([])).mix).toEqual([]);
  });
});
