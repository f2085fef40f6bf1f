import { describe, expect, it } from 'vitest';
import { kmeans } from '../../../src/core/cluster/kmeans.ts';
import { gather, matrix, row, squaredDistance } from '../../../src/core/math/matrix.ts';
import { measurePoints } from '../../../src/core/math/points.ts';
import { createPool } from '../../../src/core/pool.ts';
import { createRng } from '../../../src/core/rng.ts';
import type { Pool } from '../../../src/core/selectors/selector.ts';
import { fakePredictions, indicesOf, poolOf, round, roundContext } from '../../support/rounds.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

const { points } = clusteredMatrix(100, 6, 5, 3, 0.6);
const given = { normalize: false, clusters: 4 };

/** Rows by cluster distance difference, from the k-means that the strategy runs. */
async function byDifficulty(seed = 0): Promise<readonly number[]> {
  const { kernels, pause } = roundContext();
  const X = await measurePoints(points, pause);
  const rng = createRng(seed).fork('bal').fork('k-means');
  const { centers } = await kmeans(X, { k: 4, restarts: 10, kernels, pause, rng });
  const difference = (i: number): number => {
    const all = [0, 1, 2, 3].map((c) => Math.sqrt(squaredDistance(X, i, centers, c))).sort((a, b) => a - b);
    return all[1] - all[0];
  };
  return [...Array(100).keys()].sort((a, b) => difference(a) - difference(b) || a - b);
}

/** A pool whose labels are these rows, in two classes in turn, with predictions. */
function labeledPool(rows: readonly number[]): Pool {
  const labels = new Int32Array(100).fill(-1);
  for (const [position, i] of rows.entries()) labels[i] = position % 2;
  return createPool({ labels, classCount: 2, embeddings: points, predictions: fakePredictions(points, 2) });
}

function confidence(i: number): number {
  return Math.max(...row(fakePredictions(points, 2).probabilities, i));
}

describe('bal', () => {
  it('begins with the images nearest to a border between groups, without a model', async () => {
    const order = await byDifficulty();
    const { picks } = await round(poolOf(points), 'bal', 10, { parameters: given });
    expect(picks.map(({ index }) => index)).toEqual(order.slice(0, 10));
    expect(picks[0].reason.text).toMatch(/^Near a border between two groups: only [\d.e-]+ nearer/);
    const last = await round(poolOf(points), 'bal', 10, { parameters: { ...given, order: 'descending' } });
    expect(new Set(indicesOf(last))).toEqual(new Set(order.slice(-10)));
  });

  it('then takes the least confident of a strip of all ranks, labeled or not', async () => {
    const order = await byDifficulty();
    const pool = labeledPool([...order.slice(0, 10), ...order.slice(20, 25)]);
    const parameters = { ...given, totalBudget: 75, beta: 1.2 };
    // 5 cycles of 20 ranks; the second, 1.2 times as wide, is ranks 18 to 41, five of them labeled.
    const { picks, notes } = await round(pool, 'bal', 15, { parameters });
    const members = order.slice(18, 42).filter((i) => pool.labels[i] < 0);
    const expected = [...members].sort((a, b) => confidence(a) - confidence(b) || a - b).slice(0, 15);
    expect(picks.map(({ index }) => index)).toEqual(expected);
    expect(notes).toContain('The balance factor is 1.2, as asked for.');
    expect(picks[0].reason.text).toMatch(
      /^Among the least certain of this round's sub-pool \(ranks 19 to 42 of 100 by difficulty\): \d+ % sure of the best guess, says fake.csv\.$/,
    );
  });

  it('counts its cycles by the labels there are, by the total from the parameter or the context', async () => {
    const order = await byDifficulty();
    const pool = labeledPool(order.slice(0, 30));
    const asked = await round(pool, 'bal', 10, { parameters: { ...given, totalBudget: 50, beta: 1 } });
    for (const { index } of asked.picks) expect(order.slice(60, 80)).toContain(index);
    // After 30 labels a batch of 20 stands at one and a half strips, of three.
    const grown = await round(pool, 'bal', 20, { parameters: { ...given, totalBudget: 60, beta: 1 } });
    for (const { index } of grown.picks) expect(order.slice(50, 84)).toContain(index);
    const untold = await round(pool, 'bal', 10, { parameters: { ...given, beta: 1 } });
    for (const { index } of untold.picks) expect(order.slice(30, 40)).toContain(index);
    expect(untold.notes[0]).toContain('so 10 rounds of this size are planned');
  });

  it('widens a sub-pool that could not hold a batch, and reaches beyond one that is used up', async () => {
    const order = await byDifficulty();
    const fresh = labeledPool(order.slice(0, 10));
    const parameters = { ...given, totalBudget: 100, beta: 0.5 };
    const widened = await round(fresh, 'bal', 10, { parameters });
    expect(widened.notes).toContain('It was raised to 1.00, so that a sub-pool holds a batch.');
    expect(new Set(indicesOf(widened))).toEqual(new Set(order.slice(10, 20)));
    // Cycle 3 of 6 with strips of 16.7 ranks, 0.6 of one wide, holds ranks 37 to 46.
    const gone = labeledPool(order.slice(37, 47));
    const edge = await round(gone, 'bal', 5, { parameters: { ...given, totalBudget: 30, beta: 0.6 } });
    expect(indicesOf(edge)).toEqual([36, 47, 35, 48, 34].map((rank) => order[rank]));
    expect(edge.notes.join()).toContain(
      'The sub-pool has only 0 images left, so 5 come from the ranks next to it.',
    );
  });

  it('has the samplers and indicators of the ablations', async () => {
    const order = await byDifficulty();
    const pool = labeledPool(order.slice(0, 10));
    const batch = async (parameters: Record<string, string | number>): Promise<readonly number[]> =>
      indicesOf(
        await round(pool, 'bal', 10, { parameters: { ...given, totalBudget: 50, beta: 1, ...parameters } }),
      );
    const plain = await batch({});
    expect(new Set(await batch({ sampler: 'entropy' }))).toEqual(new Set(plain));
    for (const sampler of ['kmeans', 'random']) {
      const other = await batch({ sampler });
      expect(other).not.toEqual(plain);
      for (const i of other) expect(order.slice(20, 40)).toContain(i);
    }
    expect(await batch({ indicator: 'nearest' })).not.toEqual(plain);
    expect(await batch({ confidence: 'normalized-logit' })).not.toEqual([]);
  });

  it('says what it did without a model in a later cycle', async () => {
    const order = await byDifficulty();
    const pool = poolOf(points, order.slice(0, 10));
    const { picks, notes } = await round(pool, 'bal', 10, {
      parameters: { ...given, totalBudget: 50, beta: 1 },
    });
    expect(picks.map(({ index }) => index)).toEqual(order.slice(20, 30));
    expect(notes.join()).toContain('There is no model yet');
  });

  it('says what it did with one cluster and with fewer different images than clusters', async () => {
    const one = await round(poolOf(points), 'bal', 3, { parameters: { clusters: 1 } });
    expect(one.notes.join()).toContain('With one cluster there is no second center');
    const copies = poolOf(gather(points, [0, 1, 0, 1, 0]));
    const few = await round(copies, 'bal', 3, { parameters: { clusters: 3 } });
    expect(indicesOf(few)).toEqual([0, 1, 2]);
    expect(few.notes.join()).toContain('There are fewer different images than the 3 clusters');
    const zeros = await round(poolOf(matrix(9, 2)), 'bal', 2);
    expect(indicesOf(zeros)).toEqual([0, 1]);
  });
});
