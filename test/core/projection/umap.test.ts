import { afterAll, describe, expect, it } from 'vitest';
import { matrix } from '../../../src/core/math/matrix.ts';
import { fitPca, project } from '../../../src/core/projection/pca.ts';
import { startPoints } from '../../../src/core/projection/start.ts';
import { startUmap, type UmapOptions } from '../../../src/core/projection/umap.ts';
import type { Matrix } from '../../../src/core/types.ts';
import { createKernels } from '../../../src/engine/kernels/kernels.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';
import { trustworthiness } from '../../support/trustworthiness.ts';

const kernels = createKernels({ threads: 1 });
afterAll(() => kernels.release());
const pause = async (): Promise<void> => {};
const ctx = { kernels, pause, signal: new AbortController().signal, progress: () => {} };

async function umap(X: Matrix, options: Partial<UmapOptions> = {}): Promise<Float32Array> {
  const { layout } = await startUmap(X, { neighbors: 15, minDistance: 0.1, seed: 0, ...options }, ctx);
  expect(layout.share).toBe(0);
  await layout.advance(pause);
  expect(layout.share).toBe(1);
  return layout.points;
}

describe('umap', () => {
  const { points: blobs } = clusteredMatrix(600, 16, 40, 3, 0.4);

  it('keeps neighborhoods that principal components mix up', async () => {
    const rows = Array.from({ length: 600 }, (_, i) => i);
    const components = await project(await fitPca(blobs, 8, ctx), blobs, ctx);
    const trust = (points: Float32Array): Promise<number> =>
      trustworthiness(blobs, points, rows, 10, kernels);
    const ofUmap = await trust(await umap(components));
    expect(ofUmap).toBeGreaterThan(0.93);
    expect(ofUmap).toBeGreaterThan((await trust(startPoints(components))) + 0.1);
  });

  it('is the same for the same seed, and another for another', async () => {
    const once = await umap(blobs);
    expect(await umap(blobs)).toEqual(once);
    expect(await umap(blobs, { seed: 1 })).not.toEqual(once);
  });

  it('goes on where it was stopped: in pieces it is the same', async () => {
    const options = { neighbors: 15, minDistance: 0.1, seed: 0 };
    const { layout } = await startUmap(blobs, options, ctx);
    const stop = new Error('stopped');
    let turns = 0;
    const stopping = async (): Promise<void> => {
      if (++turns % 7 === 0) throw stop;
    };
    while (layout.share < 1) {
      await layout
        .advance(stopping, () => turns % 3 === 2)
        .catch((error: unknown) => {
          if (error !== stop) throw error;
        });
      turns++;
    }
    expect(layout.points).toEqual(await umap(blobs));
  });

  it('pauses between pieces of bounded work, and stops where a pause throws', async () => {
    let pauses = 0;
    const counted = async (): Promise<void> => void pauses++;
    const { layout } = await startUmap(
      blobs,
      { neighbors: 15, minDistance: 0.1, seed: 0 },
      { ...ctx, pause: counted },
    );
    expect(pauses).toBeGreaterThan(1);
    pauses = 0;
    await layout.advance(counted);
    // 600 rows are a piece of work for each epoch; the last one needs no pause.
    expect(pauses).toBe(500);
    const stopped = startUmap(
      blobs,
      { neighbors: 15, minDistance: 0.1, seed: 0 },
      {
        ...ctx,
        pause: async () => {
          throw new Error('stopped');
        },
      },
    );
    await expect(stopped).rejects.toThrow('stopped');
  });

  it('takes few rows, and copies, without a point that is no number', async () => {
    const four = await umap(matrix(4, 2, Float32Array.of(0, 0, 1, 0, 0, 1, 5, 5)));
    expect(four.every(Number.isFinite)).toBe(true);
    const same = await umap(matrix(40, 3, new Float32Array(120).fill(2)));
    expect(same.every(Number.isFinite)).toBe(true);
    const halves = matrix(
      60,
      1,
      Float32Array.from({ length: 60 }, (_, i) => (i < 30 ? 0 : 1)),
    );
    expect((await umap(halves)).every(Number.isFinite)).toBe(true);
  });

  it('lies wider with a larger least distance', async () => {
    const nearest = async (minDistance: number): Promise<number> => {
      const map = matrix(600, 2, await umap(blobs, { minDistance }));
      const { distances } = await kernels.nearest(map, map, 1, { excludeSelf: true });
      return distances.sort()[300];
    };
    expect(await nearest(0.8)).toBeGreaterThan(4 * (await nearest(0)));
  });
});
