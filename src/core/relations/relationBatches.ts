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
/** Share of the numbers of an embedding that are set to 0 each time it is seen. */
const dropout = 0.2;
/** Most of what a second view may have of a neighbor. */
const mixture = 0.5;

/** Scale and center in which rows of length 1 become inputs of variance 1, on average. */
export interface InputScale {
  readonly mean: Float32Array;
  readonly factor: number;
}

/**
 * Batches of inputs `x` (batchSize x D) with their graph, `same` and `different`. A view of a frozen embedding is the embedding
 * without a fifth of its numbers; the second view of an image is drawn towards one of its mutual neighbors first.
 */
export function relationBatches(
  { graph: { points, nodes, rows }, alike }: Basis,
  components: Components,
  { mean, factor }: InputScale,
  rng: Rng,
): () => Batch {
  const { classes, members, different, outsiders } = components;
  const componentOf = new Int32Array(points.rows).fill(-1);
  const known = members.map((own) => own.map((i) => nodes[i])).filter((own) => own.length > 0);
  for (const [c, own] of members.entries()) for (const i of own) componentOf[nodes[i]] = c;
  const apart = new Set<string>(different.map(([a, b]) => key(a, b)));
  const strangers: number[] = [];
  for (const [c, own] of outsiders.entries())
    for (const i of own) {
      // What is in no component is one of its own: it may differ from others.
      const node = nodes[i];
      if (componentOf[node] < 0) {
        componentOf[node] = members.length + strangers.length;
        strangers.push(node);
      }
      apart.add(key(c, componentOf[node]));
    }
  const differ = (a: number, b: number): boolean =>
    (a < classes.length && b < classes.length) || apart.has(key(a, b));

  const chosen = new Int32Array(batchSize);
  const x = new Float32Array(batchSize * points.cols);
  return () => {
    let at = 0;
    const order = rng.permutation(known.length);
    for (let c = 0; c < componentsPerBatch; c++) {
      const own = known.length === 0 ? undefined : known[order[c % order.length]];
      const some = own && rng.permutation(own.length);
      for (let i = 0; i < imagesPerComponent; i++)
        chosen[at++] = own && some ? own[some[i % some.length]] : rng.below(rows.length);
    }
    for (let i = 0; i < otherImages; i++) {
      const isStranger = strangers.length > 0 && i % 4 === 0;
      const node = isStranger ? strangers[rng.below(strangers.length)] : rng.below(rows.length);
      chosen[at] = node;
      chosen[at + otherImages] = node;
      at++;
    }
    for (let i = 0; i < batchSize; i++) {
      const friends = i >= at ? alike(chosen[i]) : [];
      const friend = friends.length > 0 ? row(points, friends[rng.below(friends.length)]) : undefined;
      const share = friend === undefined ? 0 : mixture * rng.next();
      const own = row(points, chosen[i]);
      for (let j = 0, to = i * points.cols; j < own.length; j++, to++) {
        const value = friend === undefined ? own[j] : own[j] + share * (friend[j] - own[j]);
        x[to] = rng.next() < dropout ? 0 : ((value - mean[j]) * factor) / (1 - dropout);
      }
    }
    const views = viewGraph(chosen);
    const told = supervisedGraph(
      chosen.map((node) => componentOf[node]),
      differ,
    );
    const { same, different: apartness } = withPrior(
      mixedGraph(knownShare, views, told),
      neighborPairs(chosen, alike),
      priorWeight,
    );
    return { x, same, different: apartness };
  };
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

function key(a: number, b: number): string {
  return `${Math.min(a, b)} ${Math.max(a, b)}`;
}
