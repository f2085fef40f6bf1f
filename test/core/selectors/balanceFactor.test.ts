import { describe, expect, it } from 'vitest';
import { createPool } from '../../../src/core/pool.ts';
import { createRng } from '../../../src/core/rng.ts';
import { type Doubt, replayBalance, tableBalance } from '../../../src/core/selectors/balanceFactor.ts';
import { doubts } from '../../../src/core/selectors/confidence.ts';
import { planCycles } from '../../../src/core/selectors/cycles.ts';
import type { Pool, SelectorContext } from '../../../src/core/selectors/selector.ts';
import { poolOf, roundContext } from '../../support/rounds.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

function context(signal?: AbortSignal): SelectorContext {
  return { ...roundContext(signal), rng: createRng('replay'), totalBudget: 0 };
}

const doubt: Doubt = (P, rows) => doubts(P, rows, 'softmax', async () => {});
const plan = { cycle: 3, cycles: 4, total: 400, share: 0.4 };

/** 1,000 images in three classes, of which the first are labeled. */
function labeledPool(labeled: number): Pool {
  const { points, cluster } = clusteredMatrix(1000, 8, 3, 5, 0.9);
  return createPool({
    labels: cluster.map((c, i) => (i < labeled ? c : -1)),
    classCount: 3,
    embeddings: points,
  });
}

describe('the cycles of a plan', () => {
  it('follow from the labels there are', () => {
    const pool = poolOf(clusteredMatrix(100, 2, 2).points, [...Array(25).keys()]);
    expect(planCycles(pool, 10, 95)).toEqual({ cycle: 3.5, cycles: 10, total: 95 });
    expect(planCycles(pool, 10, 0)).toEqual({ cycle: 3.5, cycles: 10, total: 100 });
    expect(planCycles(pool, 10, 20)).toEqual({ cycle: 2, cycles: 2, total: 20 });
    expect(planCycles(pool, 500, 20)).toEqual({ cycle: 1, cycles: 1, total: 20 });
    const given = pool.labels.map((c, row) => (row < 10 ? c : -1));
    expect(planCycles({ ...pool, given }, 10, 95).cycle).toBe(2);
  });
});

describe('the balance factor', () => {
  it('by the table rises with the share that will be labeled', () => {
    expect([0.05, 0.1, 0.25, 0.4, 0.8].map((share) => tableBalance(share).beta)).toEqual([1, 1, 1.2, 1.2, 2]);
  });

  it('by replay is one of those tried, with the accuracy that it reached', async () => {
    const pool = labeledPool(120);
    const found = await replayBalance(pool, pool.labeled, plan, doubt, context());
    expect([0.5, 1, 1.2, 1.5, 2, 2.5]).toContain(found?.beta);
    expect(found?.why).toMatch(/the best of 6 in a replay on the 120 labels \(accuracy \d+ %\)\.$/);
    expect(await replayBalance(pool, pool.labeled, plan, doubt, context())).toEqual(found);
  });

  it('by replay is 1 where every factor does as well', async () => {
    const { points, cluster } = clusteredMatrix(400, 8, 2, 1, 0.01);
    const pool = createPool({
      labels: cluster.map((c, i) => (i < 100 ? c : -1)),
      classCount: 2,
      embeddings: points,
    });
    const found = await replayBalance(pool, pool.labeled, plan, doubt, context());
    expect(found).toEqual({ beta: 1, why: expect.stringContaining('accuracy 100 %') });
  });

  it('needs labels for two cycles of one label per class, and two classes in the first', async () => {
    const few = labeledPool(15);
    expect(await replayBalance(few, few.labeled, plan, doubt, context())).toBeUndefined();
    const pool = labeledPool(120);
    const sorted = pool.labeled.toSorted((a, b) => pool.labels[a] - pool.labels[b]);
    expect(await replayBalance(pool, sorted, plan, doubt, context())).toBeUndefined();
  });

  it('by replay never looks at an unlabeled image', async () => {
    const pool = labeledPool(120);
    const found = await replayBalance(pool, pool.labeled, plan, doubt, context());
    pool.embeddings?.data.fill(Number.NaN, 120 * 8);
    expect(await replayBalance(pool, pool.labeled, plan, doubt, context())).toEqual(found);
  });

  it('by replay ends when cancelled', async () => {
    const pool = labeledPool(300);
    const controller = new AbortController();
    const running = replayBalance(pool, pool.labeled, plan, doubt, context(controller.signal));
    setTimeout(() => controller.abort(), 5);
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  });
});
