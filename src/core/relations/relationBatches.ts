import type { Batch } from '../kernels.ts';
import { row } from '../math/matrix.ts';
import type { Rng } from '../rng.ts';
import type { Basis } from './basis.ts';
import type { Components } from './components.ts';
import { mixedGraph, supervisedGraph, viewGraph, withPrior } from './similarityGraph.ts';

/** A batch: images of some components, and images of which nothing need be known, each with a second view. */
const componentsPerBatch = 8;
const imagesPerComponent = 16;
const otherImages = 64;
export const batchSize = componentsPerBatch * imagesPerComponent + 2 * otherImages;

/** G is half what is known and half that each image is the same as its own views. */
const knownShare = 0.5;
/** How much two neighbors are expected to be the same. */
const priorWeight = 0.1;
/** Share of the numbers of an embedding that are set to 0 each time it is seen: those of which two random bits are 0. */
const dropout = 0.25;
/** Pairs of bits in one random number of 32. */
const drawsPerNumber = 16;
/** Most of what a second view may have of a neighbor. */
const mixture = 0.5;

/** Scale and center in which rows of length 1 become inputs of variance 1, on average. */
export interface InputScale {
  readonly mean: Float32Array;
  readonly factor: number;
}

/**
 * Batches of inputs `x` (batchSize x D) with their graph, `same` and `different`. A view of a frozen embedding is the embedding
 * without a quarter of its numbers; the second view of an image is drawn towards one of its mutual neighbors first.
 */
export function relationBatches(
  { graph: { points, nodes, rows }, alike }: Basis,
  components: Components,
  { mean, factor }: InputScale,
  rng: Rng,
): () => Batch {
  const known = components.members.map((own) => own.map((i) => nodes[i])).filter((own) => own.length > 0);
  const { componentOf, strangers, differ } = nodeRelations(components, nodes, points.rows);
  const chosen = new Int32Array(batchSize);
  const x = new Float32Array(batchSize * points.cols);

  const choose = (): void => {
    let at = 0;
    const order = rng.permutation(known.length);
    for (let c = 0; c < componentsPerBatch; c++) {
      const own = known.length === 0 ? undefined : known[order[c % order.length]];
      const some = own && rng.permutation(own.length);
      for (let i = 0; i < imagesPerComponent; i++)
        chosen[at++] = own && some ? own[some[i % some.length]] : rng.below(rows.length);
    }
    for (let i = 0; i < otherImages; i++, at++) {
      const isStranger = strangers.length > 0 && i % 4 === 0;
      chosen[at] = isStranger ? strangers[rng.below(strangers.length)] : rng.below(rows.length);
      chosen[at + otherImages] = chosen[at];
    }
  };
  /** Writes an embedding, drawn towards that of a friend by this share, without a random quarter of its numbers. */
  const view = (into: Float32Array, own: Float32Array, friend: Float32Array, share: number): void => {
    const kept = factor / (1 - dropout);
    let bits = 0;
    for (let j = 0; j < into.length; j++) {
      if (j % drawsPerNumber === 0) bits = rng.below(2 ** 32) | 0;
      into[j] = (bits & 3) === 0 ? 0 : (own[j] + share * (friend[j] - own[j]) - mean[j]) * kept;
      bits >>= 2;
    }
  };
  return () => {
    choose();
    for (const [i, node] of chosen.entries()) {
      const friends = i >= batchSize - otherImages ? alike(node) : [];
      const friend = friends.length > 0 ? friends[rng.below(friends.length)] : node;
      const share = friends.length > 0 ? mixture * rng.next() : 0;
      view(x.subarray(i * points.cols, (i + 1) * points.cols), row(points, node), row(points, friend), share);
    }
    const told = supervisedGraph(
      chosen.map((node) => componentOf[node]),
      differ,
    );
    const mixed = mixedGraph(knownShare, viewGraph(chosen), told);
    const { same, different } = withPrior(mixed, neighborPairs(chosen, alike), priorWeight);
    return { x, same, different };
  };
}

/** The component of each node, -1 = none, and which of them differ. What is in none but differs from some is one of its own. */
function nodeRelations(
  { classes, members, different, outsiders }: Components,
  nodes: Int32Array,
  count: number,
): {
  readonly componentOf: Int32Array;
  /** Nodes that are a component of their own. */
  readonly strangers: readonly number[];
  readonly differ: (a: number, b: number) => boolean;
} {
  const componentOf = new Int32Array(count).fill(-1);
  for (const [c, own] of members.entries()) for (const i of own) componentOf[nodes[i]] = c;
  const apart = new Set(different.map(([a, b]) => key(a, b)));
  const strangers: number[] = [];
  for (const [c, own] of outsiders.entries())
    for (const i of own) {
      const node = nodes[i];
      if (componentOf[node] < 0) {
        componentOf[node] = members.length + strangers.length;
        strangers.push(node);
      }
      apart.add(key(c, componentOf[node]));
    }
  const differ = (a: number, b: number): boolean =>
    (a < classes.length && b < classes.length) || apart.has(key(a, b));
  return { componentOf, strangers, differ };
}

/** Pairs of places in the batch whose images are neighbors. */
function neighborPairs(chosen: Int32Array, alike: Basis['alike']): readonly (readonly [number, number])[] {
  const places = new Map<number, number[]>();
  for (const [place, node] of chosen.entries()) {
    const found = places.get(node);
    if (found === undefined) places.set(node, [place]);
    else found.push(place);
  }
  const pairs: [number, number][] = [];
  for (const [node, own] of places)
    for (const neighbor of alike(node))
      for (const other of places.get(neighbor) ?? []) for (const place of own) pairs.push([place, other]);
  return pairs;
}

/** One number for two components in either order. */
function key(a: number, b: number): number {
  return Math.min(a, b) * 2 ** 26 + Math.max(a, b);
}
