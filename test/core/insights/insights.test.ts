import { describe, expect, it } from 'vitest';
import { advise } from '../../../src/core/advise/advise.ts';
import { type Insights, type InsightsRequest, insightsOf } from '../../../src/core/insights/insights.ts';
import { row } from '../../../src/core/math/matrix.ts';
import { createPool } from '../../../src/core/pool.ts';
import { createRng } from '../../../src/core/rng.ts';
import type { RoundContext } from '../../../src/core/round.ts';
import type { Pool } from '../../../src/core/selectors/selector.ts';
import { roundContext } from '../../support/rounds.ts';
import { halfSpaces } from '../advise/halfSpaces.ts';

const rows = (from: number, to: number): Int32Array =>
  Int32Array.from({ length: to - from }, (_, i) => from + i);
const rounds = [0, 20, 50].map((count) => ({ labeled: rows(0, count), picks: rows(count, count + 20) }));
const insights = (pool: Pool, request: Partial<InsightsRequest> = {}, ctx = roundContext()) =>
  insightsOf(pool, { budget: 20, seed: 0, head: 'softmax', rounds, ...request }, ctx);

describe('insights', () => {
  it('has a point for each batch that had labels, what was expected of it, and a hint', async () => {
    const pool = halfSpaces(200, 90);
    const { coverage, learning, agreements, stop } = await insights(pool, { totalBudget: 100 });
    expect(coverage?.points.map(({ labels }) => labels)).toEqual([20, 50, 90]);
    expect(learning?.points.map(({ labels }) => labels)).toEqual([20, 50, 90]);
    expect(agreements.map((one) => one !== null)).toEqual([false, true, true]);
    expect(stop?.signals.map(({ name }) => name)).toContain('accuracy');
    expect(stop?.signals.map(({ text }) => text)).toContain('10 of the labels you meant to give are left.');
  });

  it('gives the hint of the advice on a strategy, with the accuracies of the curve', async () => {
    const pool = halfSpaces(200, 90);
    const ours = await insights(pool);
    const labeled = rounds.map((round) => round.labeled);
    const advice = await advise(
      pool,
      { budget: 20, seed: 0, head: 'softmax', rounds: labeled },
      roundContext(),
    );
    const others = (stop: Insights['stop'] | undefined) =>
      stop?.signals.filter(({ name }) => name !== 'accuracy');
    expect(others(ours.stop)).toEqual(others(advice.stop));
  });

  it('has nothing without labels, coverage alone with one class, and a curve from ten labels on', async () => {
    const nothing = { coverage: null, learning: null, agreements: [null, null, null], stop: null };
    expect(await insights(halfSpaces(60, 0))).toEqual(nothing);
    const pool = halfSpaces(60);
    const ones = createPool({ ...pool, labels: pool.labels.map((c) => (c === 1 ? 1 : -1)) });
    const one = await insights(ones);
    expect([one.coverage !== null, one.learning]).toEqual([true, null]);
    expect((await insights(halfSpaces(60, 8))).learning).toBeNull();
    expect((await insights(halfSpaces(60, 14), { rounds: [] })).learning?.points.length).toBe(1);
  });

  it('leaves out what is not embedded', async () => {
    const pool = halfSpaces(200, 90);
    const { embeddings } = pool;
    if (embeddings === undefined) throw new Error('There are embeddings.');
    for (const i of [3, 4, 100]) row(embeddings, i).fill(0);
    row(embeddings, 5).fill(Number.NaN);
    const { coverage, learning } = await insights(pool);
    expect([coverage?.images, learning?.labels]).toEqual([196, 87]);
    const { embeddings: _, ...bare } = pool;
    expect((await insights(bare)).coverage).toBeNull();
  });

  it('tells what is known as it grows, and is the same each time', async () => {
    const pool = halfSpaces(120, 60);
    const told: Insights[] = [];
    const request = { budget: 20, seed: 0, head: 'softmax', rounds } as const;
    const whole = await insightsOf(pool, request, roundContext(), (part) => told.push(part));
    expect(told[0]).toMatchObject({ learning: null, stop: null, coverage: whole.coverage });
    expect(told.at(-1)).toEqual(whole);
    expect(await insights(pool)).toEqual(whole);
  });

  it('ends with `cancelled` at 10 random moments', async () => {
    const pool = halfSpaces(120, 60);
    const counting = (controller: AbortController, onPause: () => void): RoundContext => {
      const ctx = roundContext(controller.signal);
      const pause = (): Promise<void> => {
        onPause();
        return ctx.pause();
      };
      return { ...ctx, pause };
    };
    let pauses = 0;
    await insights(
      pool,
      {},
      counting(new AbortController(), () => pauses++),
    );
    const rng = createRng('abort');
    for (let attempt = 0; attempt < 10; attempt++) {
      const controller = new AbortController();
      let left = rng.below(pauses);
      const ctx = counting(controller, () => {
        if (left-- === 0) controller.abort();
      });
      await expect(insights(pool, {}, ctx)).rejects.toMatchObject({ code: 'cancelled' });
    }
  });
});
