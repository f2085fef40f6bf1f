import { UserError } from '../errors.ts';
import { measurePoints } from '../math/points.ts';
import { rowsWhere } from '../math/rowsWhere.ts';
import { unitRows } from '../math/unitRows.ts';
import { rowLengths } from '../model/training.ts';
import { createRng } from '../rng.ts';
import type { RoundContext } from '../round.ts';
import type { Matrix } from '../types.ts';
import { type CountTry, chooseCount } from './chooseCount.ts';
import { clusterNotes } from './clusterNotes.ts';
import { type ClusterDescription, describeClusters } from './describeClusters.ts';
import { kmeans } from './kmeans.ts';

/** k-means looks at so many rows at most; the others join the nearest mean. */
const mostFitted = 100_000;
const rowsPerBlock = 8192;
export const mostClusters = 1000;
/** The last of more iterations than this hardly move a row. */
const maxIterations = 50;
/** Share of the work that choosing a number takes. */
const choiceShare = 0.7;

export interface ClusterTask {
  readonly k: number | 'auto';
  readonly seed: number;
  /** Only these rows are clustered. Default: all. */
  readonly within?: Int32Array;
}

export interface ImageClusters {
  /** Cluster of each row; -1 = not among those to cluster, or nothing is known of it (zeros, not finite). */
  readonly assignments: Int32Array;
  /** The largest first, ties to the lowest medoid. */
  readonly clusters: readonly ClusterDescription[];
  readonly silhouettes: readonly CountTry[];
  readonly notes: readonly string[];
}

/** k-means on the rows scaled to length 1 (as TypiClust and the head see them), of a number of clusters by choice or silhouette. */
export async function clusterImages(
  embeddings: Matrix,
  { k: asked, seed, within }: ClusterTask,
  context: RoundContext,
): Promise<ImageClusters> {
  if (asked !== 'auto' && !(Number.isInteger(asked) && asked >= 1 && asked <= mostClusters))
    throw new UserError(
      'usage',
      `The number of clusters is ${asked}; give a whole number from 1 to ${mostClusters}, or auto.`,
    );
  const { pause } = context;
  const lengths = await rowLengths(embeddings, pause);
  const rows =
    within?.filter((row) => lengths[row] > 0) ?? rowsWhere(lengths.length, (row) => lengths[row] > 0);
  if (rows.length === 0)
    throw new UserError('needs-input', 'None of the images has an embedding yet; run Embed Folder first.');
  const rng = createRng(seed).fork('clusters');
  const tell = (share: number): void =>
    context.progress({ phase: 'cluster', done: Math.round(share * 100), total: 100 });
  const fitted = rng
    .fork('fit')
    .permutation(rows.length)
    .subarray(0, mostFitted)
    .slice()
    .sort()
    .map((at) => rows[at]);
  const points = await measurePoints(await unitRows(embeddings, fitted, pause), pause);

  const choice =
    asked === 'auto'
      ? await chooseCount(points, {
          ...context,
          rng: rng.fork('count'),
          progress: (share) => tell(share * choiceShare),
        })
      : { k: asked, tries: [] };
  const from = asked === 'auto' ? choiceShare : 0;
  const { assignments, centers } = await kmeans(points, {
    ...context,
    rng: rng.fork('k-means'),
    k: Math.min(choice.k, fitted.length),
    maxIterations,
    progress: (share) => tell(from + (1 - from) * share),
  });
  const all = new Int32Array(embeddings.rows).fill(-1);
  if (fitted.length === rows.length) for (const [i, row] of fitted.entries()) all[row] = assignments[i];
  else await assignNearest(embeddings, rows, centers, all, context);
  const clusters = await describeClusters(embeddings, lengths, all, centers.rows, pause);
  return {
    ...bySize(all, clusters),
    silhouettes: choice.tries,
    notes: clusterNotes({
      asked,
      tries: choice.tries,
      found: centers.rows,
      fitted: fitted.length,
      clustered: rows.length,
      wanted: within?.length ?? embeddings.rows,
    }),
  };
}

/** Clusters of the person's own, as they are: numbered anew by size, with their medoids where there are embeddings. */
export async function describeOwnClusters(
  ids: Int32Array,
  embeddings: Matrix | undefined,
  { pause }: Pick<RoundContext, 'pause'>,
): Promise<ImageClusters> {
  const seen = embeddings ?? { data: new Float32Array(0), rows: ids.length, cols: 0 };
  const numbers = new Map([...new Set(ids)].filter((id) => id !== -1).map((id, number) => [id, number]));
  const assignments = ids.map((id) => numbers.get(id) ?? -1);
  const lengths = await rowLengths(seen, pause);
  const clusters = await describeClusters(seen, lengths, assignments, numbers.size, pause);
  return { ...bySize(assignments, clusters), silhouettes: [], notes: [] };
}

/** Gives each of the rows its nearest center, a block of copies at a time. */
async function assignNearest(
  embeddings: Matrix,
  rows: Int32Array,
  centers: Matrix,
  into: Int32Array,
  { kernels, signal, pause }: RoundContext,
): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsPerBlock) {
    const block = rows.subarray(from, from + rowsPerBlock);
    const unit = await unitRows(embeddings, block, pause);
    const { indices } = await kernels.nearest(unit, centers, 1, { signal });
    for (const [i, row] of block.entries()) into[row] = indices[i];
  }
}

/** The same clusters, numbered from the largest. */
function bySize(
  assignments: Int32Array,
  clusters: readonly ClusterDescription[],
): Pick<ImageClusters, 'assignments' | 'clusters'> {
  const kept = [...clusters.keys()].filter((c) => clusters[c].size > 0);
  kept.sort((a, b) => clusters[b].size - clusters[a].size || clusters[a].medoid - clusters[b].medoid);
  const numbers = new Int32Array(clusters.length);
  for (const [number, c] of kept.entries()) numbers[c] = number;
  return {
    assignments: assignments.map((c) => (c < 0 ? -1 : numbers[c])),
    clusters: kept.map((c) => clusters[c]),
  };
}
