import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { put, temporaryFolder } from '../support/datasets.ts';
import { openPage } from './pageLink.ts';
import { openSession } from './sessions.ts';

async function opened() {
  const folder = temporaryFolder();
  put(folder, 'a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg');
  const { session, engine } = await openSession(folder, { batchSize: 10, seed: 7 });
  const link = openPage(session);
  await link.client.ready(null);
  return { folder, session, engine, ...link };
}

describe('clusters of a folder', () => {
  test('are told by the rows of its images', async () => {
    const { client, engine } = await opened();
    const { assignments, clusters, silhouettes } = await client.cluster({ k: 'auto' });
    expect([...assignments]).toEqual([0, 1, 0, 1, 0]);
    expect(clusters.map(({ size, medoid }) => [size, medoid])).toEqual([
      [3, 0],
      [2, 1],
    ]);
    expect(silhouettes).toEqual([{ k: 2, silhouette: 0.4 }]);
    expect(engine.clusterings[0]).toMatchObject({ k: 'auto', seed: 7 });
  });

  test('are split among the images of one', async () => {
    const { client } = await opened();
    const { assignments } = await client.cluster({ k: 2, within: ['a.jpg', 'c.jpg', 'e.jpg', 'gone.jpg'] });
    expect([...assignments]).toEqual([0, -1, 0, -1, 1]);
  });

  test('follow images that came and went while they were worked out', async () => {
    const { client, engine, session, folder } = await opened();
    const { cluster } = engine;
    engine.cluster = async (request, options) => {
      put(folder, 'aa.jpg');
      await session.act([{ kind: 'label', path: 'b.jpg', label: 'x' }]);
      await session.rescan();
      return cluster(request, options);
    };
    const { assignments, clusters } = await client.cluster({ k: 2 });
    expect([...assignments]).toEqual([0, -1, 1, 0, 1, 0]);
    expect(clusters.map(({ medoid }) => medoid)).toEqual([0, 2]);
  });

  test('make predictions wait', async () => {
    const { client, engine, session } = await opened();
    let hadPrediction = false;
    const { cluster } = engine;
    engine.cluster = async (request, options) => {
      session.ensurePredictions();
      await new Promise((resolve) => setTimeout(resolve, 20));
      hadPrediction = engine.predicts.length > 0;
      return cluster(request, options);
    };
    await client.cluster({ k: 2 });
    expect(hadPrediction).toBe(false);
  });
});

describe('a set of images to choose from', () => {
  test('is told, keeps all others out of the batch, is in its manifest, and is taken back', async () => {
    const { client, session, state, engine } = await opened();
    await client.chooseAmong({ title: 'cluster 2', paths: ['b.jpg', 'd.jpg'] });
    expect(state.choices?.among).toEqual({ title: 'cluster 2', count: 2 });
    await session.selectNextBatch();
    expect(session.batch?.picks.map(({ path: name }) => name)).toEqual(['b.jpg', 'd.jpg']);
    expect(session.batch?.excluded).toEqual([0, 2, 4]);
    expect(session.batch?.notes[0]).toBe('Chosen among cluster 2 (2 images).');
    await session.replay(session.batch?.id ?? '');
    expect([...engine.selects[1].excluded]).toEqual([0, 2, 4]);

    await session.act(['b.jpg', 'd.jpg'].map((name) => ({ kind: 'skip', path: name, on: true }) as const));
    await session.selectNextBatch();
    expect(session.banner?.message).toMatch(/^Every readable image of cluster 2 \(2 images\) is labeled/);
    await client.chooseAmong(null);
    expect(state.choices?.among).toBeNull();
    await session.selectNextBatch();
    expect(session.batch?.picks.map(({ path: name }) => name)).toEqual(['a.jpg', 'c.jpg', 'e.jpg']);
  });
});

describe('similar images', () => {
  test('are told by path, with distances', async () => {
    const { client, engine } = await opened();
    const { paths, distances } = await client.similar({ like: ['b.jpg'], unlike: ['a.jpg', 'gone.jpg'] });
    expect(paths).toEqual(['c.jpg', 'd.jpg', 'e.jpg']);
    expect(distances.map((distance) => distance.toFixed(1))).toEqual(['0.1', '0.2', '0.3']);
    expect(engine.lookups[0]).toMatchObject({ like: Int32Array.of(1), unlike: Int32Array.of(0) });
    expect(engine.lookups[0].file).toBeUndefined();
  });

  test('of a file from outside are looked for only where a person has chosen it', async () => {
    const { client, page, asks, engine } = await opened();
    const file = path.resolve('outside.jpg');
    const ask = { like: [], unlike: [], file };
    await expect(client.similar(ask)).rejects.toMatchObject({ code: 'usage', file });
    expect(engine.lookups).toEqual([]);
    page.findSimilar(ask);
    expect(asks).toEqual([ask]);
    await client.similar(ask);
    expect(engine.lookups[0].file).toBe(file);
  });

  test('that were asked for before the page was there are looked for once it is', async () => {
    const { session } = await opened();
    const { page, asks, client } = openPage(session);
    const ask = { like: ['a.jpg'], unlike: [] };
    page.findSimilar(ask);
    expect(asks).toEqual([]);
    await client.ready(null);
    expect(asks).toEqual([ask]);
  });
});
