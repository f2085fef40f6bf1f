import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/core/rng.ts';
import { groupedValidation, stratifiedValidation } from '../../../src/core/split/validation.ts';

const rows = fc.array(fc.record({ class: fc.nat({ max: 4 }), group: fc.nat({ max: 6 }) }), { maxLength: 80 });
const fraction = fc.double({ min: 0.01, max: 0.9, noNaN: true });
const seed = fc.nat({ max: 1000 });

describe('a stratified split', () => {
  it('takes of each class its share to one image, in all to one image, and leaves each class one in training', () => {
    fc.assert(
      fc.property(rows, fraction, seed, (list, share, number) => {
        const classes = Int32Array.from(list, (row) => row.class);
        const held = stratifiedValidation(classes, share, createRng(number));
        for (let c = 0; c < 5; c++) {
          const of = [...classes.keys()].filter((row) => classes[row] === c);
          const taken = of.filter((row) => held[row] === 1).length;
          expect(Math.abs(taken - share * of.length)).toBeLessThan(1 + 1e-9);
          if (of.length > 0) expect(taken).toBeLessThan(of.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is exact where it can be, and about the total', () => {
    const classes = Int32Array.from({ length: 103 }, (_, i) => (i < 60 ? 0 : i < 90 ? 1 : 2));
    const held = stratifiedValidation(classes, 0.2, createRng(0));
    const taken = [0, 1, 2].map((c) => held.filter((value, row) => value === 1 && classes[row] === c).length);
    expect(taken.slice(0, 2)).toEqual([12, 6]);
    expect(taken[2]).toBe(3);
  });

  it('is the same for the same seed and another for another', () => {
    const classes = new Int32Array(200);
    const of = (number: number) => stratifiedValidation(classes, 0.3, createRng(number));
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });
});

describe('a split by groups', () => {
  it('leaves every group whole, and no side empty where there are two', () => {
    fc.assert(
      fc.property(rows, fraction, seed, (list, share, number) => {
        const used = [...new Set(list.map((row) => row.group))];
        const groups = Int32Array.from(list, (row) => used.indexOf(row.group));
        const classes = Int32Array.from(list, (row) => row.class);
        const held = groupedValidation(groups, classes, share, createRng(number));
        for (const group of used.keys())
          expect(new Set(held.filter((_, row) => groups[row] === group)).size).toBe(1);
        expect(new Set(held).size).toBe(Math.min(2, used.length));
      }),
      { numRuns: 500 },
    );
  });

  it('comes near the fraction, class by class, where groups are many', () => {
    const groups = Int32Array.from({ length: 1000 }, (_, i) => i >> 3);
    const classes = Int32Array.from({ length: 1000 }, (_, i) => (i >> 3) % 2);
    const held = groupedValidation(groups, classes, 0.2, createRng(5));
    for (const c of [0, 1]) {
      const taken = held.filter((value, row) => value === 1 && classes[row] === c).length;
      expect(Math.abs(taken - 100)).toBeLessThanOrEqual(8);
    }
    expect(groupedValidation(groups, classes, 0.2, createRng(5))).toEqual(held);
    expect(groupedValidation(groups, classes, 0.2, createRng(6))).not.toEqual(held);
  });
});
