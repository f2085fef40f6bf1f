import { describe, expect, it } from 'vitest';
import { createPool } from '../../../src/core/pool.ts';
import { componentsOf, without } from '../../../src/core/relations/components.ts';
import { graphOf } from '../../../src/core/relations/graph.ts';
import { propagated } from '../../../src/core/relations/round.ts';

/** 0 and 1 are of class 0, 2 is of class 1; 3, 4, 5 and 6, 7 are groups; 8 and 9 are told apart from some. */
async function known(isKnown: (row: number) => boolean = () => true) {
  const said: readonly (readonly [number, number, number])[] = [
    [0, 1, 1],
    [3, 4, 1],
    [4, 5, 1],
    [6, 7, 1],
    [3, 6, -1],
    [5, 2, -1],
    [8, 0, -1],
    [9, 7, -1],
    [8, 9, -1],
  ];
  const labels = Int32Array.of(0, -1, 1, -1, -1, -1, -1, -1, -1, -1);
  const graph = graphOf(
    {
      a: Int32Array.from(said, ([a]) => a),
      b: Int32Array.from(said, ([, b]) => b),
      relation: Int8Array.from(said, ([, , relation]) => relation),
      source: new Uint8Array(said.length),
    },
    labels,
    { eliminate: false, classCount: 3 },
  );
  const pool = propagated(createPool({ labels, classCount: 3 }), graph);
  return componentsOf(pool, graph, isKnown, async () => {});
}

const lists = (rows: readonly Int32Array[]): readonly number[][] => rows.map((own) => [...own]);

describe('the components of a relation graph', () => {
  it('are the classes, then the groups, with what differs from them', async () => {
    const { classes, members, different, outsiders, isAnythingKnown } = await known();
    expect([...classes]).toEqual([0, 1]);
    expect(lists(members)).toEqual([[0, 1], [2], [3, 4, 5], [6, 7]]);
    expect(different.map(([a, b]) => [a, b]).sort()).toEqual([
      [1, 2],
      [2, 3],
    ]);
    expect(lists(outsiders)).toEqual([[8], [], [], [9]]);
    expect(isAnythingKnown).toBe(true);
  });

  it('leave out images that take no part', async () => {
    const { classes, members, outsiders } = await known((row) => ![0, 5, 6, 8].includes(row));
    expect([...classes]).toEqual([0, 1]);
    expect(lists(members)).toEqual([[1], [2], [3, 4]]);
    // 7 is alone without 6, and still differs from what 6 differs from.
    expect(lists(outsiders)).toEqual([[], [], [7]]);
  });

  it('forget what is held out, and keep their numbers', async () => {
    const { members, outsiders, classes } = without(await known(), new Set([2, 4, 9]));
    expect([...classes]).toEqual([0, 1]);
    expect(lists(members)).toEqual([[0, 1], [], [3, 5], [6, 7]]);
    expect(lists(outsiders)).toEqual([[8], [], [], []]);
  });
});
