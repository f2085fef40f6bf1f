import { describe, expect, it } from 'vitest';
import { inferenceGraph, trainingGraph } from '../../../src/core/autograd/graphs.ts';
import { Tape } from '../../../src/core/autograd/tape.ts';
import type { Kernels } from '../../../src/core/kernels.ts';
import { gather, matrix, row } from '../../../src/core/math/matrix.ts';
import { measurePoints } from '../../../src/core/math/points.ts';
import { createRng } from '../../../src/core/rng.ts';
import type { Matrix } from '../../../src/core/types.ts';
import { createKernels } from '../../../src/engine/kernels/kernels.ts';
import { referenceKernels } from '../../support/referenceKernels.ts';
import { normalMatrix } from '../../support/syntheticData.ts';

const kernels = createKernels({ threads: 1 });

/** N, M, D: on both sides of the limit where graphs take over, with blocks that do not divide evenly. */
const shapes = [
  [0, 3, 4],
  [3, 0, 4],
  [1, 1, 1],
  [5, 7, 0],
  [1, 6000, 401],
  [6000, 1, 401],
  [300, 210, 33],
  [700, 4100, 3],
  [2100, 130, 63],
  [130, 150, 512],
] as const;

function close(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < found.length; i++)
    if (
      found[i] !== expected[i] &&
      !(Math.abs(found[i] - expected[i]) <= tolerance * (1 + Math.abs(expected[i])))
    )
      expect.fail(`number ${i} is ${found[i]}, not ${expected[i]}`);
}

/** Rows whose neighbors are the same, or differ only between distances equal to rounding. */
async function sameNeighbors(X: Matrix, C: Matrix, k: number, excludeSelf: boolean): Promise<void> {
  const found = await kernels.nearest(X, C, k, { excludeSelf });
  const expected = await referenceKernels.nearest(X, C, k, { excludeSelf });
  close(found.distances, expected.distances, 1e-5);
  let swapped = 0;
  for (let i = 0; i < found.indices.length; i++) if (found.indices[i] !== expected.indices[i]) swapped++;
  expect(swapped).toBeLessThanOrEqual(found.indices.length * 1e-3);
}

