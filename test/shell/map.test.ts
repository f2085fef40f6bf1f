import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PanelMapFrame } from '../../src/protocol/mapPanel.ts';
import { put, temporaryFolder } from '../support/datasets.ts';
import { openPage } from './pageLink.ts';
import { openSession } from './sessions.ts';

async function opened() {
  const folder = temporaryFolder();
  put(folder, 'a.jpg', 'b.jpg', 'c.jpg');
  const { session, engine, set } = await openSession(folder, { seed: 7 });
  const link = openPage(session);
  await link.client.ready(null);
  const frames: PanelMapFrame[] = [];
  const onPart = (frame: PanelMapFrame): void => void frames.push(frame);
  return { folder, session, engine, set, frames, onPart, ...link };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
const across = ({ points }: PanelMapFrame) => [...points].filter((_, at) => at % 2 === 0);

describe('the map of a folder', () => {
  test('is told stage by stage, by the rows of its images', async () => {
    const { client, frames, onPart } = await opened();
    const map = await client.map(null, { onPart });
    expect(frames.map(({ method, share }) => [method, share])).toEqual([['pca', 0]]);
    expect([map.method, map.share, map.missing]).toEqual(['umap', 1, 0]);
    expect(across(map)).toEqual([0, 1, 2]);
  });

  test('is told at once as it was last, and does not begin again from the components', async () => {
    const { client, frames, onPart } = await opened();
    await client.map(null);
    await client.map(null, { onPart });
    expect(frames.map(({ method, share }) => [method, share])).toEqual([['umap', 1]]);
  });

  test('loses the images that are gone; those that came lie nowhere', async () => {
    const { client, engine, session, folder } = await opened();
    const { project } = engine;
    engine.project = async (request, options) => {
      const done = await project(request, options);
      rmSync(path.join(folder, 'a.jpg'));
      put(folder, 'bb.jpg');
      await session.rescan();
      return done;
    };
    const map = await client.map(null);
    expect(across(map)).toEqual([1, Number.NaN, 2]);
    expect(map.missing).toBe(1);
  });

  test('makes way for a job, and goes on when it is over', async () => {
    const { client, engine, session } = await opened();
    engine.isSlow = true;
    const signals: (AbortSignal | undefined)[] = [];
    const { project, embed } = engine;
    engine.project = (request, options) => {
      signals.push(options?.signal);
      return project(request, options);
    };
    const map = client.map(null);
    await settled();
    engine.embed = async (request, options) => {
      expect(signals[0]?.aborted).toBe(true);
      await settled();
      expect(signals).toHaveLength(1);
      engine.isSlow = false;
      return embed(request, options);
    };
    await session.embed();
    expect((await map).share).toBe(1);
    expect(signals).toHaveLength(2);
  });

  test('of another encoder is not the map of before', async () => {
    const { client, session, set } = await opened();
    await client.map(null);
    expect(session.views.map.latest).toBeDefined();
    await set({ encoder: 'pixels' });
    expect(session.views.map.latest).toBeUndefined();
  });

  test('that is wanted no longer is given up', async () => {
    const { client, engine } = await opened();
    engine.isSlow = true;
    const controller = new AbortController();
    const map = client.map(null, { signal: controller.signal });
    await settled();
    controller.abort();
    await expect(map).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('needs embeddings: of how many images, how long, and whether others were there before', async () => {
    const { client, engine, folder } = await opened();
    engine.tryEncoder = async ({ images }) => ({
      encoder: { key: 'k', name: 'fake', dimensions: 2, inputSize: [8, 8], notes: [] },
      images: [],
      unreadable: [],
      secondsPerImage: 2,
      remaining: images.length,
      secondsLeft: 6,
      sheet: '',
    });
    const need = { images: 3, secondsLeft: 6, encoder: 'fake' };
    expect(await client.mapNeed(null)).toEqual({ ...need, isOtherEncoder: false });
    put(folder, '.next-batch/cache/embeddings/other/0001.npy');
    expect(await client.mapNeed(null)).toEqual({ ...need, isOtherEncoder: true });
  });

  test('can be colored by size and date of the files', async () => {
    const { client, session } = await opened();
    const { sizes, times } = await client.fileFacts(null);
    expect([...sizes]).toEqual(session.dataset.images.map(({ size }) => size));
    expect(times.every((time) => time > 0)).toBe(true);
  });
});
