import { describe, expect, it } from 'vitest';
import { gather, matrix, row } from '../../../src/core/math/matrix.ts';
import { createPool } from '../../../src/core/pool.ts';
import { createRng } from '../../../src/core/rng.ts';
import { selectorIds, selectors } from '../../../src/core/selectors/registry.ts';
import type { Pool, Selector } from '../../../src/core/selectors/selector.ts';
import {
  fakePredictions,
  fakeScores,
  indicesOf,
  labelsNeeded,
  poolFor,
  poolOf,
  round,
  roundContext,
  rowsOf,
} from '../../support/rounds.ts';
import { clusteredMatrix, normalMatrix } from '../../support/syntheticData.ts';

/**
 * What holds for some strategies only.
 * seeded: another seed gives another batch. prefixed: a smaller budget gives a prefix. equivariant: the batch depends on
 * the images and not on their order. distinct: no copy is picked while an image that is no copy is left.
 * masked: what a model leaves out of an image depends on the number of its row.
 */
type Property = 'seeded' | 'prefixed' | 'equivariant' | 'distinct' | 'masked';

/** One row for each strategy of the registry. */
const properties: Readonly<Record<string, readonly Property[]>> = {
  auto: ['seeded', 'distinct'],
  random: ['seeded', 'prefixed'],
  'k-center': ['prefixed', 'equivariant', 'distinct'],
  typiclust: ['seeded', 'distinct'],
  'anchored-k-means': ['seeded', 'distinct'],
  'max-herding': ['prefixed', 'equivariant', 'distinct'],
  dcom: ['prefixed', 'distinct'],
  'active-ft': ['seeded', 'distinct'],
  freesel: ['seeded', 'prefixed', 'distinct'],
  usl: ['seeded', 'distinct'],
  'k-medoids-init': ['seeded', 'distinct'],
  uherding: ['prefixed', 'equivariant', 'distinct'],
  'prob-cover': ['seeded', 'distinct'],
  'least-confidence': ['seeded', 'distinct'],
  margin: ['seeded', 'distinct'],
  entropy: ['seeded', 'distinct'],
  badge: ['seeded', 'prefixed', 'distinct'],
  'cluster-margin': ['distinct'],
  bal: ['seeded', 'distinct'],
  pt4al: ['equivariant'],
  bald: ['seeded', 'distinct', 'masked'],
  dbal: ['seeded', 'distinct', 'masked'],
  'drop-query': ['seeded', 'distinct'],
};

function has(selector: Selector, property: Property): boolean {
  return properties[selector.id]?.includes(property) ?? false;
}

it('the table of properties has a row for each strategy', () => {
  expect(Object.keys(properties).sort()).toEqual([...selectorIds].sort());
});

/** 400 x 12 in 9 clusters; a few labels in 3 classes, some rows excluded, predictions and scores. */
function mixedPool(): Pool {
  const { points } = clusteredMatrix(400, 12, 9, 5, 0.4);
  const labels = new Int32Array(400).fill(-1);
  for (const [position, i] of [7, 50, 121, 122, 399].entries()) labels[i] = position % 3;
  return createPool({
    labels,
    classCount: 3,
    excluded: [0, 1, 2, 200, 398],
    embeddings: points,
    predictions: fakePredictions(points, 3),
    scores: fakeScores(points),
  });
}