describe('every kernel agrees with its definition', () => {
  it.each(shapes)('nearest, N %i M %i D %i', async (n, m, d) => {
    const X = normalMatrix(n, d, 1);
    const C = normalMatrix(m, d, 2);
    for (const k of [1, 2, 21]) await sameNeighbors(X, C, k, false);
  });

  it.each([
    [40, 5, 0],
    [600, 64, 0],
    [1500, 30, 3],
  ])('nearest within one matrix, N %i D %i, mean at %i', async (n, d, offset) => {
    const X = normalMatrix(n, d, 3, { offset });
    await sameNeighbors(X, X, 1, true);
    await sameNeighbors(X, X, 7, true);
    await sameNeighbors(X, X, 3, false);
  });

  it('nearest within one matrix of more than one tile', async () => {
    const X = normalMatrix(2203, 8, 3);
    await sameNeighbors(X, X, 5, true);
  });

  it('nearest with k larger than M fills up with -1 and infinity', async () => {
    for (const n of [2, 3000]) {
      const found = await kernels.nearest(normalMatrix(n, 300, 4), normalMatrix(3, 300, 5), 5);
      expect([...found.indices.subarray(3, 5)]).toEqual([-1, -1]);
      expect([...found.distances.subarray(3, 5)]).toEqual([
        Number.POSITIVE_INFINITY,
        Number.POSITIVE_INFINITY,
      ]);
    }
  });

  it.each(shapes)('relax, N %i M %i D %i', async (n, m, d) => {
    const X = normalMatrix(n, d, 1);
    const C = normalMatrix(m, d, 2);
    const start = Float32Array.from({ length: n }, (_, i) =>
      i % 3 === 0 ? Number.POSITIVE_INFINITY : (2 * i * d) / n,
    );
    const found = start.slice();
    const expected = start.slice();
    await kernels.relax(found, X, C);
    await referenceKernels.relax(expected, X, C);
    close(found, expected, 1e-5);
  });

  it.each(shapes)('gain, N %i M %i D %i', async (n, m, d) => {
    const rng = createRng('gain');
    const X = normalMatrix(n, d, 1);
    const C = normalMatrix(m, d, 2);
    const terms = {
      weight: Float32Array.from({ length: n }, () => rng.next()),
      best: Float32Array.from({ length: n }, () => rng.next() ** 4),
      sigma: Math.sqrt(d + 1),
    };
    close(await kernels.gain(X, C, terms), await referenceKernels.gain(X, C, terms), 1e-5);
    const limited = { ...terms, limit: terms.best.map((best) => best + 0.1 * rng.next()) };
    close(await kernels.gain(X, C, limited), await referenceKernels.gain(X, C, limited), 1e-5);
  });

  it.each([
    [40, 5, 0],
    [1300, 30, 0],
    [1024, 64, 0],
    [700, 33, 3],
  ])('gain of the rows themselves, N %i D %i, mean at %i', async (n, d, offset) => {
    const rng = createRng('gain');
    const X = normalMatrix(n, d, 1, { offset });
    const weight = Float32Array.from({ length: n }, () => rng.next());
    const best = Float32Array.from({ length: n }, () => rng.next() ** 4);
    for (const terms of [
      { weight, best, sigma: Math.sqrt(d) },
      { weight, best, sigma: Math.sqrt(d), limit: best.map((value) => value + 0.1) },
    ])
      close(await kernels.gain(X, X, terms), await referenceKernels.gain(X, X, terms), 1e-5);
  });

  it.each(shapes)('within, N %i M %i D %i', async (n, m, d) => {
    const rng = createRng('within');
    const X = normalMatrix(n, d, 1);
    const C = normalMatrix(m, d, 2);
    const ones = { weight: new Float32Array(n).fill(1), radius: Math.sqrt(2 * d) };
    close(await kernels.within(X, C, ones), await referenceKernels.within(X, C, ones), 0);
    const terms = { ...ones, weight: Float32Array.from({ length: n }, () => rng.next()) };
    close(await kernels.within(X, C, terms), await referenceKernels.within(X, C, terms), 1e-5);
  });

  it.each([
    [40, 5, 0],
    [1300, 30, 0],
    [1024, 64, 0],
    [700, 33, 3],
  ])('within a ball around the rows themselves, N %i D %i, mean at %i', async (n, d, offset) => {
    const rng = createRng('within');
    const X = normalMatrix(n, d, 1, { offset });
    const weight = Float32Array.from({ length: n }, () => rng.next());
    const terms = { weight, radius: Math.sqrt(1.8 * d) };
    close(await kernels.within(X, X, terms), await referenceKernels.within(X, X, terms), 1e-5);
  });

  it.each(shapes)('product and cross, N %i M %i D %i', async (n, m, d) => {
    const X = normalMatrix(n, d, 1);
    const W = normalMatrix(d, m, 2);
    const b = normalMatrix(1, m, 3).data;
    close((await kernels.product(X, W, b)).data, (await referenceKernels.product(X, W, b)).data, 3e-5);
    close((await kernels.product(X, W)).data, (await referenceKernels.product(X, W)).data, 3e-5);
    const B = normalMatrix(n, Math.min(m, 300), 4);
    close((await kernels.cross(X, B)).data, (await referenceKernels.cross(X, B)).data, 1e-4);
  });
});

