import type { Progress } from '../../src/core/types.ts';
import type { PanelClusters } from '../../src/protocol/clusterPanel.ts';
import type { ClusterInfo } from '../../src/protocol/clusters.ts';
import type { ViewPage } from '../views/view.ts';
import { type ClusterFacts, clusterFacts } from './clusterFacts.ts';

/** The clusters of the images, over the rows of `State.paths`. */
export interface Clustering extends Pick<PanelClusters, 'silhouettes' | 'notes'> {
  /** Number in `clusters` of each row; -1 = in none. */
  readonly assignments: Int32Array;
  /** The largest first. A medoid of -1: its image is gone since. */
  readonly clusters: readonly ClusterInfo[];
}

/** What the map and the list of clusters know of the groups that the images are in; nothing until somebody asks for them. */
export class ClusterStore {
  readonly #page: Pick<ViewPage, 'host' | 'state'>;
  readonly #listeners = new Set<() => void>();
  #known:
    | {
        readonly clustering: Clustering;
        readonly paths: readonly string[];
        /** Other embeddings make other clusters. */
        readonly embeddings: string;
      }
    | undefined;
  #facts: { readonly of: readonly unknown[]; readonly facts: readonly ClusterFacts[] } | undefined;
  #running: AbortController | undefined;
  #progress: Progress | undefined;
  #error: unknown;

  constructor(page: Pick<ViewPage, 'host' | 'state'>) {
    this.#page = page;
  }

  /** Calls back when clusters are there, are others, or are being worked out. Returns the way to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The clusters over the images there are now; undefined = nobody has asked yet, or the embeddings are others since. */
  get clustering(): Clustering | undefined {
    const { paths, rowOf, embeddings } = this.#page.state();
    if (this.#known?.embeddings !== embeddings) this.#known = undefined;
    if (this.#known !== undefined && this.#known.paths !== paths)
      this.#known = {
        clustering: moved(this.#known.clustering, this.#known.paths, rowOf, paths.length),
        paths,
        embeddings,
      };
    return this.#known?.clustering;
  }

  /** What the labels say of each cluster, worked out once for labels that stay the same. */
  get facts(): readonly ClusterFacts[] {
    const state = this.#page.state();
    const { clustering } = this;
    const of = [clustering, state.saved, state.pending];
    if (clustering === undefined) return [];
    if (this.#facts === undefined || this.#facts.of.some((part, i) => part !== of[i]))
      this.#facts = { of, facts: clusterFacts(clustering, state) };
    return this.#facts.facts;
  }

  /** How far the work is that goes on; undefined = none does. */
  get work(): Progress | 'begun' | undefined {
    return this.#running && (this.#progress ?? 'begun');
  }

  /** Why the last work came to nothing; undefined = it did not. */
  get error(): unknown {
    return this.#error;
  }

  /** Rows of a cluster, ascending. */
  rows(cluster: number): Int32Array {
    return rowsOf(this.clustering, cluster);
  }

  /** Groups all images. What is worked out already is given up. */
  group(k: number | 'auto'): Promise<void> {
    return this.#work({ k }, (clusters) => clusters);
  }

  /** Splits one cluster in as many as its silhouette says. Gives the numbers of the parts. */
  async split(cluster: number): Promise<readonly number[]> {
    const { paths } = this.#page.state();
    const within = Array.from(this.rows(cluster), (row) => paths[row]);
    let parts: readonly number[] = [];
    await this.#work({ k: 'auto', within }, (found) => {
      const whole = this.clustering;
      if (whole === undefined) return found;
      const next = withParts(whole, cluster, found);
      parts = next.parts;
      return next.clustering;
    });
    return parts;
  }

  /** Gives up what is being worked out. */
  cancel(): void {
    this.#running?.abort();
  }

  async #work(
    asked: { readonly k: number | 'auto'; readonly within?: readonly string[] },
    taken: (found: Clustering) => Clustering,
  ): Promise<void> {
    this.#running?.abort();
    const controller = new AbortController();
    const { signal } = controller;
    this.#running = controller;
    this.#progress = this.#error = undefined;
    this.#changed();
    const { embeddings } = this.#page.state();
    const onProgress = (progress: Progress): void => {
      if (this.#running !== controller) return;
      this.#progress = progress;
      this.#changed();
    };
    try {
      const found = await this.#page.host.cluster(asked, { signal, onProgress });
      if (signal.aborted) return;
      const clustering = taken(found);
      this.#known = { clustering, paths: this.#page.state().paths, embeddings };
    } catch (error) {
      if (!signal.aborted) this.#error = error;
    } finally {
      if (this.#running === controller) {
        this.#running = undefined;
        this.#changed();
      }
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Rows of a cluster, ascending. */
export function rowsOf(clustering: Clustering | undefined, cluster: number): Int32Array {
  const { assignments = new Int32Array(0), clusters = [] } = clustering ?? {};
  const rows = new Int32Array(assignments.length === 0 ? 0 : (clusters[cluster]?.size ?? 0));
  for (let row = 0, at = 0; row < assignments.length && at < rows.length; row++)
    if (assignments[row] === cluster) rows[at++] = row;
  return rows;
}

/** The same clusters over other rows; images that came since are in none. */
function moved(
  { assignments, clusters, ...rest }: Clustering,
  paths: readonly string[],
  rowOf: ReadonlyMap<string, number>,
  count: number,
): Clustering {
  const next = new Int32Array(count).fill(-1);
  const sizes = new Int32Array(clusters.length);
  for (const [row, path] of paths.entries()) {
    const now = rowOf.get(path);
    if (now === undefined || assignments[row] < 0) continue;
    next[now] = assignments[row];
    sizes[assignments[row]]++;
  }
  const told = clusters.map((cluster, number) => ({
    ...cluster,
    size: sizes[number],
    medoid: rowOf.get(paths[cluster.medoid]) ?? -1,
  }));
  return { ...rest, assignments: next, clusters: told };
}

/** The clusters with one of them in parts, numbered from the largest again; and the numbers of the parts. */
export function withParts(
  whole: Clustering,
  split: number,
  found: Clustering,
): { readonly clustering: Clustering; readonly parts: readonly number[] } {
  const all = [
    ...whole.clusters.map((cluster, number) => ({ cluster, from: 'whole' as const, number })),
    ...found.clusters.map((cluster, number) => ({ cluster, from: 'part' as const, number })),
  ].filter(({ from, number }) => from === 'part' || number !== split);
  all.sort((a, b) => b.cluster.size - a.cluster.size || a.cluster.medoid - b.cluster.medoid);
  const numbers = {
    whole: new Int32Array(whole.clusters.length),
    part: new Int32Array(found.clusters.length),
  };
  for (const [number, entry] of all.entries()) numbers[entry.from][entry.number] = number;
  const assignments = whole.assignments.map((cluster, row) => {
    if (cluster === split) return found.assignments[row] < 0 ? -1 : numbers.part[found.assignments[row]];
    return cluster < 0 ? -1 : numbers.whole[cluster];
  });
  const { silhouettes } = whole;
  const clusters = all.map(({ cluster }) => cluster);
  return {
    clustering: { assignments, clusters, silhouettes, notes: found.notes },
    parts: [...numbers.part].sort((a, b) => a - b),
  };
}
