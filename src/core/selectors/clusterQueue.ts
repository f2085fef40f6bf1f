import type { ActiveRows } from './activeRows.ts';

export interface Cluster {
  readonly id: number;
  /** Labeled members and candidates. */
  readonly size: number;
  readonly labeled: number;
  /** Candidates not picked yet, ascending. */
  readonly unused: number[];
}

/**
 * The order in which TypiClust visits clusters: those with more than `minSize` members, fewest labels first, then largest,
 * then lowest id, round and round. Exhausted clusters are passed over; the small ones follow when no other has a member left.
 */
export class ClusterQueue {
  /** The size that was asked for, or the largest smaller one that some cluster passes. */
  readonly minSize: number;
  private readonly large: readonly Cluster[];
  private readonly small: readonly Cluster[];
  private turn = 0;

  constructor(active: ActiveRows, ids: Int32Array, minSize: number) {
    const clusters = collect(active, ids);
    const largest = clusters.reduce((size, cluster) => Math.max(size, cluster.size), 0);
    this.minSize = Math.max(0, Math.min(minSize, largest - 1));
    this.large = clusters.filter(({ size }) => size > this.minSize);
    this.small = clusters.filter(({ size }) => size <= this.minSize);
  }

  /** The next cluster that has an unused member. */
  next(): Cluster {
    for (const clusters of [this.large, this.small])
      for (let tried = 0; tried < clusters.length; tried++) {
        const cluster = clusters[this.turn++ % clusters.length];
        if (cluster.unused.length > 0) return cluster;
      }
    throw new RangeError('All members of all clusters are used.');
  }
}

function collect({ labeled, candidates }: ActiveRows, ids: Int32Array): readonly Cluster[] {
  const labels = new Map<number, number>();
  for (const position of labeled) labels.set(ids[position], (labels.get(ids[position]) ?? 0) + 1);
  const unused = new Map<number, number[]>([...labels.keys()].map((id) => [id, []]));
  for (const position of candidates) {
    const members = unused.get(ids[position]);
    if (members === undefined) unused.set(ids[position], [position]);
    else members.push(position);
  }
  const clusters = [...unused].map(([id, members]) => {
    const known = labels.get(id) ?? 0;
    return { id, size: known + members.length, labeled: known, unused: members };
  });
  return clusters.sort((a, b) => a.labeled - b.labeled || b.size - a.size || a.id - b.id);
}
