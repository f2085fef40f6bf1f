import type { Rng } from '../rng.ts';
import type { RelationGraph } from './graph.ts';

/** Pairs of nodes, as parallel arrays. */
export interface Pairs {
  readonly a: Int32Array;
  readonly b: Int32Array;
}

/** All or some of the pairs whose relation follows, and how many there are in all. */
export interface ImpliedPairs {
  readonly same: Pairs;
  readonly different: Pairs;
  readonly total: { readonly same: number; readonly different: number };
}

/**
 * The pairs of `nodes` (distinct) whose relation is known, said or not: they grow with the square of the images. At most
 * `most`, half of them the same and half different, or more of one kind where there are fewer of the other; which ones is
 * drawn without preference.
 */
export function impliedPairs(graph: RelationGraph, nodes: Int32Array, most: number, rng: Rng): ImpliedPairs {
  const components = new Map<number, number[]>();
  const classes = new Map<number, number[]>();
  for (const node of nodes) {
    collect(components, graph.component(node), node);
    // By elimination many components may be of one class: told apart one by one, their pairs would fill the memory.
    if (graph.label(node) >= 0) collect(classes, graph.label(node), node);
  }
  const within: Block[] = [];
  const between: Block[] = [];
  for (const [label, members] of classes) {
    within.push(pairsWithin(members));
    for (const [other, others] of classes) if (other > label) between.push(pairsBetween(members, others));
  }
  for (const [first, members] of components) {
    if (graph.label(first) >= 0) continue;
    within.push(pairsWithin(members));
    for (const other of graph.different(first)) {
      const others = other > first || graph.label(other) >= 0 ? components.get(other) : undefined;
      if (others !== undefined) between.push(pairsBetween(members, others));
    }
  }
  const total = { same: sizeOf(within), different: sizeOf(between) };
  const half = Math.floor(most / 2);
  const same = Math.min(total.same, Math.max(most - half, most - total.different));
  return {
    same: drawn(within, total.same, same, rng),
    different: drawn(between, total.different, Math.min(total.different, most - same), rng),
    total,
  };
}

/** The pairs of the members of one class or group, or of the members of one with those of another one. */
interface Block {
  readonly members: readonly number[];
  readonly others: readonly number[] | undefined;
  readonly count: number;
}

function pairsWithin(members: readonly number[]): Block {
  return { members, others: undefined, count: (members.length * (members.length - 1)) / 2 };
}

function pairsBetween(members: readonly number[], others: readonly number[]): Block {
  return { members, others, count: members.length * others.length };
}

function collect(lists: Map<number, number[]>, key: number, node: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [node]);
  else list.push(node);
}

function sizeOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { count }) => sum + count, 0);
}

/** So many of all pairs of the blocks, in their order. */
function drawn(blocks: readonly Block[], total: number, count: number, rng: Rng): Pairs {
  const a = new Int32Array(count);
  const b = new Int32Array(count);
  const numbers = distinctNumbers(total, count, rng);
  let block = 0;
  let before = 0;
  for (const [i, number] of numbers.entries()) {
    while (number >= before + blocks[block].count) before += blocks[block++].count;
    const [x, y] = pairOf(blocks[block], number - before);
    a[i] = x;
    b[i] = y;
  }
  return { a, b };
}

function pairOf({ members, others }: Block, number: number): readonly [number, number] {
  if (others !== undefined)
    return [members[Math.floor(number / others.length)], others[number % others.length]];
  // The j-th member has j pairs with those before it.
  let j = Math.floor((1 + Math.sqrt(1 + 8 * number)) / 2);
  if ((j * (j - 1)) / 2 > number) j--;
  return [members[number - (j * (j - 1)) / 2], members[j]];
}

/** So many distinct numbers below `total`, ascending (Floyd's algorithm). */
function distinctNumbers(total: number, count: number, rng: Rng): Float64Array {
  if (count === total) return Float64Array.from({ length: total }, (_, i) => i);
  const found = new Set<number>();
  for (let j = total - count; j < total; j++) {
    const number = rng.below(j + 1);
    found.add(found.has(number) ? j : number);
  }
  return Float64Array.from(found).sort();
}
