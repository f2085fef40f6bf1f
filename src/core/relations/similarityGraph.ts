/** What is known of n images as two n x n matrices, row-major: the similarity graph G, and what is known to differ. */
export interface SimilarityGraph {
  readonly count: number;
  /** 0 to 1; symmetric. */
  readonly same: Float32Array;
  /** 0 to 1; symmetric, with zeros on the diagonal. */
  readonly different: Float32Array;
}

/** G = 1 on pairs of images of one component and on the diagonal; components that differ are told by `differ`. -1 = in none. */
export function supervisedGraph(
  components: ArrayLike<number>,
  differ: (a: number, b: number) => boolean,
): SimilarityGraph {
  return graphOfPairs(components.length, (i, j) => {
    const [a, b] = [components[i], components[j]];
    if (a < 0 || b < 0) return 0;
    if (a === b) return 1;
    return differ(a, b) ? -1 : 0;
  });
}

/** G of self-supervision: 1 on pairs of views of one image. */
export function viewGraph(images: ArrayLike<number>): SimilarityGraph {
  return graphOfPairs(images.length, (i, j) => (images[i] === images[j] ? 1 : 0));
}

/** (1 - a) G + a H, entry by entry. */
export function mixedGraph(a: number, views: SimilarityGraph, known: SimilarityGraph): SimilarityGraph {
  // A loop: calls for each number would take longer than the step of training that the graph is for.
  const mixed = (v: Float32Array, k: Float32Array): Float32Array => {
    const sums = new Float32Array(v.length);
    for (let at = 0; at < sums.length; at++) sums[at] = (1 - a) * v[at] + a * k[at];
    return sums;
  };
  return {
    count: views.count,
    same: mixed(views.same, known.same),
    different: mixed(views.different, known.different),
  };
}

/** The graph with this weight at least on pairs that are expected to be the same, unless they are known to differ. */
export function withPrior(
  graph: SimilarityGraph,
  pairs: Iterable<readonly [number, number]>,
  weight: number,
): SimilarityGraph {
  const { count, different } = graph;
  const same = graph.same.slice();
  for (const [i, j] of pairs)
    for (const at of [i * count + j, j * count + i])
      if (different[at] === 0) same[at] = Math.max(same[at], weight);
  return { count, same, different };
}

/** From 1 (same), -1 (different) or 0 (unknown) per pair i < j. */
function graphOfPairs(count: number, relation: (i: number, j: number) => number): SimilarityGraph {
  const same = new Float32Array(count * count);
  const different = new Float32Array(count * count);
  for (let i = 0; i < count; i++) {
    same[i * count + i] = Math.max(0, relation(i, i));
    for (let j = 0; j < i; j++) {
      const value = relation(j, i);
      const [p, q] = [i * count + j, j * count + i];
      if (value > 0) same[p] = same[q] = value;
      if (value < 0) different[p] = different[q] = -value;
    }
  }
  return { count, same, different };
}
