import { describe, expect, it } from 'vitest';
import { leastBeta, membersOf, subPool } from '../../../src/core/selectors/subPools.ts';

const cycles = 10;
const strips = (size: number, beta: number, count = cycles) =>
  Array.from({ length: count }, (_, c) => subPool(size, { cycle: c + 1, cycles: count }, beta));

describe('adaptive sub-pools', () => {
  it('with beta 1 cut the ranks into equal strips, none skipped and none visited twice', () => {
    const all = strips(50_000, 1);
    expect(all[0]).toEqual({ from: 0, to: 5000 });
    // The published code starts its second cycle one strip later, at 10,000.
    expect(all[1]).toEqual({ from: 5000, to: 10_000 });
    expect(all.flatMap(({ from, to }) => [from, to])).toEqual(
      Array.from({ length: cycles }, (_, c) => [5000 * c, 5000 * (c + 1)]).flat(),
    );
    const uneven = strips(1003, 1, 7);
    expect(uneven.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(1003);
    for (const [c, { from }] of uneven.slice(1).entries()) expect(from).toBe(uneven[c].to);
  });

  it('with beta above 1 overlap by (beta - 1) strips', () => {
    const all = strips(1000, 1.4);
    expect(all.slice(0, 3)).toEqual([
      { from: 0, to: 140 },
      { from: 80, to: 220 },
      { from: 180, to: 320 },
    ]);
    expect(all[9]).toEqual({ from: 860, to: 1000 });
    for (let c = 1; c < 8; c++) expect(all[c].to - all[c + 1].from).toBe(40);
    for (const { from, to } of all) expect(to - from).toBe(140);
  });

  it('with beta below 1 leave gaps of (1 - beta) strips', () => {
    const all = strips(1000, 0.5);
    expect(all.slice(0, 2)).toEqual([
      { from: 0, to: 50 },
      { from: 125, to: 175 },
    ]);
    expect(all[9]).toEqual({ from: 950, to: 1000 });
    for (let c = 1; c < 8; c++) expect(all[c + 1].from - all[c].to).toBe(50);
  });

  it('stay within the ranks however wide they are', () => {
    for (const { from, to } of strips(20, 30)) expect([from, to]).toEqual([0, 20]);
    expect(subPool(0, { cycle: 2, cycles: 3 }, 1)).toEqual({ from: 0, to: 0 });
    expect(subPool(8, { cycle: 1, cycles: 1 }, 1)).toEqual({ from: 0, to: 8 });
  });

  it('hold a batch from the least beta on', () => {
    expect(leastBeta(1000, 70, { cycles })).toBeCloseTo(0.7, 12);
    const { from, to } = subPool(1000, { cycle: 4, cycles }, leastBeta(1000, 70, { cycles }));
    expect(to - from).toBe(70);
  });
});

describe('members of a sub-pool', () => {
  const order = Int32Array.of(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);

  it('are those that may be picked, by rank', () => {
    const { inside, beyond } = membersOf({ from: 2, to: 6 }, order, (item) => item !== 6, 2);
    expect([[...inside], [...beyond]]).toEqual([[7, 5, 4], []]);
  });

  it('reach out to both sides by rank where there are too few', () => {
    const { inside, beyond } = membersOf({ from: 4, to: 6 }, order, (item) => item !== 4 && item !== 3, 6);
    expect([[...inside], [...beyond]]).toEqual([[5], [6, 7, 2, 8, 1]]);
    expect(membersOf({ from: 0, to: 1 }, order, () => true, 99).beyond.length).toBe(9);
  });
});
