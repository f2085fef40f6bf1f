import { describe, expect, it } from 'vitest';
import { fitHead } from '../../../src/core/model/head.ts';
import type { ReviewedPool } from '../../../src/core/review/check.ts';
import { type ReviewCheck, reviewChecks } from '../../../src/core/review/finding.ts';
import {
  chromaBytes,
  lumaSide,
  type PictureMeasures,
  type PictureOutlines,
} from '../../../src/core/review/pictures.ts';
import { checks } from '../../../src/core/review/registry.ts';
import type { ReviewTools } from '../../../src/core/review/review.ts';
import { createRng } from '../../../src/core/rng.ts';
import { reviewedPool, reviewOf } from '../../support/reviews.ts';
import { roundContext } from '../../support/rounds.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

/** A pool with everything that a check may look at. */
function fullPool(size: number): ReviewedPool {
  const { points, cluster } = clusteredMatrix(size, 32, 40, 7, 0.6);
  const names = Array.from({ length: size }, (_, i) => `${String(i).padStart(6, '0')}.jpg`);
  return {
    ...reviewedPool(size, {
      classes: Array.from({ length: 40 }, (_, c) => `class ${c}`),
      labels: cluster.map((c, i) => (i % 8 === 0 ? (i % 80 === 0 ? (c + 1) % 40 : c) : -1)),
      embeddings: points,
      contents: Int32Array.from({ length: size }, (_, i) => i - (i % 50 === 1 ? 1 : 0)),
      splits: { of: Int32Array.from({ length: size }, (_, i) => i % 2), names: ['train', 'test'] },
    }),
    names,
  };
}

/** Blocks of random grey, every tenth picture like the one before. */
async function outlines(rows: Int32Array): Promise<PictureOutlines> {
  const lumas = new Uint8Array(rows.length * lumaSide ** 2);
  for (const [n, row] of rows.entries()) {
    const rng = createRng(row % 10 === 1 ? row - 1 : row);
    const blocks = Array.from({ length: 64 }, () => rng.below(256));
    for (let i = 0; i < lumaSide ** 2; i++)
      lumas[n * lumaSide ** 2 + i] = blocks[8 * (i >> 7) + ((i % lumaSide) >> 2)];
  }
  return { rows, lumas, chromas: new Uint8Array(rows.length * chromaBytes).fill(128) };
}

function measures(size: number): () => Promise<PictureMeasures> {
  const column = (value: (i: number) => number): Float32Array =>
    Float32Array.from({ length: size }, (_, i) => value(i));
  return async () => ({
    width: column((i) => 100 + (i % 700)),
    height: column(() => 200),
    lights: column((i) => 0.2 + (i % 97) / 120),
    shadows: column((i) => (i % 89) / 100),
    sharpness: column((i) => (i % 83) / 40),
    unreadable: new Map(),
  });
}

it('the registry has every check of the list, in its order', () => {
  expect(checks.map(({ id }) => id)).toEqual([...reviewChecks]);
});

describe('a check at work on 20,000 images', () => {
  const size = 20_000;
  const pool = fullPool(size);

  it.each(reviewChecks)('%s lets a 20 ms heartbeat through, with no gap over 250 ms', async (check) => {
    // A gap is the shorter of wall time and processor time: on a busy machine a beat may be late through no fault of ours.
    const now = (): readonly [number, number] => {
      const { user, system } = process.cpuUsage();
      return [performance.now(), (user + system) / 1000];
    };
    // What draws the pictures here is another process in the product.
    const drawnElsewhere = async (rows: Int32Array): Promise<PictureOutlines> => {
      beat();
      const drawn = await outlines(rows);
      last = now();
      return drawn;
    };
    const tools = {
      measures: measures(size),
      ...(check === 'near-duplicates' && { outlines: drawnElsewhere }),
    };
    let last = now();
    let longest = 0;
    const beat = (): void => {
      const [wall, processor] = now();
      longest = Math.max(longest, Math.min(wall - last[0], processor - last[1]));
      last = [wall, processor];
    };
    const heart = setInterval(beat, 20);
    const { checks: reports } = await reviewOf(pool, [check], tools);
    clearInterval(heart);
    beat();
    expect(reports).toMatchObject([{ check, state: 'done' }]);
    expect(longest).toBeLessThan(250);
  });
});

describe('a check that is cancelled', () => {
  const pool = fullPool(2000);
  /** The embeddings anew: the graph of the last run would be kept with them. */
  const fresh = (): ReviewedPool => ({
    ...pool,
    ...(pool.embeddings && { embeddings: { ...pool.embeddings } }),
  });

  it.each<ReviewCheck>(['label-errors', 'near-duplicates', 'outliers', 'coverage-holes'])(
    '%s ends with `cancelled` at five random moments',
    async (check) => {
      const rng = createRng(`abort ${check}`);
      const run = (signal: AbortSignal, tick: () => void) => {
        const ctx = roundContext(signal);
        const pause = async (): Promise<void> => {
          tick();
          await ctx.pause();
        };
        const headCtx = { ...ctx, pause, progress: tick, rng: createRng(0) };
        const fit: ReviewTools['fitHead'] = (labeled) => fitHead(labeled, { choice: 'softmax' }, headCtx);
        const tools = { outlines, measures: measures(2000), signal, pause, progress: tick, fitHead: fit };
        return reviewOf(fresh(), [check], tools);
      };
      let pauses = 0;
      await run(new AbortController().signal, () => void pauses++);
      for (let attempt = 0; attempt < 5; attempt++) {
        const controller = new AbortController();
        let left = rng.below(pauses);
        const running = run(controller.signal, () => {
          if (left-- === 0) controller.abort();
        });
        await expect(running).rejects.toMatchObject({ code: 'cancelled' });
      }
    },
  );
});