describe('precision', () => {
  /** 500 x 96 rows around a far point, with copies and near copies of some. */
  function withDuplicates(norm: number): Matrix {
    const X = normalMatrix(500, 96, 7, { scale: 0.3, offset: norm / Math.sqrt(96) });
    for (let i = 0; i < 40; i++) row(X, 100 + i).set(row(X, i));
    for (let i = 0; i < 40; i++) {
      row(X, 200 + i).set(row(X, i));
      row(X, 200 + i)[i] += 0.01;
    }
    for (let i = 300; i < 340; i++) row(X, i).set(row(X, 60));
    return X;
  }

  it.each([1, 30, 1e4])(
    'identical rows are at distance exactly 0, near ones at their true distance: norm %d',
    async (norm) => {
      const X = withDuplicates(norm);
      const found = await kernels.nearest(X, X, 30);
      const expected = await referenceKernels.nearest(X, X, 30);
      expect(found.distances.every((distance) => distance >= 0)).toBe(true);
      close(found.distances, expected.distances, 1e-4);
      for (const i of [0, 39, 60, 100, 139, 339]) {
        const zeros = [...found.distances.subarray(i * 30, (i + 1) * 30)].filter(
          (distance) => distance === 0,
        ).length;
        expect([...found.indices.subarray(i * 30, i * 30 + zeros)]).toEqual([
          ...expected.indices.subarray(i * 30, i * 30 + zeros),
        ]);
      }
      for (let i = 0; i < 40; i++) {
        expect(found.indices[i * 30 + 2]).toBe(200 + i);
        expect(found.distances[i * 30 + 2]).toBe(expected.distances[i * 30 + 2]);
      }

      const minDistance = new Float32Array(500).fill(Number.POSITIVE_INFINITY);
      await kernels.relax(
        minDistance,
        X,
        gather(
          X,
          Int32Array.from({ length: 100 }, (_, i) => i),
        ),
      );
      expect(minDistance.subarray(100, 140).every((distance) => distance === 0)).toBe(true);
      expect(minDistance.subarray(200, 240).every((distance) => distance > 0)).toBe(true);
    },
  );

  it.each([1, 30, 1e4])('identical rows are within the smallest radius: norm %d', async (norm) => {
    const X = withDuplicates(norm);
    const sums = await kernels.within(X, X, { weight: new Float32Array(500).fill(1), radius: 1e-6 });
    expect(sums.subarray(100, 140).every((sum) => sum >= 2)).toBe(true);
    expect(sums[60]).toBe(41);
  });

  it('a thousand copies of one row are each other’s neighbors in order of their numbers', async () => {
    const X = matrix(1000, 64, new Float32Array(64_000).fill(0.37));
    const { indices, distances } = await kernels.nearest(X, X, 4, { excludeSelf: true });
    expect([...indices.subarray(0, 4)]).toEqual([1, 2, 3, 4]);
    expect([...indices.subarray(2 * 4, 3 * 4)]).toEqual([0, 1, 3, 4]);
    expect(distances.every((distance) => distance === 0)).toBe(true);
  });

  it('copies that lie far apart in the matrix find each other, lowest first', async () => {
    const X = normalMatrix(4500, 40, 6);
    const places = [3, 700, 2047, 2048, 2300, 4495, 4499];
    for (const place of places) row(X, place).set(row(X, 3));
    row(X, 4490).set(row(X, 2500));
    row(X, 4490)[0] += 1e-3;
    const { indices, distances } = await kernels.nearest(X, X, 3, { excludeSelf: true });
    for (const place of places) {
      const others = places.filter((other) => other !== place).slice(0, 3);
      expect([...indices.subarray(place * 3, place * 3 + 3)]).toEqual(others);
      expect([...distances.subarray(place * 3, place * 3 + 3)]).toEqual([0, 0, 0]);
    }
    const expected = await referenceKernels.nearest(gather(X, [2500]), gather(X, [4490]), 1);
    expect(indices[2500 * 3]).toBe(4490);
    expect(indices[4490 * 3]).toBe(2500);
    expect(distances[2500 * 3]).toBe(expected.distances[0]);
  });

  it('measured points give the same distances as the bare matrix', async () => {
    const X = withDuplicates(30);
    const points = await measurePoints(X, async () => {});
    expect(await kernels.nearest(points, X, 5)).toEqual(await kernels.nearest(X, X, 5));
  });
});

