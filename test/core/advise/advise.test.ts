import { describe, expect, it } from 'vitest';
import { type AdviceRequest, advise } from '../../../src/core/advise/advise.ts';
import { row } from '../../../src/core/math/matrix.ts';
import { createPool } from '../../../src/core/pool.ts';
import { createRng } from '../../../src/core/rng.ts';
import type { RoundContext } from '../../../src/core/round.ts';
import type { Pool } from '../../../src/core/selectors/selector.ts';
import { fakePredictions, poolOf, round, roundContext } from '../../support/rounds.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';
import { halfSpaces } from './halfSpaces.ts';

const adviceOn = (pool: Pool, request: Partial<AdviceRequest> = {}) =>
  advise(pool, { budget: 20, seed: 0, head: 'softmax', ...request }, roundContext());
const rows = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i);

describe('advise', () => {
  it('says what auto does, with the same reason, in each phase', async () => {
    for (const labeled of [0, 10, 30, 250]) {
      const pool = halfSpaces(320, labeled);
      const { selector, why } = await adviceOn(pool);
      expect((await round(pool, 'auto', 20)).chosen).toEqual({ selector, why });
    }
  });

  it('goes by the doubts of a model from 20 labels per class on, and shows the removal test before', async () => {
    const early = await adviceOn(halfSpaces(320, 30));
    expect(early).toMatchObject({ phase: 'consolidation', selector: 'max-herding' });
    expect(early.removal?.map(({ strategy }) => strategy)).toEqual([
      'none',
      'max-herding',
      'margin',
      'random',
    ]);
    const late = await adviceOn(halfSpaces(320, 300));
    expect(late).toMatchObject({
      phase: 'fine-tuning',
      selector: 'margin',
      parameters: {},
      why: 'There are 300 labels of 2 classes, enough that the doubts of a model mean something, so the batch takes images between two classes, spread over groups.',
    });
  });

  it('has no more than counts to go by before there are labels', async () => {
    const advice = await adviceOn(poolOf(clusteredMatrix(80, 6, 4, 1).points));
    expect(advice).toEqual({
      phase: 'discovery',
      selector: 'anchored-k-means',
      parameters: {},
      why: 'Nothing is labeled yet, so the batch takes the image that represents each group best.',
      facts: {
        images: 80,
        labeled: 0,
        classes: 0,
        labelsPerClass: { mean: 0, least: 0, most: 0 },
        budget: 20,
      },
    });
  });

  it('measures accuracy, uncertainty and coverage, and what the last two batches brought', async () => {
    const { facts, stop } = await adviceOn(halfSpaces(320, 300), {
      rounds: [rows(40), rows(150)],
      totalBudget: 400,
    });
    expect(facts.accuracy?.mean).toBeGreaterThan(0.8);
    expect(facts.uncertainty).toBeLessThan(0.5);
    expect(facts.coverage).toBeGreaterThan(0.9);
    expect(facts.labelsLeft).toBe(100);
    expect(stop?.signals.map(({ name }) => name)).toEqual([
      'accuracy',
      'predictions',
      'uncertainty',
      'coverage',
      'budget',
    ]);
  });

  it('says to stop when all labels that were meant to be given are given', async () => {
    expect((await adviceOn(halfSpaces(100, 30), { totalBudget: 30 })).stop?.shouldStop).toBe(true);
  });

  it('takes the predictions of a person as they are: no accuracy, no earlier ones', async () => {
    const pool = halfSpaces(200, 60);
    const predictions = fakePredictions(pool.embeddings ?? clusteredMatrix(1, 1, 1).points, 2);
    const { facts, stop } = await adviceOn({ ...pool, predictions }, { rounds: [rows(20), rows(40)] });
    expect(facts.accuracy).toBeUndefined();
    expect(facts.uncertainty).toBeGreaterThan(0);
    expect(stop?.signals.map(({ name }) => name)).not.toContain('predictions');
  });

  it('is the same for the same seed', async () => {
    const pool = halfSpaces(150, 60);
    const rounds = [rows(20), rows(40)];
    expect(await adviceOn(pool, { rounds })).toEqual(await adviceOn(pool, { rounds }));
  });

  it('ends with `cancelled` at 10 random moments', async () => {
    const pool = halfSpaces(200, 90);
    const request = { budget: 20, seed: 0, head: 'softmax', rounds: [rows(20), rows(50)] } as const;
    const withPauses = (controller: AbortController, onPause: () => void): RoundContext => {
      const ctx = roundContext(controller.signal);
      const pause = (): Promise<void> => {
        onPause();
        return ctx.pause();
      };
      return { ...ctx, pause };
    };
    let pauses = 0;
    await advise(
      pool,
      request,
      withPauses(new AbortController(), () => pauses++),
    );
    const rng = createRng('abort');
    for (let attempt = 0; attempt < 10; attempt++) {
      const controller = new AbortController();
      let left = rng.below(pauses);
      const ctx = withPauses(controller, () => {
        if (left-- === 0) controller.abort();
      });
      await expect(advise(pool, request, ctx)).rejects.toMatchObject({ code: 'cancelled' });
    }
  });

  it('takes one class, every image labeled, images that are all the same, no images, rows with NaN', async () => {
    const { points } = clusteredMatrix(40, 6, 4, 1);
    const oneClass = await adviceOn(poolOf(points, [...Array(25).keys()]));
    expect(oneClass).toMatchObject({
      phase: 'consolidation',
      facts: { classes: 1, coverage: expect.any(Number) },
    });
    expect((await adviceOn(halfSpaces(60))).facts.uncertainty).toBeUndefined();
    const same = { ...points, data: new Float32Array(points.data.length).fill(0.3) };
    const labels = Int32Array.from({ length: 40 }, (_, i) => (i < 30 ? i % 2 : -1));
    const alike = await adviceOn(createPool({ labels, classCount: 2, embeddings: same }));
    expect(alike.facts.coverage).toBe(1);
    expect((await adviceOn(poolOf({ ...points, data: new Float32Array(0), rows: 0 }))).facts.images).toBe(0);
    row(points, 3).fill(Number.NaN);
    expect((await adviceOn(poolOf(points, [1, 3]))).facts).toMatchObject({ images: 39, labeled: 1 });
  });
});
