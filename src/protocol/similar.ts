import type { PoolRequest } from './engine.ts';

export interface SimilarRequest extends PoolRequest {
  /** Rows that what is found must be like; their mean is meant. May be empty where a `file` is given. */
  readonly like: Int32Array;
  /** Rows that it must be unlike. */
  readonly unlike: Int32Array;
  /** Absolute path of an image from anywhere that it must be like. */
  readonly file?: string;
  /** How many to find at most. */
  readonly count: number;
}

export interface SimilarResult {
  /** Pool rows, the nearest first; none of those asked with. */
  readonly rows: Int32Array;
  /** Euclidean distance of each to what was asked for. */
  readonly distances: Float32Array;
  readonly notes: readonly string[];
  readonly seconds: number;
}
