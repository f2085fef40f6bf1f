import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Insights } from '../../src/core/insights/insights.ts';
import { writeNpy } from '../../src/dataset/npy.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import type { InsightsRequest } from '../../src/protocol/insights.ts';
import { clusteredMatrix } from '../support/syntheticData.ts';
import { buildEngine, mediaFolder } from './build.ts';
import { listFolder, paintFolder, quietCall } from './images.ts';

let engine: Engine;
beforeAll(async () => {
  const { workerFile } = await buildEngine();
  engine = createEngine({ workerFile, mediaFolder, threads: 2 });
});
afterAll(() => engine.close());

const root = mkdtempSync(path.join(tmpdir(), 'insights-'));
const { points, cluster } = clusteredMatrix(300, 8, 3, 1, 0.8);
const rows = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i);

async function requestOf(): Promise<InsightsRequest> {
  const embeddings = path.join(root, 'embeddings.npy');
  await writeNpy(embeddings, points);
  return {
    source: { kind: 'file', embeddings, names: Array.from(cluster, (_, i) => String(i)) },
    classes: ['a', 'b', 'c'],
    labels: cluster.map((c, i) => (i < 60 ? c : -1)),
    excluded: Int32Array.of(100),
    budget: 20,
    seed: 0,
    rounds: [20, 40].map((count) => ({ labeled: rows(count), picks: rows(count + 20).subarray(count) })),
  };
}

describe('insights of a pool', () => {
  it('are told as they grow, over the links between the threads', async () => {
    const told: Insights[] = [];
    const progress: number[] = [];
    const call = {
      signal: new AbortController().signal,
      part: (part: Insights) => void told.push(part),
      progress: ({ done }: { readonly done: number }) => void progress.push(done),
    };
    const { seconds, ...whole } = await engine.insights(await requestOf(), call);
    expect(whole.learning?.points.map(({ labels }) => labels)).toEqual([20, 40, 60]);
    expect(whole.agreements.every((one) => one !== null && one.mean > 0.5)).toBe(true);
    expect(told.length).toBeGreaterThan(4);
    expect(told.at(-1)).toEqual(whole);
    expect(progress.length).toBeGreaterThan(10);
    expect(seconds).toBeGreaterThan(0);
  });

  it('embed nothing', async () => {
    const folder = path.join(root, 'folder');
    await paintFolder(folder, 6);
    const images = listFolder(folder);
    const cache = path.join(root, 'cache');
    const request = await requestOf();
    const { coverage, learning } = await engine.insights(
      {
        ...request,
        source: { kind: 'folder', images, encoder: { model: 'builtin' }, cache },
        labels: Int32Array.of(0, 1, 0, 1, -1, -1),
        excluded: new Int32Array(0),
        rounds: [],
      },
      { signal: new AbortController().signal, progress: () => {} },
    );
    expect([coverage, learning]).toEqual([null, null]);
    const embedded = await engine.embed(
      { images, cache, encoder: { model: 'builtin' }, thumbnails: false },
      quietCall(),
    );
    expect(embedded.embedded).toBe(6);
  });

  it('end within 300 ms when they are cancelled', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const call = { signal, progress: () => {}, part: () => controller.abort() };
    let abortedAt = 0;
    signal.addEventListener('abort', () => {
      abortedAt = performance.now();
    });
    await expect(engine.insights(await requestOf(), call)).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - abortedAt).toBeLessThan(300);
  });
});
