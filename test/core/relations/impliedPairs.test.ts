import { describe, expect, it } from 'vitest';
import { RelationGraph } from '../../../src/core/relations/graph.ts';
import { impliedPairs, type Pairs } from '../../../src/core/relations/impliedPairs.ts';
import { createRng } from '../../../src/core/rng.ts';

/** Components 0-4, 5-7 and 8-9, the first known to differ from the others, and 10 by itself. */
function graph(): RelationGraph {
  const graph = new RelationGraph();
  for (const [a, b] of [
    [0, 1],
    [0, 2],
    [2, 3],
    [3, 4],
    [5, 6],
    [6, 7],
    [8, 9],
  ])
    graph.add({ a, b, relation: 1, source: 0 });
  graph.add({ a: 4, b: 7, relation: -1, source: 0 });
  graph.add({ a: 8, b: 1, relation: -1, source: 0 });
  graph.add({ a: 10, b: 9, relation: 0, source: 0 });
  graph.settle();
  return graph;
}

const nodes = Int32Array.from({ length: 11 }, (_, i) => i);
const keys = ({ a, b }: Pairs): readonly string[] =>
  Array.from(a, (x, i) => [Math.min(x, b[i]), Math.max(x, b[i])].join());

function expected(
  relation: 'same' | 'different',
  among: Int32Array,
  g: RelationGraph = graph(),
): readonly string[] {
  const found: string[] = [];
  for (const i of among)
    for (const j of among) if (i < j && g.relation(i, j) === relation) found.push(`${i},${j}`);
  return found.sort();
}

describe('pairs that follow', () => {
  it('are all of them, each once, where there is no need to choose', () => {
    for (const among of [nodes, Int32Array.of(1, 3, 6, 9, 10)]) {
      const { same, different, total } = impliedPairs(graph(), among, 1000, createRng(0));
      expect([...keys(same)].sort()).toEqual(expected('same', among));
      expect([...keys(different)].sort()).toEqual(expected('different', among));
      expect(total).toEqual({ same: same.a.length, different: different.a.length });
    }
  });

  it('are of images that are of a class by elimination too', () => {
    const closed = new RelationGraph({ eliminate: true, classCount: 2 });
    closed.setLabel(0, 0);
    closed.setLabel(1, 1);
    for (const [a, b] of [
      [0, 2],
      [3, 0],
      [4, 1],
      [5, 6],
      [7, 5],
    ])
      closed.add({ a, b, relation: -1, source: 0 });
    closed.add({ a: 6, b: 8, relation: 1, source: 0 });
    closed.settle();
    const { same, different } = impliedPairs(closed, nodes, 1000, createRng(0));
    expect(keys(same)).toContain('2,3');
    expect([...keys(same)].sort()).toEqual(expected('same', nodes, closed));
    expect([...keys(different)].sort()).toEqual(expected('different', nodes, closed));
  });

  it('are half the same and half different where there are too many, distinct, and drawn by the seed', () => {
    const draw = (most: number, seed: number): ReturnType<typeof impliedPairs> =>
      impliedPairs(graph(), nodes, most, createRng(seed));
    const { same, different, total } = draw(12, 1);
    expect([same.a.length, different.a.length, total]).toEqual([6, 6, { same: 14, different: 25 }]);
    expect(new Set(keys(same)).size).toBe(6);
    expect(expected('same', nodes)).toEqual(expect.arrayContaining([...keys(same)]));
    expect(expected('different', nodes)).toEqual(expect.arrayContaining([...keys(different)]));
    expect(draw(12, 1)).toEqual({ same, different, total });
    expect(draw(12, 2).different).not.toEqual(different);
    expect(draw(36, 1)).toMatchObject({ same: { a: { length: 14 } }, different: { a: { length: 22 } } });
    expect(draw(1, 1)).toMatchObject({ same: { a: { length: 1 } }, different: { a: { length: 0 } } });
  });

  it('are drawn without preference', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 2000; seed++)
      for (const key of keys(impliedPairs(graph(), nodes, 10, createRng(seed)).different))
        counts.set(key, (counts.get(key) ?? 0) + 1);
    // 2000 * 5 / 25 draws of each are expected; the standard deviation is 18.
    for (const count of counts.values()) expect(Math.abs(count - 400)).toBeLessThan(90);
    expect(counts.size).toBe(25);
  });

  it('of 10,000 images of one class are no more than were asked for', () => {
    const large = new RelationGraph();
    for (let i = 0; i < 10_000; i++) large.setLabel(i, 0);
    large.settle();
    const all = Int32Array.from({ length: 10_000 }, (_, i) => i);
    const { same, total } = impliedPairs(large, all, 1000, createRng(0));
    expect(total.same).toBe(49_995_000);
    expect(new Set(keys(same)).size).toBe(1000);
    expect(keys(same).every((key) => new Set(key.split(',')).size === 2)).toBe(true);
  });
});
