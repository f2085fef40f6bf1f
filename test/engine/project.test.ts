import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { matrix } from '../../src/core/math/matrix.ts';
import type { Matrix, Progress } from '../../src/core/types.ts';
import { writeNpy } from '../../src/dataset/npy.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import type { ProjectionFrame, ProjectRequest, ProjectResult } from '../../src/protocol/projection.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';
import { clusteredMatrix } from '../support/syntheticData.ts';
import { buildEngine, mediaFolder } from './build.ts';
import { listFolder, paintFolder, quietCall } from './images.ts';

let engine: Engine;
beforeAll(async () => {
  const { workerFile } = await buildEngine();
  engine = createEngine({ workerFile, mediaFolder, threads: 2 });
});
afterAll(() => engine.close());

const root = mkdtempSync(path.join(tmpdir(), 'project-'));
const { points: blobs } = clusteredMatrix(400, 16, 8, 1, 0.4);

async function requestFor(X: Matrix, request: Partial<ProjectRequest> = {}): Promise<ProjectRequest> {
  const embeddings = path.join(root, `${X.rows}-${X.data[0]}-${X.data[3]}.npy`);
  await writeNpy(embeddings, X);
  return {
    source: { kind: 'file', embeddings, names: Array.from({ length: X.rows }, (_, i) => String(i)) },
    classes: [],
    labels: new Int32Array(X.rows).fill(-1),
    excluded: new Int32Array(0),
    method: 'umap',
    seed: 0,
    neighbors: 15,
    minDistance: 0.1,
    ...request,
  };
}

async function map(X: Matrix, request: Partial<ProjectRequest> = {}): Promise<ProjectResult> {
  return engine.project(await requestFor(X, request), quietCall());
}

function calledUntil(
  isEnough: (frame: ProjectionFrame) => boolean,
  frames: ProjectionFrame[] = [],
): CallContext<ProjectionFrame> {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    progress: () => {},
    part(frame) {
      frames.push(frame);
      if (isEnough(frame)) controller.abort();
    },
  };
}

describe('projecting a pool', () => {
  it('tells the principal components first, then itself, and how far it is', async () => {
    const frames: ProjectionFrame[] = [];
    const seen: Progress[] = [];
    const call = { ...calledUntil(() => false, frames), progress: (one: Progress) => void seen.push(one) };
    const result = await engine.project(await requestFor(blobs), call);
    expect(frames[0]).toMatchObject({ method: 'pca', share: 0 });
    expect(frames.slice(1).every(({ method }) => method === 'umap')).toBe(true);
    const shares = frames.map(({ share }) => share);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(result).toMatchObject({ method: 'umap', share: 1, isCached: false });
    expect(result.points.length).toBe(800);
    expect(result.points.every(Number.isFinite)).toBe(true);
    expect(seen.every(({ phase, total }) => phase === 'layout' && total === 400)).toBe(true);
    expect(seen.at(-1)?.done).toBe(400);
  });

  it('is the same for the same seed, with another key for another', async () => {
    const once = await map(blobs);
    expect(await map(blobs)).toMatchObject({ points: once.points, key: once.key });
    const other = await map(blobs, { seed: 1 });
    expect(other.points).not.toEqual(once.points);
    expect(other.key).not.toBe(once.key);
  });

  it('has no place for rows without an embedding, and for so few rows is their principal components', async () => {
    const X = matrix(3, 2, Float32Array.of(0, 1, 0, 0, 2, 1));
    const { points, method, share } = await map(X);
    expect([method, share]).toEqual(['pca', 1]);
    expect([...points].map(Number.isFinite)).toEqual([true, true, false, false, true, true]);
    expect(Math.abs(points[0] - points[4])).toBeCloseTo(2, 5);
    const broken = matrix(6, 2, Float32Array.of(0, 1, Number.NaN, 1, 2, 1, 3, 1, 4, 0, 1, 1));
    expect([...(await map(broken)).points].map(Number.isFinite).indexOf(false)).toBe(2);
    const one = await map(matrix(1, 2, Float32Array.of(3, 4)));
    expect([...one.points]).toEqual([0, 0]);
    const none = await map(matrix(2, 2));
    expect([...none.points].every(Number.isNaN)).toBe(true);
  });

  it('says so where all embeddings are the same', async () => {
    const { points, method, notes } = await map(matrix(7, 2, new Float32Array(14).fill(0.3)));
    expect(notes).toEqual(['All images have the same embedding, so all of them lie on one point.']);
    expect([method, new Set(points).size <= 2]).toEqual(['pca', true]);
    expect(points.every(Number.isFinite)).toBe(true);
    expect((await map(blobs)).notes).toEqual([]);
  });

  it('refuses parameters that mean nothing', async () => {
    await expect(map(blobs, { neighbors: 1 })).rejects.toMatchObject({ code: 'usage' });
    await expect(map(blobs, { minDistance: 1.5 })).rejects.toMatchObject({ code: 'usage' });
  });

  it('goes on where it was cancelled', async () => {
    const { points: larger } = clusteredMatrix(3000, 8, 8, 2, 0.4);
    const request = await requestFor(larger);
    const stopped: ProjectionFrame[] = [];
    const call = calledUntil(({ share }) => share > 0, stopped);
    await expect(engine.project(request, call)).rejects.toMatchObject({ code: 'cancelled' });
    const frames: ProjectionFrame[] = [];
    const result = await engine.project(
      request,
      calledUntil(() => false, frames),
    );
    expect(frames[0].method).toBe('umap');
    expect(frames[0].share).toBeGreaterThan(stopped.at(-1)?.share ?? 1);
    const whole = await map(larger, { seed: 0 });
    expect(whole.points).toEqual(result.points);
  });

  it('ends at once when it is cancelled before the layout, and is whole the next time', async () => {
    const { points: larger } = clusteredMatrix(3000, 8, 8, 5, 0.4);
    const request = await requestFor(larger);
    const call = calledUntil(({ method }) => method === 'pca');
    await expect(engine.project(request, call)).rejects.toMatchObject({ code: 'cancelled' });
    const frames: ProjectionFrame[] = [];
    expect(
      await engine.project(
        request,
        calledUntil(() => false, frames),
      ),
    ).toMatchObject({ method: 'umap', share: 1 });
    expect(frames[0]).toMatchObject({ method: 'pca', share: 0 });
  });

  it('lets a job that is asked for meanwhile come between', async () => {
    const { points: larger } = clusteredMatrix(3000, 8, 8, 3, 0.4);
    const request = await requestFor(larger);
    const order: string[] = [];
    let selecting: Promise<unknown> | undefined;
    const call: CallContext<ProjectionFrame> = {
      ...calledUntil(() => false),
      part({ share }) {
        if (share === 0 || selecting !== undefined) return;
        const { source, classes, labels, excluded } = request;
        const select = {
          source,
          classes,
          labels,
          excluded,
          selector: 'random',
          parameters: {},
          budget: 2,
          seed: 0,
        };
        selecting = Promise.resolve(engine.select(select, quietCall())).then(() => order.push('selected'));
      },
    };
    await engine.project(request, call);
    order.push('projected');
    await selecting;
    expect(order).toEqual(['selected', 'projected']);
  });
});

