import { describe, expect, it } from 'vitest';
import { matrix } from '../../../src/core/math/matrix.ts';
import { hits, stratifiedFolds } from '../../../src/core/model/crossValidation.ts';
import { createRng } from '../../../src/core/rng.ts';

function foldsOf(targets: Int32Array, classCount: number) {
  const folds = stratifiedFolds(targets, classCount, createRng(1));
  if (folds === undefined) throw new Error('There are no folds.');
  return folds;
}

describe('stratified folds', () => {
  it('hold out every label once, each class evenly', () => {
    const targets = Int32Array.from({ length: 103 }, (_, i) => i % 4);
    const { count, of } = foldsOf(targets, 4);
    expect(count).toBe(5);
    for (let c = 0; c < 4; c++) {
      const sizes = Array.from(
        { length: 5 },
        (_, f) => of.filter((fold, i) => fold === f && targets[i] === c).length,
      );
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  });

  it('leave every class a label outside each fold; a class with one label is never held out', () => {
    const targets = Int32Array.of(0, 1, 2, 2, 3, 3, 3, 4, 4, 5);
    const { count, of } = foldsOf(targets, 6);
    for (const single of [0, 1, 9]) expect(of[single]).toBe(-1);
    for (let fold = 0; fold < count; fold++)
      for (const c of new Set(targets))
        expect([...targets.keys()].some((i) => targets[i] === c && of[i] !== fold)).toBe(true);
  });

  it('are none where fewer than two labels could be held out', () => {
    expect(stratifiedFolds(Int32Array.of(0, 1, 2), 3, createRng(0))).toBeUndefined();
  });

  it('depend on the seed alone', () => {
    const targets = Int32Array.from({ length: 40 }, (_, i) => i % 3);
    expect(foldsOf(targets, 3)).toEqual(foldsOf(targets, 3));
    expect(stratifiedFolds(targets, 3, createRng(2))).not.toEqual(foldsOf(targets, 3));
  });
});

it('a hit is a held-out label with the largest probability, ties to the lowest class', () => {
  const outOfSample = matrix(4, 2, Float32Array.of(0.9, 0.1, 0.2, 0.8, 0.5, 0.5, 0, 1));
  const folds = { count: 2, of: Int32Array.of(0, 1, 0, -1) };
  expect(hits(outOfSample, Int32Array.of(0, 0, 1, 1), folds)).toEqual([1, 0, 0]);
});
