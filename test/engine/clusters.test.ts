import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNpy } from '../../src/dataset/npy.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import type { ClusterRequest, ClusterResult } from '../../src/protocol/clusters.ts';
import type { FolderSource, PoolRequest } from '../../src/protocol/engine.ts';
import type { SimilarRequest, SimilarResult } from '../../src/protocol/similar.ts';
import { clusteredMatrix } from '../support/syntheticData.ts';
import { buildEngine, mediaFolder } from './build.ts';
import { listFolder, paintFolder, quietCall } from './images.ts';

const root = mkdtempSync(path.join(tmpdir(), 'clusters-'));
const { points, cluster } = clusteredMatrix(300, 16, 4, 1, 0.3);
const names = Array.from(cluster, (_, i) => `${i}.jpg`);
const folder = path.join(root, 'folder');
let engine: Engine;
let source: FolderSource;

beforeAll(async () => {
  const { workerFile } = await buildEngine();
  engine = createEngine({ workerFile, mediaFolder, threads: 2 });
  await writeNpy(path.join(root, 'embeddings.npy'), points);
  await paintFolder(folder, 9);
  const images = listFolder(folder);
  source = { kind: 'folder', images, encoder: { model: 'builtin' }, cache: path.join(root, 'cache') };
  await engine.embed({ ...source, images: images.slice(0, 8), thumbnails: false }, quietCall());
});
afterAll(() => engine.close());

const filePool = (): PoolRequest => ({
  source: { kind: 'file', embeddings: path.join(root, 'embeddings.npy'), names },
  classes: [],
  labels: new Int32Array(300).fill(-1),
  excluded: new Int32Array(0),
});
const folderPool = (): PoolRequest => ({ ...filePool(), source, labels: new Int32Array(9).fill(-1) });

describe('clustering a pool', () => {
  const clusters = async (request: Partial<ClusterRequest> = {}): Promise<ClusterResult> =>
    engine.cluster({ ...filePool(), k: 'auto', seed: 0, ...request }, quietCall());

  it('groups the rows of a file, and splits one group', async () => {
    const { assignments, clusters: found, silhouettes } = await clusters();
    expect(found).toHaveLength(4);
    expect(silhouettes.length).toBeGreaterThan(4);
    const pairs = new Set(Array.from(assignments, (c, i) => `${c} ${cluster[i]}`));
    expect(pairs.size).toBe(4);
    const within = Int32Array.from(assignments.keys()).filter((i) => assignments[i] === 0);
    const split = await clusters({ within, k: 2 });
    expect(split.clusters.map(({ size }) => size).reduce((a, b) => a + b)).toBe(within.length);
    expect(split.silhouettes).toEqual([]);
  });

  it('takes the clusters of the person, but splits one of them', async () => {
    const file = path.join(root, 'clusters.csv');
    writeFileSync(file, `path,cluster\n${names.map((name, i) => `${name},${i < 100 ? 7 : 3}`).join('\n')}\n`);
    const { clusters: found, assignments, notes } = await clusters({ clusters: { file } });
    expect(found.map(({ size }) => size)).toEqual([200, 100]);
    expect(assignments[0]).toBe(1);
    expect(notes[0]).toBe('The clusters are your own, of clusters.csv.');
    const within = Int32Array.from({ length: 100 }, (_, i) => i);
    expect((await clusters({ clusters: { file }, within, k: 3 })).clusters).toHaveLength(3);
  });

  it('embeds nothing: images without an embedding are in no cluster', async () => {
    const { assignments, notes } = await clusters({ ...folderPool(), k: 2 });
    expect([...assignments].map((c) => c >= 0)).toEqual([...Array(8).fill(true), false]);
    expect(notes).toEqual(['1 image has no embedding, so no cluster.']);
    const other = { ...source, cache: path.join(root, 'empty') };
    await expect(clusters({ ...folderPool(), source: other })).rejects.toMatchObject({ code: 'needs-input' });
  });
});

describe('similar images of a pool', () => {
  const none = new Int32Array(0);
  const similar = async (request: Partial<SimilarRequest> = {}): Promise<SimilarResult> =>
    engine.similar({ ...folderPool(), like: none, unlike: none, count: 3, ...request }, quietCall());

  it('are of the group of the row', async () => {
    const { rows, distances } = await similar({ ...filePool(), like: Int32Array.of(5), count: 10 });
    expect([...rows].every((row) => cluster[row] === cluster[5] && row !== 5)).toBe(true);
    expect([...distances]).toEqual([...distances].sort((a, b) => a - b));
  });

  it('of a file from anywhere are found without keeping anything of it', async () => {
    const [outside] = await paintFolder(path.join(root, 'elsewhere'), 1, 64, 3);
    const { rows, distances } = await similar({ file: outside.file });
    // The same picture as 0003.jpg.
    expect(rows[0]).toBe(3);
    expect(distances[0]).toBeLessThan(1e-3);
    expect(distances[1]).toBeGreaterThan(0.01);
    const again = await engine.embed({ ...source, thumbnails: false }, quietCall());
    expect([again.embedded, again.reused]).toEqual([1, 8]);
  });

  it('cannot be told of what is no image, nor of rows of another’s embeddings', async () => {
    const file = path.join(root, 'no.jpg');
    writeFileSync(file, 'not an image');
    await expect(similar({ file })).rejects.toMatchObject({ code: 'not-readable', file });
    const gone = path.join(root, 'gone.jpg');
    await expect(similar({ file: gone })).rejects.toThrow(/gone\.jpg .*choose another/);
    await expect(similar({ ...filePool(), file })).rejects.toThrow(/embeddings\.npy/);
    await expect(similar()).rejects.toMatchObject({ code: 'usage' });
  });
});
