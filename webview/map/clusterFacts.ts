import { annotationsOf } from '../state/image.ts';
import type { State } from '../state/state.ts';
import type { Clustering } from './clusterStore.ts';

/** With fewer labels, how pure a cluster is says nothing. */
const leastLabels = 3;

/** What the labels say of a cluster. */
export interface ClusterFacts {
  readonly labeled: number;
  /** Neither labeled nor skipped. */
  readonly open: number;
  /** The class most of its labeled images have, ties to the first by name; '' = none is labeled. */
  readonly majority: string;
  /** Share of the labeled images that have it; undefined where fewer than three are labeled. */
  readonly purity: number | undefined;
}

/** The facts of each cluster; acts on their way count. */
export function clusterFacts({ assignments, clusters }: Clustering, state: State): readonly ClusterFacts[] {
  const counts = clusters.map(() => new Map<string, number>());
  const open = new Int32Array(clusters.length);
  const annotationOf = annotationsOf(state);
  for (const [row, cluster] of assignments.entries()) {
    if (cluster < 0) continue;
    const { label, skipped } = annotationOf(row);
    if (label !== '') counts[cluster].set(label, (counts[cluster].get(label) ?? 0) + 1);
    else if (!skipped) open[cluster]++;
  }
  return counts.map((perClass, cluster) => {
    const ranked = [...perClass].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    const labeled = ranked.reduce((sum, [, count]) => sum + count, 0);
    const [majority, most] = ranked[0] ?? ['', 0];
    return {
      labeled,
      open: open[cluster],
      majority,
      purity: labeled < leastLabels ? undefined : most / labeled,
    };
  });
}
