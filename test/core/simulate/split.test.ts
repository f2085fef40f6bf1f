import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/rng.ts';
import { type Split, stratifiedSplit } from '../../../src/core/simulate/split.ts';

const sizes = { heldOut: 0.3, poolSize: 0, heldOutSize: 0 };
const split = (truth: readonly number[], options = {}, seed = 0): Split =>
  stratifiedSplit(Int32Array.from(truth), { ...sizes, ...options }, createRng(seed));
const countOf = (rows: Int32Array, truth: readonly number[], c: number): number =>
  rows.filter((row) => truth[row] === c).length;

describe('a stratified split', () => {
  test('holds out the share of every class, and shares no row', () => {
    const truth = Array.from({ length: 100 }, (_, i) => (i < 60 ? 0 : i < 90 ? 1 : 2));
    const { pool, heldOut } = split(truth);
    expect([0, 1, 2].map((c) => countOf(heldOut, truth, c))).toEqual([18, 9, 3]);
    expect([...pool, ...heldOut].sort((a, b) => a - b)).toEqual([...truth.keys()]);
    expect([...pool]).toEqual([...pool].sort((a, b) => a - b));
  });

  test('is the same for the same seed, and another for another seed', () => {
    const truth = Array.from({ length: 50 }, (_, i) => i % 2);
    expect(split(truth)).toEqual(split(truth));
    expect(split(truth, {}, 1).heldOut).not.toEqual(split(truth).heldOut);
  });

  test('leaves one row of every class in the pool, whatever the share', () => {
    const truth = [0, 0, 0, 1, 2, 2];
    const { pool } = split(truth, { heldOut: 0.99 });
    expect([0, 1, 2].map((c) => countOf(pool, truth, c))).toEqual([1, 1, 1]);
  });

  test('keeps rows without a class out of both sides', () => {
    const { pool, heldOut } = split([0, -1, 1, 0, -1, 1, 0, 1]);
    expect([...pool, ...heldOut].sort((a, b) => a - b)).toEqual([0, 2, 3, 5, 6, 7]);
  });

  test('takes a part of both sides, class by class', () => {
    const truth = Array.from({ length: 1000 }, (_, i) => (i % 10 < 7 ? 0 : 1));
    const { pool, heldOut } = split(truth, { poolSize: 100, heldOutSize: 50 });
    expect([pool.length, heldOut.length]).toEqual([100, 50]);
    expect([countOf(pool, truth, 0), countOf(heldOut, truth, 0)]).toEqual([70, 35]);
  });

  test('holds for any truth and any sizes', () => {
    const anyTruth = fc.array(fc.integer({ min: -1, max: 4 }), { minLength: 1, maxLength: 80 });
    const anySize = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(
        anyTruth,
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        anySize,
        anySize,
        (truth, heldOut, poolSize, heldOutSize) => {
          const sides = split(truth, { heldOut, poolSize, heldOutSize });
          const rows = [...sides.pool, ...sides.heldOut];
          expect(new Set(rows).size).toBe(rows.length);
          expect(rows.every((row) => truth[row] >= 0)).toBe(true);
          if (poolSize > 0) expect(sides.pool.length).toBeLessThanOrEqual(poolSize);
          if (heldOutSize > 0) expect(sides.heldOut.length).toBeLessThanOrEqual(heldOutSize);
        },
      ),
    );
  });
});
