import { describe, expect, it } from 'vitest';
import { graphOf } from '../../../../src/core/relations/graph.ts';
import { burstGroups } from '../../../../src/core/relations/passive/burstGroups.ts';
import { folderGroups } from '../../../../src/core/relations/passive/folderGroups.ts';
import { viewOracle, viewStatements } from '../../../../src/core/relations/passive/views.ts';

const lists = (groups: readonly Int32Array[]): readonly (readonly number[])[] =>
  groups.map((rows) => [...rows]);

/** `counts[i]` images in the folder `names[i]`. */
function inFolders(counts: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(counts).flatMap(([folder, count]) =>
    Array.from({ length: count }, (_, i) => `${folder}${folder === '' ? '' : '/'}${i}.jpg`),
  );
}

describe('images of one folder', () => {
  it('are the same where folders are many and small', () => {
    const names = inFolders({ a: 2, b: 3, 'b/c': 2, d: 1, e: 2, f: 3, '': 2 });
    expect(lists(folderGroups(names))).toEqual([
      [0, 1],
      [2, 3, 4],
      [5, 6],
      [8, 9],
      [10, 11, 12],
    ]);
  });

  it('are nothing to each other where folders are how files are kept', () => {
    expect(folderGroups(inFolders({ train: 800, val: 200 }))).toEqual([]);
    expect(folderGroups(inFolders({ a: 2, b: 2, c: 2, d: 2 }))).toEqual([]);
    expect(folderGroups(inFolders({ '': 50 }))).toEqual([]);
    const cards = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`DCIM/${100 + i}CANON`, 999]));
    expect(folderGroups(inFolders(cards))).toEqual([]);
  });

  it('leave a folder with more than a quarter of all images out', () => {
    const names = inFolders({ all: 30, a: 2, b: 2, c: 2, d: 2, e: 2 });
    expect(folderGroups(names).map((rows) => rows.length)).toEqual([2, 2, 2, 2, 2]);
  });
});

describe('images of one burst', () => {
  const single = (count: number, from: number): readonly number[] =>
    Array.from({ length: count }, (_, i) => from + 60_000 * i);
  const named = (times: readonly number[], folder = 'a'): readonly string[] =>
    times.map((_, i) => `${folder}/${i}.jpg`);
  const groupsOf = (times: readonly number[]): readonly (readonly number[])[] =>
    lists(burstGroups(named(times), Float64Array.from(times)));

  it('follow one another within two seconds, in whatever order they are listed', () => {
    expect(groupsOf([5000, 1000, 3000, ...single(4, 100_000)])).toEqual([[0, 1, 2]]);
    expect(groupsOf([1000, 3001, ...single(4, 100_000)])).toEqual([]);
  });

  it('are of one folder', () => {
    const names = ['a/1', 'b/1', 'a/2', 'b/2', 'a/3', 'b/3'];
    const times = Float64Array.of(0, 500, 90_000, 180_000, 270_000, 360_000);
    expect(burstGroups(names, times)).toEqual([]);
  });

  it('are none where the times are those of copying', () => {
    expect(groupsOf(Array.from({ length: 40 }, (_, i) => 30 * i))).toEqual([]);
    expect(groupsOf([7, 7, 7, ...single(9, 100_000)])).toEqual([]);
  });

  it('are none where it is a film', () => {
    expect(groupsOf([...Array.from({ length: 31 }, (_, i) => 900 * i), ...single(40, 1e6)])).toEqual([]);
  });
});

describe('views of images', () => {
  const imageOf = Int32Array.of(4, 4, 9, 4, 9, 2);

  it('show the same if they are of one image', async () => {
    const oracle = viewOracle(imageOf);
    const asked = { purpose: 'label', expected: 0, why: '' } as const;
    expect(await oracle.ask({ ...asked, kind: 'grid', anchor: 0, candidates: [1, 2, 3] })).toEqual({
      kind: 'grid',
      same: [1, 3],
      different: [2],
      unsure: [],
    });
    expect(await oracle.ask({ ...asked, kind: 'pair', a: 2, b: 4 })).toEqual({
      kind: 'pair',
      relation: 'same',
    });
    expect(await oracle.ask({ ...asked, kind: 'label', row: 2 })).toEqual({ kind: 'label', label: null });
  });

  it('are told with as few statements as can be', () => {
    const statements = viewStatements(imageOf);
    expect(statements.a).toHaveLength(3);
    const graph = graphOf(statements, new Int32Array(6).fill(-1), { eliminate: false, classCount: 0 });
    for (let i = 0; i < 6; i++)
      for (let j = 0; j < 6; j++)
        expect(graph.relation(i, j)).toBe(imageOf[i] === imageOf[j] ? 'same' : 'unknown');
  });
});