describe('conduct', () => {
  const tape = new Tape();
  const descent = trainingGraph(tape, tape.exp(tape.parameter('x', [1])), { kind: 'sgd' });
  const applied = new Tape({ trained: new Map() });
  const forward = inferenceGraph(applied, { y: applied.exp(applied.input('x', [1])) });
  const X = normalMatrix(3000, 128, 9);
  const terms = { weight: new Float32Array(3000).fill(1), best: new Float32Array(3000), sigma: 10 };
  const calls: Record<
    keyof Kernels,
    (options: { signal?: AbortSignal; progress?: (share: number) => void }) => Promise<unknown>
  > = {
    nearest: (options) => kernels.nearest(X, X, 3, options),
    relax: (options) => kernels.relax(new Float32Array(3000).fill(1e9), X, X, options),
    gain: (options) => kernels.gain(X, X, terms, options),
    within: (options) => kernels.within(X, X, { weight: terms.weight, radius: 16 }, options),
    product: (options) => kernels.product(X, normalMatrix(128, 3000, 1), undefined, options),
    cross: (options) => kernels.cross(X, X, options),
    train: (options) =>
      kernels.train(descent, new Map([['x', Float32Array.of(1)]]), {
        ...options,
        steps: 9,
        batch: () => ({}),
        rate: () => 0.1,
      }),
    infer: (options) => kernels.infer(forward, 9, () => ({ x: Float32Array.of(1) }), options),
  };

  it.each(Object.entries(calls))('%s rejects with `cancelled` when its signal fires', async (_, call) => {
    const before = new AbortController();
    before.abort();
    await expect(call({ signal: before.signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it.each(['nearest', 'relax', 'gain', 'within', 'train', 'infer'] as const)(
    '%s stops between two blocks',
    async (name) => {
      const controller = new AbortController();
      let shares = 0;
      const running = calls[name]({
        signal: controller.signal,
        progress: () => ++shares === 2 && controller.abort(),
      });
      await expect(running).rejects.toMatchObject({ code: 'cancelled' });
      expect(shares).toBe(2);
    },
  );

  it('leaves its inputs as they are and gives the same bits again', async () => {
    const before = X.data.slice();
    const results = async (): Promise<Buffer[]> => {
      const { indices, distances } = await kernels.nearest(X, X, 3);
      const matrices = [await kernels.product(X, normalMatrix(128, 3000, 1)), await kernels.cross(X, X)];
      const arrays = [
        indices,
        distances,
        await kernels.gain(X, X, terms),
        await kernels.within(X, X, { weight: terms.weight, radius: 16 }),
        ...matrices.map(({ data }) => data),
      ];
      return arrays.map((array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength));
    };
    const first = await results();
    const second = await results();
    expect(first.map((bytes, i) => bytes.equals(second[i]))).toEqual([true, true, true, true, true, true]);
    expect(Buffer.compare(Buffer.from(X.data.buffer), Buffer.from(before.buffer))).toBe(0);
  });

  it('lets messages through while it works', async () => {
    let beats = 0;
    const heart = setInterval(() => beats++, 1);
    await kernels.nearest(normalMatrix(6000, 128, 1), normalMatrix(6000, 128, 2), 3);
    clearInterval(heart);
    expect(beats).toBeGreaterThan(3);
  });

  it('refuses matrices that do not fit together', async () => {
    await expect(kernels.nearest(X, normalMatrix(3, 5), 1)).rejects.toThrow(RangeError);
    await expect(kernels.cross(X, normalMatrix(3, 5))).rejects.toThrow(RangeError);
    await expect(kernels.product(X, normalMatrix(3, 5))).rejects.toThrow(RangeError);
  });

  it('works again after its sessions were released', async () => {
    const own = createKernels({ threads: 1 });
    const first = await own.cross(X, X);
    await own.release();
    expect(await own.cross(X, X)).toEqual(first);
    await own.release();
  });
});
