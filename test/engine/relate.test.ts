import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNpy } from '../../src/dataset/npy.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import type { Query, RelateRequest, RelateResult, Statements } from '../../src/protocol/relations.ts';
import { clusteredMatrix } from '../support/syntheticData.ts';
import { buildEngine, mediaFolder } from './build.ts';
import { paintFolder, quietCall } from './images.ts';

const root = mkdtempSync(path.join(tmpdir(), 'relate-'));
const { points, cluster } = clusteredMatrix(300, 16, 4, 1, 0.3);
let engine: Engine;

beforeAll(async () => {
  const { workerFile } = await buildEngine();
  engine = createEngine({ workerFile, mediaFolder, threads: 2 });
  await writeNpy(path.join(root, 'embeddings.npy'), points);
});
afterAll(() => engine.close());

const none: Statements = {
  a: new Int32Array(0),
  b: new Int32Array(0),
  relation: new Int8Array(0),
  source: new Uint8Array(0),
};

const whole: RelateRequest = {
  source: {
    kind: 'file',
    embeddings: path.join(root, 'embeddings.npy'),
    names: Array.from(cluster, (_, i) => `${i}.jpg`),
  },
  classes: ['a', 'b', 'c', 'd'],
  labels: new Int32Array(300).fill(-1),
  excluded: new Int32Array(0),
  statements: none,
  count: 4,
  candidates: 6,
  seed: 1,
  eliminate: false,
};

async function relate(request: Partial<RelateRequest> = {}): Promise<RelateResult> {
  return engine.relate({ ...whole, ...request }, quietCall());
}

/** Pairs of rows that an answer would say something of. */
function pairsOf(query: Query): readonly (readonly [number, number])[] {
  if (query.kind === 'grid') return query.candidates.map((row) => [query.anchor, row]);
  return query.kind === 'pair' ? [[query.a, query.b]] : [];
}

/** One label of each class, as a person would begin. */
function firstLabels(): Int32Array {
  const labels = new Int32Array(300).fill(-1);
  for (const c of [0, 1, 2, 3]) labels[cluster.indexOf(c)] = c;
  return labels;
}

describe('questions about a pool', () => {
  it('are there before anything is labeled, each about other images, and the same for the same seed', async () => {
    const { queries, seconds } = await relate();
    expect(queries.length).toBeGreaterThan(0);
    expect(queries.length).toBeLessThanOrEqual(4);
    const rows = queries.flatMap((query) => [...new Set(pairsOf(query).flat())]);
    expect(new Set(rows).size).toBe(rows.length);
    expect(seconds).toBeGreaterThan(0);
    expect((await relate()).queries).toEqual(queries);
  });

  it('ask nothing that follows from labels and answers', async () => {
    const labels = firstLabels();
    const [first] = (await relate({ labels })).queries;
    const pairs = pairsOf(first);
    const statements: Statements = {
      a: Int32Array.from(pairs, ([a]) => a),
      b: Int32Array.from(pairs, ([, b]) => b),
      relation: Int8Array.from(pairs, ([a, b]) => (cluster[a] === cluster[b] ? 1 : -1)),
      source: new Uint8Array(pairs.length),
    };
    const told = new Set(pairs.map((pair) => [...pair].sort().join()));
    const next = (await relate({ labels, statements })).queries;
    expect(next.length).toBeGreaterThan(0);
    for (const pair of next.flatMap(pairsOf)) expect(told.has([...pair].sort().join())).toBe(false);
    for (const query of next)
      if (query.kind === 'grid') {
        expect(query.candidates.length).toBeLessThanOrEqual(6);
        for (const row of query.candidates) expect(labels[row]).toBe(-1);
      }
  });

  it('leave out excluded images and those without an embedding, and say so', async () => {
    const folder = path.join(root, 'folder');
    const images = await paintFolder(folder, 12);
    const source = {
      kind: 'folder',
      images,
      encoder: { model: 'builtin' },
      cache: path.join(root, 'cache'),
    } as const;
    const labels = new Int32Array(12).fill(-1);
    const empty = await relate({ source, labels });
    expect(empty.queries).toEqual([]);
    expect(empty.notes.join(' ')).toMatch(/12 images have no embedding/);
    await engine.embed({ ...source, images: images.slice(0, 11), thumbnails: false }, quietCall());
    const { queries, notes } = await relate({ source, labels, excluded: Int32Array.of(0, 1) });
    expect(queries.length).toBeGreaterThan(0);
    for (const row of queries.flatMap((query) => pairsOf(query).flat())) {
      expect(row).toBeGreaterThan(1);
      expect(row).toBeLessThan(11);
    }
    expect(notes).toEqual(['1 image has no embedding and is not asked about.']);
  });

  it('refuse what is no request', async () => {
    await expect(relate({ count: 0 })).rejects.toMatchObject({ code: 'usage' });
    await expect(relate({ candidates: 10 })).rejects.toMatchObject({ code: 'usage' });
    const strange = { ...none, a: Int32Array.of(300), b: Int32Array.of(1), relation: Int8Array.of(1) };
    await expect(relate({ statements: strange })).rejects.toMatchObject({ code: 'internal' });
    const statements = { ...strange, source: new Uint8Array(1) };
    await expect(relate({ statements })).rejects.toMatchObject({ code: 'internal' });
  });

  it('stop when they are cancelled', async () => {
    const stop = new AbortController();
    const call = engine.relate(whole, { signal: stop.signal, progress: () => stop.abort() });
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
  });
});
