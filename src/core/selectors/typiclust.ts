import { kmeans } from '../cluster/kmeans.ts';
import { type ActiveRows, activeRows } from './activeRows.ts';
import { type Cluster, ClusterQueue } from './clusterQueue.ts';
import { nearestLabeled } from './nearestLabeled.ts';
import { onSample } from './onSample.ts';
import { restartsOf, restartsParameter } from './restarts.ts';
import type { ParameterValues, Pick, Pool, Selector, SelectorContext } from './selector.ts';
import { maxReferences, typicalities } from './typicality.ts';

/** Candidates looked at, at most: k-means copies and rereads them. */
const mostCandidates = 100_000;

/** TypiClust with k-means: the most typical image of each cluster that has the fewest labels. */
export const typiclust: Selector = {
  id: 'typiclust',
  title: 'TypiClust',
  summary:
    'Groups the images and picks the most typical one of each group without labels. For the first batches.',
  when: 'Use it for the first one or two labels per class, where it is among the best.',
  cost: 'N k D for each iteration of k-means with k = L + b clusters (500 at most), and the square of each cluster.',
  source: 'Hacohen, Dekel and Weinshall 2022 (2202.02794), typiclust_rp, as in the published code',
  needs: ['embeddings'],
  parameters: {
    normalize: { kind: 'boolean', default: true, title: 'Scale embeddings to length 1 first' },
    neighbors: { kind: 'integer', default: 20, min: 1, title: 'Neighbors that typicality is measured by' },
    minClusterSize: {
      kind: 'integer',
      default: 5,
      min: 0,
      title: 'Clusters with no more images than this are used last',
    },
    maxClusters: { kind: 'integer', default: 500, min: 1, title: 'Most clusters made' },
    distance: {
      kind: 'choice',
      default: 'squared',
      choices: ['squared', 'euclidean'],
      title: 'What typicality averages: squared distances as the published code, or distances as the paper',
    },
    restarts: restartsParameter,
  },
  select: onSample(mostCandidates, async (pool, budget, parameters, ctx) => {
    const active = await activeRows(pool, parameters.normalize === true, ctx);
    const count = Math.min(budget, active.candidates.length);
    if (count === 0) return { picks: [], shortfall: budget, notes: [] };
    const ids = await clusterIds(active, pool, count, parameters, ctx);
    const queue = new ClusterQueue(active, ids, Number(parameters.minClusterSize));
    const chosen = await pickTypical(active, queue, count, parameters, ctx);
    const nearest = await nearestLabeled(
      active,
      chosen.map(({ position }) => position),
      ctx,
    );
    const picks = chosen.map(
      ({ position, typicality, cluster, rank }, i): Pick => ({
        index: active.rows[position],
        score: typicality,
        reason: {
          text: sentence(cluster, rank),
          cluster: { id: cluster.id, size: cluster.size, labeled: cluster.labeled },
          typicalityRank: rank,
          ...(nearest[i] === undefined ? {} : { nearestLabeled: nearest[i] }),
        },
      }),
    );
    return {
      picks,
      shortfall: budget - count,
      notes: notes(chosen, queue, Number(parameters.minClusterSize)),
    };
  }),
};

interface Chosen {
  readonly position: number;
  readonly typicality: number;
  readonly cluster: Cluster;
  /** 1 = the first picked of its cluster in this batch. */
  readonly rank: number;
}

/** A cluster id per active row: the given ones, or k-means with as many clusters as there are labels and picks. */
async function clusterIds(
  active: ActiveRows,
  pool: Pool,
  count: number,
  parameters: ParameterValues,
  ctx: SelectorContext,
): Promise<Int32Array> {
  const { clusters } = pool;
  if (clusters !== undefined) return active.rows.map((row) => clusters[row]);
  const { kernels, rng, signal, pause } = ctx;
  const n = active.rows.length;
  const k = Math.min(active.labeled.length + count, Number(parameters.maxClusters), n);
  const { assignments } = await kmeans(active.points, {
    k,
    restarts: restartsOf(parameters.restarts, n, k),
    kernels,
    rng: rng.fork('k-means'),
    signal,
    pause,
    progress: (share) => ctx.progress({ phase: 'cluster', done: Math.round(share * 100), total: 100 }),
  });
  return assignments;
}

/** Round robin over the clusters: of each the unused member with the highest typicality, ties to the lowest row. */
async function pickTypical(
  active: ActiveRows,
  queue: ClusterQueue,
  count: number,
  parameters: ParameterValues,
  ctx: SelectorContext,
): Promise<readonly Chosen[]> {
  const chosen: Chosen[] = [];
  while (chosen.length < count) {
    const cluster = queue.next();
    const scores = await typicalities(active.points, cluster.unused, parameters, ctx);
    const best = scores.reduce((top, score, i) => (score > scores[top] ? i : top), 0);
    const [position] = cluster.unused.splice(best, 1);
    const rank = 1 + chosen.filter((earlier) => earlier.cluster === cluster).length;
    chosen.push({ position, typicality: scores[best], cluster, rank });
    ctx.progress({ phase: 'select', done: chosen.length, total: count });
    await ctx.pause();
  }
  return chosen;
}

function sentence({ size, labeled }: Cluster, rank: number): string {
  const place = rank === 1 ? 'The most typical' : `Number ${rank} by typicality`;
  const labels = labeled === 0 ? 'none of them labeled' : `${labeled} of them labeled`;
  return `${place} of a group of ${size} images, ${labels}.`;
}

function notes(chosen: readonly Chosen[], queue: ClusterQueue, minClusterSize: number): readonly string[] {
  const result: string[] = [];
  if (queue.minSize < minClusterSize)
    result.push(
      `No cluster has more than ${minClusterSize} images, so clusters with more than ${queue.minSize} were used.`,
    );
  if (chosen.some(({ cluster }) => cluster.size > maxReferences))
    result.push(
      `In clusters of more than ${maxReferences} images, typicality is measured on a random sample.`,
    );
  return result;
}
