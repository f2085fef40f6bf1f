import { describe, expect, it } from 'vitest';
import { gather, matrix, row } from '../../../src/core/math/matrix.ts';
import { createPool } from '../../../src/core/pool.ts';
import { createRng } from '../../../src/core/rng.ts';
import { selectors } from '../../../src/core/selectors/registry.ts';
import type { Pool } from '../../../src/core/selectors/selector.ts';
import { indicesOf, poolOf, round, roundContext } from '../../support/rounds.ts';
import { clusteredMatrix, normalMatrix } from '../../support/syntheticData.ts';

/** Strategies that draw random numbers: another seed gives another batch. */
const seeded = new Set(['random', 'typiclust', 'auto']);
/** Strategies of which a smaller budget gives a prefix. */
const prefixed = new Set(['random', 'k-center', 'max-herding']);
/** Strategies whose batch depends on the images and not on their order. */
const equivariant = new Set(['k-center', 'max-herding']);

/** 400 x 12 in 9 clusters; a few labels in 3 classes, some rows excluded. */
function mixedPool(): Pool {
  const { points } = clusteredMatrix(400, 12, 9, 5, 0.4);
  const labels = new Int32Array(400).fill(-1);
  for (const [position, i] of [7, 50, 121, 122, 399].entries()) labels[i] = position % 3;
  return createPool({ labels, classCount: 3, excluded: [0, 1, 2, 200, 398], embeddings: points });
}

describe.each(selectors.map(({ id }) => id))('the contract of a strategy: %s', (id) => {
  it('picks distinct candidates, as many as asked for, each with a score and a sentence', async () => {
    const pool = mixedPool();
    for (const budget of [1, 2, 13, 60]) {
      const { picks, shortfall } = await round(pool, id, budget);
      expect(picks.length).toBe(budget);
      expect(shortfall).toBe(0);
      expect(new Set(picks.map(({ index }) => index)).size).toBe(budget);
      for (const { index, score, reason } of picks) {
        expect(pool.candidates.includes(index)).toBe(true);
        expect(Number.isFinite(score)).toBe(true);
        expect(reason.text).toMatch(/^[A-Z].*\.$/);
        if (reason.nearestLabeled !== undefined) expect(pool.candidates.includes(index)).toBe(true);
      }
    }
  });

  it('gives the same batch for the same seed, and another for another seed if it is random', async () => {
    const pool = poolOf(normalMatrix(300, 8, 3));
    const first = await round(pool, id, 12);
    expect(await round(pool, id, 12)).toEqual(first);
    const others = await Promise.all([1, 2, 3].map((seed) => round(pool, id, 12, { seed })));
    const isSame = others.every((other) => String(indicesOf(other)) === String(indicesOf(first)));
    expect(isSame).toBe(!seeded.has(id));
  });

  it('changes nothing that it is given', async () => {
    const pool = mixedPool();
    const copy = structuredClone(pool);
    await round(pool, id, 20);
    expect(pool).toEqual(copy);
  });

  it.runIf(prefixed.has(id))('a smaller budget gives a prefix', async () => {
    const pool = mixedPool();
    const long = indicesOf(await round(pool, id, 50));
    for (const budget of [1, 7, 20])
      expect(indicesOf(await round(pool, id, budget))).toEqual(long.slice(0, budget));
  });

  it('hands out everything when the budget is as large as the pool, or larger', async () => {
    const pool = mixedPool();
    for (const budget of [pool.candidates.length, 5000]) {
      const result = await round(pool, id, budget);
      expect([...indicesOf(result)].sort((a, b) => a - b)).toEqual([...pool.candidates]);
      expect(result.shortfall).toBe(budget - pool.candidates.length);
      expect(result.notes.some((note) => note.includes('are left to choose from'))).toBe(
        result.shortfall > 0,
      );
    }
  });

  it.each([1, 2, 3])('takes a pool of %i images', async (n) => {
    const result = await round(poolOf(normalMatrix(n, 4, 1)), id, 2);
    expect(result.picks.length).toBe(Math.min(2, n));
  });

  it('takes images that are all the same, and images of zeros', async () => {
    for (const value of [0, 0.5]) {
      const pool = poolOf(matrix(40, 6, new Float32Array(240).fill(value)), [3]);
      expect(new Set(indicesOf(await round(pool, id, 10))).size).toBe(10);
    }
  });

  it('says so, with an empty batch, when all is labeled or there is nothing', async () => {
    const all = await round(poolOf(normalMatrix(4, 3), [0, 1, 2, 3]), id, 5);
    expect(all).toMatchObject({ picks: [], shortfall: 5 });
    expect(all.notes.join()).toContain('Every image is labeled');
    const none = await round(poolOf(matrix(0, 3)), id, 5);
    expect(none.notes).toEqual(['There are no images to choose from.']);
  });

  it('takes a pool in which one class holds every label', async () => {
    const pool = poolOf(normalMatrix(100, 5, 2), [1, 2, 3, 4, 5, 6]);
    expect((await round(pool, id, 8)).picks.length).toBe(8);
  });

  it.runIf(id !== 'random')('leaves out rows with NaN or infinities, labeled or not, and tells', async () => {
    const embeddings = normalMatrix(80, 6, 4);
    row(embeddings, 10)[2] = Number.NaN;
    row(embeddings, 20)[0] = Number.POSITIVE_INFINITY;
    const result = await round(poolOf(embeddings, [10, 11]), id, 70);
    expect(result.notes[0]).toBe('2 of the embeddings hold NaN or infinity and were left out: rows 10, 20.');
    expect(indicesOf(result)).not.toContain(20);
    const clean = poolOf(
      gather(
        embeddings,
        [...Array(80).keys()].filter((i) => i !== 10 && i !== 20),
      ),
      [10],
    );
    const renumbered = (index: number): number => index + (index >= 10 ? 1 : 0) + (index >= 19 ? 1 : 0);
    expect(indicesOf(result)).toEqual(indicesOf(await round(clean, id, 70)).map(renumbered));
  });

  it.runIf(id !== 'random')('does not pick a copy while an image that is no copy is left', async () => {
    const { points } = clusteredMatrix(30, 10, 10, 8, 0.3);
    const copies = gather(
      points,
      Array.from({ length: 120 }, (_, i) => i % 30),
    );
    const picks = indicesOf(await round(poolOf(copies), id, 10));
    expect(new Set(picks.map((index) => index % 30)).size).toBe(10);
  });

  it.runIf(equivariant.has(id))('picks the same images when the pool is in another order', async () => {
    const { points } = clusteredMatrix(500, 16, 12, 6, 0.5);
    const order = createRng(4).permutation(500);
    const plain = indicesOf(await round(poolOf(points), id, 30));
    const permuted = indicesOf(await round(poolOf(gather(points, order)), id, 30));
    expect(permuted.map((index) => order[index])).toEqual(plain);
  });
});

