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
});