describe('maps of a folder', () => {
  it('are kept in its cache, and embed nothing', async () => {
    const folder = path.join(root, 'folder');
    await paintFolder(folder, 10);
    const images = listFolder(folder);
    const cache = path.join(root, 'cache');
    const encoder = { model: 'builtin' } as const;
    const source = { kind: 'folder', images, encoder, cache } as const;
    const empty = await map(blobs, { source, labels: new Int32Array(10).fill(-1) });
    expect(empty.points.every(Number.isNaN)).toBe(true);
    await engine.embed({ images: images.slice(0, 7), cache, encoder, thumbnails: false }, quietCall());
    const first = await map(blobs, { source, labels: new Int32Array(10).fill(-1) });
    expect([...first.points].map(Number.isFinite)).toEqual([
      ...Array(14).fill(true),
      ...Array(6).fill(false),
    ]);
    const second = await map(blobs, { source, labels: new Int32Array(10).fill(-1) });
    expect(second).toMatchObject({ isCached: true, key: first.key, points: first.points, method: 'umap' });
    expect(readdirSync(path.join(cache, 'projections')).filter((name) => name.startsWith(first.key))).toEqual(
      ['json', 'npy', 'rows.npy'].map((end) => `${first.key}.${end}`),
    );
    const other = await map(blobs, { source, labels: new Int32Array(10).fill(-1), minDistance: 0.5 });
    expect(other.isCached).toBe(false);
  });

  it('place new images without moving the others', async () => {
    const folder = path.join(root, 'growing');
    await paintFolder(folder, 12);
    const images = listFolder(folder);
    const cache = path.join(root, 'growing-cache');
    const encoder = { model: 'builtin' } as const;
    const mapOf = async (from: number, to: number): Promise<ProjectResult> => {
      const some = images.slice(from, to);
      await engine.embed({ images: some, cache, encoder, thumbnails: false }, quietCall());
      const source = { kind: 'folder', images: some, encoder, cache } as const;
      return map(blobs, { source, labels: new Int32Array(some.length).fill(-1) });
    };
    const first = await mapOf(1, 9);
    const second = await mapOf(0, 10);
    expect(second.points.subarray(2, 18)).toEqual(first.points);
    expect(second.points.every(Number.isFinite)).toBe(true);
    expect(second.notes).toContain(
      '2 images were placed beside the 8 of an earlier map, which did not move.',
    );
    expect(second.key).not.toBe(first.key);
    const again = await mapOf(0, 10);
    expect(again).toMatchObject({
      isCached: true,
      key: second.key,
      points: second.points,
      notes: second.notes,
    });
    const fewer = await mapOf(3, 9);
    expect(fewer.points).toEqual(first.points.slice(4));
    const third = await mapOf(0, 12);
    expect(third.notes.some((note) => note.includes('earlier map'))).toBe(false);
  });
});