describe('a strategy at work on 20,000 images', () => {
  const pool = poolOf(clusteredMatrix(20_000, 32, 100, 7).points, [5, 6, 7]);

  it.each(selectors.map(({ id }) => id))(
    '%s lets a 20 ms heartbeat through, with no gap over 250 ms',
    async (id) => {
      // A gap is the shorter of wall time and processor time: on a busy machine a beat may be late through no fault of ours.
      const now = (): readonly [number, number] => {
        const { user, system } = process.cpuUsage();
        return [performance.now(), (user + system) / 1000];
      };
      let last = now();
      let longest = 0;
      const beat = (): void => {
        const [wall, processor] = now();
        longest = Math.max(longest, Math.min(wall - last[0], processor - last[1]));
        last = [wall, processor];
      };
      const heart = setInterval(beat, 20);
      const { picks } = await round(pool, id, 30);
      clearInterval(heart);
      beat();
      expect(picks.length).toBe(30);
      expect(longest).toBeLessThan(250);
    },
  );
});

describe('a strategy that is cancelled', () => {
  const pool = poolOf(clusteredMatrix(4000, 32, 50, 7).points, [5, 6, 7]);

  it.each(selectors.map(({ id }) => id).filter((id) => id !== 'random'))(
    '%s ends with `cancelled` at 10 random moments',
    async (id) => {
      const rng = createRng(`abort ${id}`);
      let pauses = 0;
      const counting = roundContext();
      await round(pool, id, 5, {
        ctx: {
          ...counting,
          progress: () => void pauses++,
          pause: async () => {
            pauses++;
            await counting.pause();
          },
        },
      });
      for (let attempt = 0; attempt < 10; attempt++) {
        const controller = new AbortController();
        const ctx = roundContext(controller.signal);
        let left = rng.below(pauses);
        const tick = (): void => {
          if (left-- === 0) controller.abort();
        };
        const pause = async (): Promise<void> => {
          tick();
          await ctx.pause();
        };
        const running = round(pool, id, 5, { ctx: { ...ctx, progress: tick, pause } });
        await expect(running).rejects.toMatchObject({ code: 'cancelled' });
      }
    },
  );
});
