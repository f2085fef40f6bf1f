import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RelationGraph as Graph, graphOf, type RelationGraph } from '../../../src/core/relations/graph.ts';
import type { Link } from '../../../src/core/relations/proof.ts';
import type { Statement } from '../../../src/core/relations/statementLog.ts';
import { relationSources, type Statements } from '../../../src/core/relations/statements.ts';
import { type NaiveInput, type NaiveState, naiveState } from './naiveRelations.ts';

const nodes = 9;
const classes = 3;
const free = relationSources.indexOf('burst');

type Act =
  | { readonly kind: 'add'; readonly statement: Statement }
  | { readonly kind: 'active'; readonly statement: number; readonly active: boolean }
  | { readonly kind: 'label'; readonly node: number; readonly label: number }
  | { readonly kind: 'eliminate'; readonly on: boolean }
  | { readonly kind: 'settle' };

/** Some nodes come often, so that much is said again and contradicted. */
const node = fc.oneof(fc.nat(nodes - 1), { weight: 2, arbitrary: fc.nat(3) });
const statement: fc.Arbitrary<Statement> = fc.record({
  a: node,
  b: node,
  relation: fc.constantFrom(1, 1, -1, -1, 0),
  source: fc.constantFrom(0, 0, 0, free),
});
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('add' as const), statement }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('active' as const),
      statement: fc.nat(20),
      active: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('label' as const),
      node,
      label: fc.integer({ min: -1, max: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('eliminate' as const), on: fc.boolean() }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'settle' as const }) },
);

/** Does the acts on a graph and on the input of the reference; calls `settled` at every settle and at the end. */
function play(
  acts: readonly Act[],
  settled: (graph: RelationGraph, input: NaiveInput, changed: Int32Array) => void = () => {},
): { readonly graph: RelationGraph; readonly input: NaiveInput } {
  const graph = new Graph();
  const statements: (Statement & { active: boolean })[] = [];
  const labels = new Array<number>(nodes).fill(-1);
  let eliminate = false;
  const input = (): NaiveInput => ({ nodes, classes, statements, labels, eliminate });
  for (const act of [...acts, { kind: 'settle' } as const])
    if (act.kind === 'add') {
      expect(graph.add(act.statement)).toBe(statements.length);
      statements.push({ ...act.statement, active: true });
    } else if (act.kind === 'active') {
      if (act.statement >= statements.length) continue;
      graph.setActive(act.statement, act.active);
      statements[act.statement].active = act.active;
    } else if (act.kind === 'label') {
      graph.setLabel(act.node, act.label);
      labels[act.node] = act.label;
    } else if (act.kind === 'eliminate') {
      graph.setEliminate(act.on, classes);
      eliminate = act.on;
    } else settled(graph, input(), graph.settle());
  return { graph, input: input() };
}

const everyPair = Array.from(
  { length: nodes * nodes },
  (_, i) => [Math.floor(i / nodes), i % nodes] as const,
);

function expectState(graph: RelationGraph, input: NaiveInput, state: NaiveState): void {
  const isSame = (i: number, j: number): boolean => state.matrix[i][j] === 1;
  const all = Array.from({ length: nodes }, (_, i) => i);
  expect(graph.conflicts.map((conflict) => conflict.statement)).toEqual(state.refused);
  expect(all.map((i) => graph.label(i))).toEqual(state.labels);
  for (const i of all) {
    const members = all.filter((j) => isSame(i, j));
    expect([...graph.members(i)]).toEqual(members);
    expect(graph.size(i)).toBe(members.length);
    expect(graph.component(i)).toBe(members[0]);
  }
  const firsts = all.filter((i) => graph.component(i) === i);
  for (const [i, j] of everyPair) {
    const told = [state.labels[i], state.labels[j]];
    const byLabel = told.includes(-1) ? 'unknown' : told[0] === told[1] ? 'same' : 'different';
    const known = state.matrix[i][j];
    const expected = known === 1 ? 'same' : known === -1 ? 'different' : byLabel;
    expect(graph.relation(i, j)).toBe(expected);
  }
  for (const i of all) {
    const different = firsts.filter((j) => graph.relation(i, j) === 'different');
    expect([...graph.different(i)]).toEqual(different);
    const excluded = new Set(different.map((j) => state.labels[j]).filter((label) => label >= 0));
    expect([...graph.excludedClasses(i)]).toEqual([...excluded].sort());
  }
  const groups = firsts.filter((i) => graph.size(i) > 1 && state.labels[i] < 0);
  expect([...graph.groups()]).toEqual(groups.sort((i, j) => graph.size(j) - graph.size(i) || i - j));
  for (const [i, j] of everyPair)
    expect(graph.isAsked(i, j)).toBe(
      input.statements.some(
        ({ a, b, active }) =>
          active && Math.min(a, b) === Math.min(i, j) && Math.max(a, b) === Math.max(i, j),
      ),
    );
}

