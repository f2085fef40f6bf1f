import { afterAll, describe, expect, it } from 'vitest';
import { gather, matrix } from '../../../src/core/math/matrix.ts';
import { byCell, cellSearch, drawFromCells, makeCells } from '../../../src/core/projection/cells.ts';
import { continueMap } from '../../../src/core/projection/earlierMap.ts';
import { fingerprints } from '../../../src/core/projection/fingerprints.ts';
import { layoutInSteps } from '../../../src/core/projection/layout.ts';
import { openMap } from '../../../src/core/projection/openMap.ts';
import { exactSearch, place } from '../../../src/core/projection/place.ts';
import { startUmap } from '../../../src/core/projection/umap.ts';
import { createRng } from '../../../src/core/rng.ts';
import { createKernels } from '../../../src/engine/kernels/kernels.ts';
import { clusteredMatrix, normalMatrix } from '../../support/syntheticData.ts';
import { trustworthiness } from '../../support/trustworthiness.ts';

const kernels = createKernels({ threads: 1 });
afterAll(() => kernels.release());
const pause = async (): Promise<void> => {};
const ctx = { kernels, pause, signal: new AbortController().signal, progress: () => {} };
const options = { neighbors: 10, minDistance: 0.1, seed: 0 };
const { points: blobs, cluster } = clusteredMatrix(500, 12, 10, 4, 0.3);
const rows = (from: number, to: number): Int32Array =>
  Int32Array.from({ length: to - from }, (_, i) => from + i);

describe('placing rows on a map', () => {
  it('puts them beside their own kind, and leaves the others where they are', async () => {
    const fixed = rows(0, 450);
    const { layout } = await startUmap(gather(blobs, fixed), options, ctx);
    await layout.advance(pause);
    const points = new Float32Array(1000).fill(Number.NaN);
    points.set(layout.points);
    const search = exactSearch(blobs, fixed, 10, kernels);
    const placing = place({
      points,
      fresh: rows(450, 500),
      fixed,
      search,
      rowsPerStep: 16,
      minDistance: 0.1,
      seed: 0,
    });
    await placing.advance(pause);
    expect(placing.share).toBe(1);
    expect(points.subarray(0, 900)).toEqual(layout.points);
    const map = { data: points, rows: 500, cols: 2 };
    const { indices } = await kernels.nearest(map, map, 3, { excludeSelf: true });
    const alike = Array.from(
      indices.subarray(1350),
      (j, at) => cluster[j] === cluster[450 + Math.floor(at / 3)],
    );
    expect(alike.filter(Boolean).length / alike.length).toBeGreaterThan(0.95);
  });

  it('goes on with an earlier map as long as most of it is left and little is new', async () => {
    const all = await fingerprints(blobs, pause);
    expect(new Set(all).size).toBeGreaterThan(990);
    const earlier = {
      points: Float32Array.from({ length: 800 }, (_, i) => i),
      rows: all.slice(0, 800),
      fitted: 400,
      placed: 0,
    };
    const ours = await fingerprints(gather(blobs, [7, 480, ...rows(100, 400)]), pause);
    const map = continueMap(earlier, ours);
    expect(map).toMatchObject({ fitted: 400, placed: 1, fresh: Int32Array.of(1) });
    expect([...(map?.points.subarray(0, 6) ?? [])]).toEqual([14, 15, Number.NaN, Number.NaN, 200, 201]);
    expect(continueMap({ ...earlier, placed: 100 }, ours)).toBeUndefined();
    expect(continueMap(earlier, all)).toMatchObject({ placed: 100 });
    expect(continueMap({ ...earlier, fitted: 300 }, all)).toBeUndefined();
    expect(continueMap(earlier, all.slice(0, 300))).toBeUndefined();
  });

  it('leaves copies of one row where each of them is', async () => {
    const twice = gather(blobs, [0, 1, 0, 2]);
    const known = await fingerprints(twice, pause);
    const points = Float32Array.of(1, 1, 2, 2, 3, 3, 4, 4);
    const ours = await fingerprints(gather(blobs, [2, 0, 0, 0]), pause);
    const map = continueMap({ points, rows: known, fitted: 4, placed: 0 }, ours);
    expect([...(map?.points ?? [])]).toEqual([4, 4, 1, 1, 3, 3, 3, 3]);
  });

  it('fails again when it is gone on with after a step failed', async () => {
    async function* steps(): AsyncGenerator<void> {
      yield;
      throw new Error('no memory');
    }
    const layout = layoutInSteps(new Float32Array(2), () => 0.5, steps());
    await expect(layout.advance(pause)).rejects.toThrow('no memory');
    await expect(layout.advance(pause)).rejects.toThrow('no memory');
    expect(layout.share).toBeLessThan(1);
  });
});

describe('a map of a sample', () => {
  it('sorts rows by their cells', () => {
    const cells = { cellOf: Int32Array.of(2, 0, 1, 0, 2, 0), centers: matrix(3, 1) };
    expect([...byCell(cells, Int32Array.of(0, 1, 2, 4, 5))]).toEqual([1, 5, 2, 0, 4]);
    expect([...byCell(cells, new Int32Array(0))]).toEqual([]);
  });

  it('draws from every cell, and finds most of the nearest in the nearest cells', async () => {
    const rng = createRng(1);
    const cells = await makeCells(blobs, 12, rng, ctx);
    const drawn = drawFromCells(cells, 100, 4, rng);
    expect(drawn.length).toBeGreaterThanOrEqual(100);
    expect(drawn.length).toBeLessThan(150);
    expect([...drawn]).toEqual([...drawn].sort((a, b) => a - b));
    expect(new Set(Array.from(drawn, (row) => cells.cellOf[row]))).toEqual(new Set(cells.cellOf));
    const search = await cellSearch(blobs, cells, drawn, 5, ctx);
    const others = rows(0, 500).filter((row) => !drawn.includes(row));
    const found = await search(others);
    const truth = await exactSearch(blobs, drawn, 5, kernels)(others);
    const same = found.indices.filter((row, at) => row === truth.indices[at]).length;
    expect(same / truth.indices.length).toBeGreaterThan(0.95);
  });

  it('says what was laid out and what was placed, and keeps neighborhoods all the same', async () => {
    const limits = { mostFitted: 400, sampleRows: 200 };
    const { layout, notes } = await openMap(blobs, blobs, { ...options, limits }, ctx);
    await layout.advance(pause);
    expect(notes).toEqual([
      expect.stringMatching(
        /^2\d\d of 500 images, drawn from 2 groups of alike ones, were laid out; the other [23]\d\d were placed beside their nearest among them, sought in the nearest groups\.$/,
      ),
    ]);
    expect(layout.points.every(Number.isFinite)).toBe(true);
    expect(await trustworthiness(blobs, layout.points, rows(0, 500), 10, kernels)).toBeGreaterThan(0.93);
  });

  it('tells how many of the true neighbors its components find', async () => {
    const X = normalMatrix(300, 30, 2);
    const two = {
      data: Float32Array.from({ length: 600 }, (_, at) => X.data[(at >> 1) * 30 + (at & 1)]),
      rows: 300,
      cols: 2,
    };
    const { notes } = await openMap(X, two, options, ctx);
    expect(notes).toEqual([
      expect.stringMatching(
        /^Neighbors were sought in the first 2 of 30 principal components, where \d\d? % of the true ones are found \(measured on 200 images\)\.$/,
      ),
    ]);
    expect((await openMap(X, X, options, ctx)).notes).toEqual([]);
  });
});
