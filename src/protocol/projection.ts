import type { PoolRequest } from './engine.ts';

export interface ProjectRequest extends PoolRequest {
  /** `umap` tells the principal components first, then itself as it refines. */
  readonly method: 'pca' | 'umap';
  readonly seed: number;
  /** Neighbors of each image that the layout keeps near (UMAP's n_neighbors). */
  readonly neighbors: number;
  /** How near points may lie (UMAP's min_dist), 0 to 1. */
  readonly minDistance: number;
}

/** Where the images lie on the map: all of them, at one moment of the work. */
export interface ProjectionFrame {
  readonly method: 'pca' | 'umap';
  /** N x 2: x and y of each pool row; NaN = it has no embedding. */
  readonly points: Float32Array;
  /** How far the layout is, 0 to 1; 1 = it will not move any more. */
  readonly share: number;
}

export interface ProjectResult extends ProjectionFrame {
  /** Changes whenever the points may: sha256 of the embeddings and the parameters. */
  readonly key: string;
  /** It was worked out before and read from the cache. */
  readonly isCached: boolean;
  /** What a person should know: rows that were placed after the fit, recall of the neighbors where it is not exact. */
  readonly notes: readonly string[];
  readonly seconds: number;
}

/** What a map is made with where nobody asked for something else. */
export const mapDefaults = { neighbors: 15, minDistance: 0.1 } as const;