/** Follows a chain from a to b, checks that each link was said and applies, and returns what it proves. */
function follow(
  chain: readonly Link[],
  a: number,
  b: number,
  input: NaiveInput,
  applied: readonly number[],
): 'same' | 'different' {
  let at = a;
  let parted = 0;
  /** The class in which the chain is, where it has come to one by a label. */
  let inClass = -1;
  for (const link of chain)
    if (link.kind === 'label') {
      expect(input.labels[link.node]).toBe(link.label);
      if (inClass < 0) {
        expect(link.node).toBe(at);
        inClass = link.label;
      } else {
        if (inClass !== link.label) parted++;
        at = link.node;
        inClass = -1;
      }
    } else {
      expect(inClass).toBe(-1);
      const said = input.statements[link.statement];
      expect(applied).toContain(link.statement);
      expect([said.a, said.b].sort()).toEqual([link.a, link.b].sort());
      expect(link.relation).toBe(said.relation === 1 ? 'same' : 'different');
      expect(link.source).toBe(said.source);
      expect(link.a).toBe(at);
      at = link.b;
      if (link.relation === 'different') parted++;
    }
  expect(inClass).toBe(-1);
  expect(at).toBe(b);
  expect(parted).toBeLessThan(2);
  return parted === 0 ? 'same' : 'different';
}

const acts = fc.array(act, { maxLength: 45, size: 'max' });
const runs = { numRuns: 120 };

describe('RelationGraph', () => {
  it('says what closure of a matrix says, at every moment', () => {
    const check = (graph: RelationGraph, input: NaiveInput): void =>
      expectState(graph, input, naiveState(input));
    fc.assert(
      fc.property(acts, (acts) => void play(acts, check)),
      runs,
    );
  });

  it('says nothing else when built at once from what stands', () => {
    fc.assert(
      fc.property(acts, (acts) => {
        const { graph, input } = play(acts);
        const standing = input.statements.filter(({ active }) => active);
        const again = graphOf(statementsOf(standing), Int32Array.from(input.labels), {
          eliminate: input.eliminate,
          classCount: classes,
        });
        const numbers = input.statements.flatMap(({ active }, number) => (active ? [number] : []));
        const told = (g: RelationGraph, number: (s: number) => number): unknown =>
          g.conflicts.map(({ statement, a, b, relation, chain }) => ({
            statement: number(statement),
            a,
            b,
            relation,
            chain: chain.map((link) =>
              link.kind === 'label' ? link : { ...link, statement: number(link.statement) },
            ),
          }));
        expect(told(again, (s) => numbers[s])).toEqual(told(graph, (s) => s));
        for (let i = 0; i < nodes; i++) expect(again.label(i)).toBe(graph.label(i));
        for (const [i, j] of everyPair) expect(again.relation(i, j)).toBe(graph.relation(i, j));
      }),
      runs,
    );
  });

  it('names every node whose label changed, and no other', () => {
    let before: readonly number[] = new Array<number>(nodes).fill(-1);
    const check = (graph: RelationGraph, _: NaiveInput, changed: Int32Array): void => {
      const now = Array.from({ length: nodes }, (_, i) => graph.label(i));
      expect([...changed]).toEqual(now.flatMap((label, i) => (label === before[i] ? [] : [i])));
      before = now;
    };
    fc.assert(
      fc.property(acts, (acts) => {
        before = before.map(() => -1);
        play(acts, check);
      }),
      runs,
    );
  });

  it('proves whatever it says with a shortest chain of what was said', () => {
    fc.assert(
      fc.property(acts, (acts) => {
        const { graph, input } = play(acts);
        const { applied, matrix, distances } = naiveState(input);
        for (const [i, j] of everyPair) {
          const chain = graph.proof(i, j);
          if (matrix[i][j] === 0) expect(chain).toBeUndefined();
          else {
            const relation = matrix[i][j] === 1 ? 'same' : 'different';
            expect(follow(chain ?? [], i, j, input, applied)).toBe(relation);
            expect(chain).toHaveLength(distances[relation][i][j]);
          }
        }
        for (const { a, b, relation, chain } of graph.conflicts)
          expect(follow(chain, a, b, input, applied)).not.toBe(relation);
      }),
      runs,
    );
  });

  it('believes what was said twice before what was said once, also when it was said to a settled graph', () => {
    const graph = new Graph();
    for (const [a, b, relation] of [
      [0, 1, 1],
      [1, 2, 1],
      [0, 2, -1],
    ])
      graph.add({ a, b, relation, source: 0 });
    graph.settle();
    expect(graph.conflicts.map((conflict) => conflict.statement)).toEqual([2]);
    graph.add({ a: 2, b: 0, relation: -1, source: 0 });
    graph.settle();
    expect(graph.conflicts.map((conflict) => conflict.statement)).toEqual([1]);
  });

  it('holds 10,000 groups without a name, and one label names one of them', () => {
    const graph = new Graph();
    for (let group = 0; group < 10_000; group++) {
      graph.add({ a: 3 * group, b: 3 * group + 1, relation: 1, source: 0 });
      graph.add({ a: 3 * group + 1, b: 3 * group + 2, relation: 1, source: 0 });
      if (group > 0) graph.add({ a: 3 * group, b: 3 * group - 1, relation: -1, source: 0 });
    }
    expect(graph.settle()).toHaveLength(0);
    expect(graph.groups()).toHaveLength(10_000);
    expect([...graph.different(3)]).toEqual([0, 6]);
    graph.setLabel(3 * 7777 + 1, 5);
    expect([...graph.settle()]).toEqual([23331, 23332, 23333]);
    expect(graph.groups()).toHaveLength(9999);
    expect([...graph.excludedClasses(3 * 7778)]).toEqual([5]);
    graph.setLabel(3 * 7777 + 1, -1);
    expect([...graph.settle()]).toEqual([23331, 23332, 23333]);
    expect(graph.groups()).toHaveLength(10_000);
  });

  it('keeps the images of a class that is no longer in the list together', () => {
    const graph = new Graph({ eliminate: true, classCount: 5 });
    graph.setLabel(0, 4);
    graph.add({ a: 0, b: 1, relation: 1, source: 0 });
    graph.setEliminate(true, 2);
    graph.settle();
    expect([graph.label(1), graph.relation(0, 1)]).toEqual([4, 'same']);
  });

  it('knows nothing of images it never heard of', () => {
    const graph = new Graph();
    expect([graph.label(7), graph.component(7), graph.size(7)]).toEqual([-1, 7, 1]);
    expect([graph.relation(7, 8), graph.relation(7, 7), graph.proof(7, 8)]).toEqual([
      'unknown',
      'same',
      undefined,
    ]);
    expect([...graph.members(7), ...graph.different(7), ...graph.excludedClasses(7)]).toEqual([7]);
    expect(graph.isAsked(7, 8)).toBe(false);
  });
});