describe.each(selectors)('the contract of a strategy: $id', (selector) => {
  const { id, needs } = selector;

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
    const pool = poolFor(selector, normalMatrix(300, 8, 3));
    const first = await round(pool, id, 12);
    expect(await round(pool, id, 12)).toEqual(first);
    const others = await Promise.all([1, 2, 3].map((seed) => round(pool, id, 12, { seed })));
    const isSame = others.every((other) => String(indicesOf(other)) === String(indicesOf(first)));
    expect(isSame).toBe(!has(selector, 'seeded'));
  });

  it('changes nothing that it is given', async () => {
    const pool = mixedPool();
    const copy = structuredClone(pool);
    await round(pool, id, 20);
    expect(pool).toEqual(copy);
  });

  it.runIf(has(selector, 'prefixed'))('a smaller budget gives a prefix', async () => {
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
    const pool = poolFor(selector, normalMatrix(n + labelsNeeded(selector), 4, 1));
    const result = await round(pool, id, 2);
    expect(result.picks.length).toBe(Math.min(2, n));
  });

  it('takes images that are all the same, and images of zeros', async () => {
    for (const value of needs.includes('labels') ? [0.5] : [0, 0.5]) {
      const pool = poolFor(selector, matrix(40, 6, new Float32Array(240).fill(value)), [3]);
      expect(new Set(indicesOf(await round(pool, id, 10))).size).toBe(10);
    }
  });

  it('says so, with an empty batch, when all is labeled', async () => {
    const all = await round(poolFor(selector, normalMatrix(4, 3), [0, 1, 2, 3]), id, 5);
    expect(all).toMatchObject({ picks: [], shortfall: 5 });
    expect(all.notes.join()).toContain('Every image is labeled');
  });

  it.runIf(!needs.includes('labels'))('says so, with an empty batch, when there is nothing', async () => {
    const none = await round(poolFor(selector, matrix(0, 3)), id, 5);
    expect(none.notes).toEqual(['There are no images to choose from.']);
  });

  it.runIf(labelsNeeded(selector) === 0)('takes a pool in which one class holds every label', async () => {
    const pool = poolFor(selector, normalMatrix(100, 5, 2), [1, 2, 3, 4, 5, 6]);
    expect((await round(pool, id, 8)).picks.length).toBe(8);
  });

  it.runIf(labelsNeeded(selector) > 0)('refuses a pool in which one class holds every label', async () => {
    const points = normalMatrix(100, 5, 2);
    const pool = { ...poolOf(points, [1, 2, 3, 4, 5, 6]), scores: fakeScores(points) };
    await expect(round(pool, id, 8)).rejects.toMatchObject({ code: 'needs-labels' });
  });

  it.runIf(needs.includes('labels'))('refuses images of zeros, of which a model learns nothing', async () => {
    const pool = poolFor(selector, matrix(40, 6), [3]);
    await expect(round(pool, id, 8)).rejects.toMatchObject({ code: 'needs-labels' });
  });

  it.runIf(needs.includes('scores'))('refuses a pool without scores', async () => {
    const { scores: _, ...pool } = poolFor(selector, normalMatrix(100, 5, 2));
    await expect(round(pool, id, 8)).rejects.toMatchObject({ code: 'needs-input' });
  });

  it.runIf(needs.includes('embeddings'))(
    'leaves out rows with NaN or infinities, labeled or not, and tells',
    async () => {
      const embeddings = normalMatrix(80, 6, 4);
      row(embeddings, 10)[2] = Number.NaN;
      row(embeddings, 20)[0] = Number.POSITIVE_INFINITY;
      const pool = poolFor(selector, embeddings, [10, 11, 12]);
      const result = await round(pool, id, 70);
      expect(result.notes[0]).toBe(
        '2 of the embeddings hold NaN or infinity and were left out: rows 10, 20.',
      );
      expect(indicesOf(result)).not.toContain(20);
      if (has(selector, 'masked')) return;
      const finite = [...Array(80).keys()].filter((i) => i !== 10 && i !== 20);
      const clean = indicesOf(await round(rowsOf(pool, finite), id, 70));
      expect(indicesOf(result)).toEqual(clean.map((index) => finite[index]));
    },
  );

  it.runIf(has(selector, 'distinct'))('picks no copy while an image that is no copy is left', async () => {
    const { points } = clusteredMatrix(30, 10, 10, 8, 0.3);
    const copies = gather(
      points,
      Array.from({ length: 120 }, (_, i) => i % 30),
    );
    const picks = indicesOf(await round(poolFor(selector, copies), id, 10));
    expect(new Set(picks.map((index) => index % 30)).size).toBe(10);
  });

  it.runIf(has(selector, 'equivariant'))('picks the same images in any order of the pool', async () => {
    const { points } = clusteredMatrix(500, 16, 12, 6, 0.5);
    const order = createRng(4).permutation(500);
    const pool = poolFor(selector, points);
    const plain = indicesOf(await round(pool, id, 30));
    const permuted = indicesOf(await round(rowsOf(pool, order), id, 30));
    expect(permuted.map((index) => order[index])).toEqual(plain);
  });
});

describe('a strategy at work on 20,000 images', () => {
  const { points } = clusteredMatrix(20_000, 32, 100, 7);

  it.each(selectors)('$id lets a 20 ms heartbeat through, with no gap over 250 ms', async (selector) => {
    const pool = poolFor(selector, points, [5, 6, 7]);
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
    const { picks } = await round(pool, selector.id, 30);
    clearInterval(heart);
    beat();
    expect(picks.length).toBe(30);
    expect(longest).toBeLessThan(250);
  });
});

describe('a strategy that is cancelled', () => {
  const { points } = clusteredMatrix(4000, 32, 50, 7);

  it.each(selectors.filter(({ id }) => id !== 'random'))(
    '$id ends with `cancelled` at 10 random moments',
    async (selector) => {
      const { id } = selector;
      const pool = poolFor(selector, points, [5, 6, 7]);
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
