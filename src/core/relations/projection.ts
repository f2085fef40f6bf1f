import type { Matrix } from '../types.ts';

/** A learned map from embeddings to a space in which images that are the same lie together. */
export interface Projection {
  readonly dimensions: number;
  /** The named rows of the pool there, each of length 1; zeros for an image that says nothing. */
  project(rows: Int32Array): Promise<Matrix>;
}