function statementsOf(statements: readonly Statement[]): Statements {
  return {
    a: Int32Array.from(statements, ({ a }) => a),
    b: Int32Array.from(statements, ({ b }) => b),
    relation: Int8Array.from(statements, ({ relation }) => relation),
    source: Uint8Array.from(statements, ({ source }) => source),
  };
}

describe('a graph that is built in steps', () => {
  /** Two halves of many nodes that are the same, and a statement that contradicts. */
  function large(): RelationGraph {
    const graph = new Graph();
    for (let b = 1; b < 3000; b++) graph.add({ a: 0, b, relation: 1, source: 0 });
    for (let b = 3001; b < 6000; b++) graph.add({ a: 3000, b, relation: 1, source: 0 });
    graph.add({ a: 1, b: 2, relation: -1, source: 0 });
    graph.setLabel(0, 0);
    graph.setActive(0, false);
    return graph;
  }

  function stateOf(graph: RelationGraph): unknown {
    const conflicts = graph.conflicts.map(({ statement }) => statement);
    return [conflicts, Array.from({ length: 6001 }, (_, i) => [graph.component(i), graph.label(i)])];
  }

  it.each([0, 1, 2, 3, 4])('comes to the same whatever is asked or said after step %i', (step) => {
    for (const meanwhile of ['nothing', 'asked', 'said'] as const) {
      const graph = large();
      const expected = large();
      const steps = graph.settling();
      let taken = 0;
      for (let next = steps.next(); next.done !== true; next = steps.next()) {
        if (taken++ !== step) continue;
        if (meanwhile === 'asked') expect(graph.size(5)).toBe(2999);
        if (meanwhile === 'said') graph.add({ a: 3, b: 6000, relation: 1, source: 0 });
      }
      if (meanwhile === 'nothing') expect(taken).toBe(5);
      if (meanwhile === 'said') expected.add({ a: 3, b: 6000, relation: 1, source: 0 });
      expect(stateOf(graph)).toEqual(stateOf(expected));
      expect(graph.settle()).toHaveLength(0);
    }
  });
});
