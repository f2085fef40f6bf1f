import { describe, expect, it } from 'vitest';
import { RelationGraph } from '../../../src/core/relations/graph.ts';
import { settlingPair } from '../../../src/core/relations/settle.ts';
import {
  type RelationSource,
  relationSources,
  relationValue,
} from '../../../src/core/relations/statements.ts';

const { same, different } = relationValue;
const sources: readonly RelationSource[] = ['person', 'folder'];
const [person, folder] = sources.map((source) => relationSources.indexOf(source));

function graphWith(...said: readonly (readonly [a: number, b: number, relation: number, source?: number])[]) {
  const graph = new RelationGraph();
  for (const [a, b, relation, source = person] of said) graph.add({ a, b, relation, source });
  graph.settle();
  return graph;
}

function asked(graph: RelationGraph, similarity?: (a: number, b: number) => number): readonly number[] {
  const [conflict] = graph.conflicts;
  const { a, b } = settlingPair(conflict, graph, similarity);
  return [a, b];
}

describe('settlingPair', () => {
  it('doubts what is free before what a person said', () => {
    const graph = graphWith([0, 1, same, folder], [1, 2, same], [0, 2, different]);
    expect(graph.conflicts.map(({ statement }) => statement)).toEqual([0]);
    expect(asked(graph)).toEqual([0, 1]);
  });

  it('doubts what was said once before what was said twice', () => {
    const graph = graphWith([0, 1, same], [1, 2, same], [0, 2, different], [0, 2, different], [0, 1, same]);
    expect(asked(graph)).toEqual([1, 2]);
  });

  it('doubts an image overlooked in a grid before one that was chosen', () => {
    const graph = graphWith([0, 2, different], [0, 1, same], [1, 2, same]);
    expect(asked(graph)).toEqual([0, 2]);
  });

  it('doubts the least plausible of chosen images', () => {
    const graph = graphWith([0, 1, same], [1, 2, same], [2, 3, same], [0, 3, different], [0, 3, different]);
    const likeness = (a: number, b: number): number => (a === 1 && b === 2 ? 0.1 : 0.9);
    expect(asked(graph, likeness)).toEqual([1, 2]);
  });

  it('doubts what was said last where nothing else tells', () => {
    const graph = graphWith([0, 1, same], [1, 2, same], [0, 2, different], [0, 2, different]);
    expect(asked(graph)).toEqual([1, 2]);
  });

  it('leaves out what may not be asked, the contradicted pair too, unless nothing may', () => {
    const graph = graphWith([0, 1, same], [1, 2, same], [0, 2, different]);
    const [conflict] = graph.conflicts;
    expect(settlingPair(conflict, graph, undefined, (a, b) => a !== 2 && b !== 2)).toEqual({ a: 0, b: 1 });
    expect(settlingPair(conflict, graph, undefined, () => false)).toEqual({ a: 0, b: 2 });
  });

  it('settles the contradiction when a person says the contrary', () => {
    const graph = graphWith([0, 1, same, folder], [1, 2, same], [0, 2, different]);
    graph.add({ a: 0, b: 1, relation: different, source: person });
    expect(graph.conflicts).toEqual([]);
    expect(graph.relation(0, 1)).toBe('different');
  });
});
