import type { PoolRequest } from './engine.ts';

export interface ClusterRequest extends PoolRequest {
  /** `auto`: the number with the best silhouette on a sample. */
  readonly k: number | 'auto';
  readonly seed: number;
  /** Only these rows are clustered: a cluster is split. Absent: all that have an embedding. */
  readonly within?: Int32Array;
}

export interface ClusterInfo {
  readonly size: number;
  /** Row of the image nearest to the mean. */
  readonly medoid: number;
  /** Root of the mean squared distance of its images to their mean. */
  readonly spread: number;
}

export interface ClusterResult {
  /** Number in `clusters` of each pool row; -1 = not clustered. */
  readonly assignments: Int32Array;
  /** The largest first. */
  readonly clusters: readonly ClusterInfo[];
  /** Mean silhouette on a sample for each number tried, -1 to 1, ascending by k; empty where k was given. */
  readonly silhouettes: readonly { readonly k: number; readonly silhouette: number }[];
  readonly notes: readonly string[];
  readonly seconds: number;
}
