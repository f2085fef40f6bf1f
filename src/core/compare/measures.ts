/** How well labels cover the images without one; distances are Euclidean, between embeddings scaled to length 1. */
export interface Coverage {
  /** From the image without a label that is worst off to its nearest labeled one. */
  readonly radius: number;
  /** Mean over the images without a label. */
  readonly mean: number;
}

/** How far the picks of a batch lie from each other; distances as in `Coverage`. */
export interface Nearness {
  /** Pairs with a cosine of at least `minCosine` of copies.ts: what may count as the same picture. */
  readonly closePairs: number;
  /** Of the distance of each pick to the pick nearest to it: minimum, lower quartile, median, upper quartile, maximum. */
  readonly quartiles: readonly [number, number, number, number, number];
}

/** Picks that the model takes for one class. */
export interface ClassShare {
  /** -1 = nothing is known of them. */
  readonly class: number;
  readonly count: number;
}

/** What a batch is worth before one label of it is given. */
export interface BatchMeasures {
  /** Once the batch is labeled. */
  readonly coverage: Coverage;
  /** Clusters with a pick, and those of them that have no label yet. */
  readonly clusters: { readonly touched: number; readonly fresh: number };
  /** Absent for fewer than two picks. */
  readonly nearness?: Nearness;
  /** What the model expects the picks to be, the largest share first; empty where there is no model. */
  readonly mix: readonly ClassShare[];
  /** How even the expected labels are, 0 (one class) to 1 (all classes alike); absent without a model of two classes. */
  readonly balance?: number;
}

/** What all batches of a comparison are measured against. */
export interface GroundMeasures {
  /** Labeled images, and those that may be picked. */
  readonly labeled: number;
  readonly candidates: number;
  /** With the labels there are now; absent where there are none. */
  readonly coverage?: Coverage;
  /** `own`: the person's clusters; else k-means on the embeddings. `labeled`: those that have a label. */
  readonly clusters: { readonly by: 'own' | 'k-means'; readonly count: number; readonly labeled: number };
}
