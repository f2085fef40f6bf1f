import type { ClusterInfo, ClusterResult } from './clusters.ts';
import { event, request } from './rpc.ts';

/** A set of images that the next batch is chosen from, by the name a person knows it by: "cluster 3". */
export interface PanelSubset {
  readonly title: string;
  readonly count: number;
}

/** The clusters of the images, over the rows of the image list sent last. A medoid of -1: its image is gone since. */
export interface PanelClusters extends Omit<ClusterResult, 'seconds' | 'clusters'> {
  readonly clusters: readonly ClusterInfo[];
}

/** What to look for: images like all of some, and unlike others; a `file` is one that a person chose from outside. */
export interface SimilarAsk {
  readonly like: readonly string[];
  readonly unlike: readonly string[];
  readonly file?: string;
}

/** The images found, the nearest first. */
export interface PanelSimilar {
  readonly paths: readonly string[];
  /** Of each to what was asked for. */
  readonly distances: readonly number[];
  readonly notes: readonly string[];
}

/** What the page asks of the host, and is told, about clusters and similar images. */
export const ClusterPanelApi = {
  /** Groups the images that are embedded, or some of them; `needs-input` where none is. */
  cluster: request<{ readonly k: number | 'auto'; readonly within?: readonly string[] }, PanelClusters>(),
  /** The next batch is chosen from these images only, until told otherwise; null = from all. */
  chooseAmong: request<{ readonly title: string; readonly paths: readonly string[] } | null, void>(),
  /** Images like some; `needs-input` where nothing is embedded. */
  similar: request<SimilarAsk, PanelSimilar>(),
  /** A person asked for similar images outside the page; nothing named: like what is selected. */
  findSimilar: event<SimilarAsk>(),
} as const;
