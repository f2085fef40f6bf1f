import { describe, expect, it } from 'vitest';
import type { CopyLikeness } from '../../../src/core/review/copies.ts';
import { copyGroups } from '../../../src/core/review/copyGroups.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const like = (similarity = 0.99): CopyLikeness => ({ similarity, isMirrored: false, area: 1 });
const never = (): undefined => undefined;
const pause = async (): Promise<void> => {};

describe('groups of copies', () => {
  it('do not drift: of a chain a~b~c~d, d is not with the others', async () => {
    const pairs = [
      [0, 1],
      [1, 2],
      [2, 3],
    ].map(([a, b]) => ({ a, b, likeness: like() }));
    const groups = await copyGroups(pairs, names, never, pause);
    expect(groups.map(({ rows }) => [...rows])).toEqual([[1, 0, 2]]);
  });

  it('of a long chain are several, each around its medoid', async () => {
    const pairs = [0, 1, 2, 3, 4, 5].map((a) => ({ a, b: a + 1, likeness: like() }));
    const groups = await copyGroups(pairs, names, never, pause);
    expect(groups.map(({ rows }) => [...rows])).toEqual([
      [1, 0, 2],
      [4, 3, 5],
    ]);
  });

  it('compare the medoid with members that were not compared yet', async () => {
    const pairs = [
      [0, 1],
      [1, 2],
      [2, 3],
    ].map(([a, b]) => ({ a, b, likeness: like() }));
    const groups = await copyGroups(pairs, names, () => like(0.986), pause);
    expect(groups.map(({ rows }) => [...rows])).toEqual([[1, 0, 2, 3]]);
    expect(groups[0].likeness.map(({ similarity }) => similarity)).toEqual([0.99, 0.99, 0.986]);
  });

  it('are the same whatever the order of the pairs', async () => {
    const pairs = [
      [0, 1, 0.99],
      [1, 2, 0.995],
      [2, 3, 0.999],
      [3, 0, 0.988],
      [5, 6, 1],
    ].map(([a, b, s]) => ({ a, b, likeness: like(s) }));
    const told = async (of: typeof pairs) =>
      (await copyGroups(of, names, never, pause)).map(({ rows }) => [...rows]).sort();
    expect(await told(pairs.toReversed())).toEqual(await told(pairs));
  });

  it('of a long chain are found without comparing all with all, and with pauses', async () => {
    const frames = 2000;
    const many = Array.from({ length: frames }, (_, i) => `frame-${String(i).padStart(5, '0')}`);
    const pairs = Array.from({ length: frames - 1 }, (_, a) => ({ a, b: a + 1, likeness: like() }));
    let compared = 0;
    let sincePause = 0;
    let longest = 0;
    const compare = (a: number, b: number): CopyLikeness | undefined => {
      compared++;
      longest = Math.max(longest, ++sincePause);
      return Math.abs(a - b) <= 20 ? like(0.986) : undefined;
    };
    const groups = await copyGroups(pairs, many, compare, async () => {
      sincePause = 0;
    });
    expect(groups.flatMap(({ rows }) => [...rows]).length).toBeGreaterThan(frames * 0.95);
    expect(compared).toBeLessThan(2 * frames);
    expect(longest).toBeLessThanOrEqual(8);
  });
});
