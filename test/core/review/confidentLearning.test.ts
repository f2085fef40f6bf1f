import { describe, expect, it } from 'vitest';
import { matrix } from '../../../src/core/math/matrix.ts';
import { confidentJoint, prunedByNoiseRate } from '../../../src/core/review/confidentLearning.ts';
import type { Matrix } from '../../../src/core/types.ts';

function probabilities(rows: readonly (readonly number[])[]): Matrix {
  return matrix(rows.length, rows[0].length, Float32Array.from(rows.flat()));
}

// Given class 0: four images, of which the last looks like class 1. Given class 1: three, of which the last looks like 0.
const P = probabilities([
  [0.9, 0.1],
  [0.8, 0.2],
  [0.7, 0.3],
  [0.2, 0.8],
  [0.1, 0.9],
  [0.3, 0.7],
  [0.85, 0.15],
]);
const given = Int32Array.of(0, 0, 0, 0, 1, 1, 1);

describe('the confident joint', () => {
  it('is the one counted by hand', () => {
    const { thresholds, counts } = confidentJoint(P, given);
    // Means of P(0) over 0.9 0.8 0.7 0.2, and of P(1) over 0.9 0.7 0.15.
    expect(thresholds[0]).toBeCloseTo(0.65, 6);
    expect(thresholds[1]).toBeCloseTo(1.75 / 3, 6);
    // Class 0: three reach 0.65, one reaches 0.583 for class 1. Class 1: one is of class 0, two are their own.
    expect([...counts]).toEqual([3, 1, 1, 2]);
  });

  it('takes the most probable class where several thresholds are reached, and none where none is', () => {
    const close = probabilities([
      [0.6, 0.4],
      [0.4, 0.6],
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    const { thresholds, counts } = confidentJoint(close, Int32Array.of(0, 0, 1, 1));
    expect([...thresholds]).toEqual([0.5, 0.5].map((t) => expect.closeTo(t, 6)));
    // (0.5, 0.5) reaches both thresholds: its first class is taken, so both images of class 1 are counted as class 0.
    // Row 1: 2 wrong beside the 1 that the diagonal has at least, scaled to two images and rounded.
    expect([...counts]).toEqual([1, 1, 1, 1]);
  });

  it('keeps the class sizes whatever has to be rounded', () => {
    const rows = Array.from({ length: 50 }, (_, i) => {
      const raw = [1 + ((i * 7) % 5), 1 + ((i * 3) % 4), 1 + ((i * 11) % 6)];
      const sum = raw.reduce((a, b) => a + b, 0);
      return raw.map((value) => value / sum);
    });
    const classes = Int32Array.from(rows, (_, i) => i % 3);
    const { counts } = confidentJoint(probabilities(rows), classes);
    for (let k = 0; k < 3; k++)
      expect(counts.subarray(3 * k, 3 * k + 3).reduce((a, b) => a + b, 0)).toBe(
        classes.filter((c) => c === k).length,
      );
  });

  it('has no threshold for a class without a label', () => {
    const wide = probabilities([
      [0.9, 0.05, 0.05],
      [0.05, 0.9, 0.05],
    ]);
    const { thresholds, counts } = confidentJoint(wide, Int32Array.of(0, 1));
    expect(thresholds[2]).toBe(2);
    expect([...counts]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 0]);
  });
});

describe('pruning by noise rate', () => {
  it('doubts as many labels as the joint counts, the surest first', () => {
    expect([...prunedByNoiseRate(P, given, confidentJoint(P, given))]).toEqual([3, 6]);
  });

  it('doubts no label that is the most probable class, and leaves one of each class', () => {
    const counts = Int32Array.of(0, 4, 3, 0);
    const pruned = prunedByNoiseRate(P, given, { thresholds: new Float64Array(2), counts });
    // Three of four could be pruned; only one is not the most probable class.
    expect([...pruned]).toEqual([3, 6]);
    const all = probabilities([
      [0.1, 0.9],
      [0.2, 0.8],
    ]);
    const both = Int32Array.of(0, 2, 0, 0);
    expect([
      ...prunedByNoiseRate(all, Int32Array.of(0, 0), { thresholds: new Float64Array(2), counts: both }),
    ]).toEqual([0]);
  });
});
