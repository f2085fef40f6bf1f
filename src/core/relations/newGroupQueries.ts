import { densestMembers } from '../cluster/densest.ts';
import { kmeans } from '../cluster/kmeans.ts';
import { measurePoints } from '../math/points.ts';
import { unitRows } from '../math/unitRows.ts';
import type { HeadContext } from '../model/head.ts';
import type { Matrix } from '../types.ts';
import type { Draft, Questioner } from './drafts.ts';
import type { Membership } from './membership.ts';
import type { AskedGraph, Target } from './targets.ts';

/** Rows that are looked at: enough for every cluster to be met. */
const mostRows = 10_000;
const mostClusters = 60;
/** Images of a cluster, in the mean. */
const clusterSize = 25;
/** Of the images nearest to one that is asked about, so many show the same, until relations tell. */
const usualPurity = 0.6;
/** An image that is this likely to belong to a class or group is not far from all of them. */
const farBelow = 0.5;

/**
 * Questions that begin a group: an image amid a cluster that lies far from all classes and groups, beside the images nearest to
 * it and the one that stands for the nearest class or group. If it shows the same as that, its cluster does, most likely.
 */
export async function newGroupQuestioner(
  {
    embeddings,
    open,
    list,
    membership,
    graph,
  }: {
    readonly embeddings: Matrix;
    readonly open: Int32Array;
    readonly list: readonly Target[];
    readonly membership: Membership;
    readonly graph: AskedGraph;
  },
  { count, candidates }: { readonly count: number; readonly candidates: number },
  ctx: HeadContext,
): Promise<Questioner> {
  const { kernels, signal, pause, rng } = ctx;
  const { data, cols } = membership.rows;
  const best = (row: number): number => {
    let p = 0;
    for (let t = 0; t < cols; t++) p = Math.max(p, data[row * cols + t]);
    return p;
  };
  const grouped = new Set(list.flatMap(({ label, members }) => (label < 0 ? [...members] : [])));
  const far = open.filter((row) => best(row) < farBelow && !grouped.has(row));
  if (far.length < 2) return { drafts: () => [] };
  const order = rng.fork('sample').permutation(far.length).subarray(0, mostRows).sort();
  const rows = order.map((position) => far[position]);
  const points = await measurePoints(await unitRows(embeddings, rows, pause), pause);
  const wanted = Math.round(rows.length / clusterSize);
  const k = Math.max(Math.min(count, rows.length), Math.min(mostClusters, wanted));
  const clustering = await kmeans(points, { k, kernels, rng: rng.fork('clusters'), pause, signal });
  const densest = await densestMembers(points, clustering, 1, { kernels, signal, pause });
  const near = Math.min(rows.length - 1, 4 * candidates);
  const { indices } = await kernels.nearest(
    { rows: densest.length, cols: points.cols, data: gatherRows(points, densest) },
    points,
    near + 1,
    { signal },
  );
  const bySize = Array.from(densest.keys()).sort(
    (a, b) => clustering.sizes[b] - clustering.sizes[a] || densest[a] - densest[b],
  );

  const compose = (cluster: number, isUsed: (row: number) => boolean): Draft | undefined => {
    const anchor = rows[densest[cluster]];
    if (isUsed(anchor)) return undefined;
    const standIn = nearestTarget(anchor, list, membership, graph, isUsed);
    const shown: number[] = standIn === undefined ? [] : [standIn.row];
    for (const position of indices.subarray(cluster * (near + 1), (cluster + 1) * (near + 1))) {
      if (shown.length === candidates || position < 0) break;
      const row = rows[position];
      if (row === anchor || isUsed(row) || graph.isAsked(anchor, row)) continue;
      if (graph.relation(anchor, row) !== 'unknown') continue;
      shown.push(row);
    }
    if (shown.length === 0) return undefined;
    const own = shown.length - (standIn === undefined ? 0 : 1);
    const expected = usualPurity * own + (standIn?.probability ?? 0);
    const about = { purpose: 'new-class' as const, expected, why };
    return {
      query:
        shown.length === 1
          ? { kind: 'pair', a: anchor, b: shown[0], ...about }
          : { kind: 'grid', anchor, candidates: shown, ...about },
      score: (membership.isOpen ? openWorth : groupWorth) * expected,
    };
  };
  return {
    drafts: (isUsed) => {
      // One at a time: the largest cluster that is left.
      for (const cluster of bySize) {
        const draft = compose(cluster, isUsed);
        if (draft !== undefined) return [draft];
      }
      return [];
    },
  };
}

/** Members of a group that has to be joined to a class or named yet count as less than labels. */
const groupWorth = 0.8;
/** While kinds are missing, the first images of one are worth more than some more of another. */
const openWorth = 1.5;
const why = 'It lies amid images that are far from everything known, and may be the first of its kind.';

/** An image that stands for the target that a row most likely belongs to. */
function nearestTarget(
  row: number,
  list: readonly Target[],
  { rows: { data, cols } }: Membership,
  graph: AskedGraph,
  isUsed: (row: number) => boolean,
): { readonly row: number; readonly probability: number } | undefined {
  let best: { readonly row: number; readonly probability: number } | undefined;
  for (const [t, { anchors }] of list.entries()) {
    const probability = data[row * cols + t];
    if (probability <= (best?.probability ?? 0)) continue;
    const anchor = anchors.find((other) => !isUsed(other) && graph.relation(other, row) === 'unknown');
    if (anchor !== undefined && !graph.isAsked(anchor, row)) best = { row: anchor, probability };
  }
  return best;
}

function gatherRows({ data, cols }: Matrix, rows: Int32Array): Float32Array {
  const gathered = new Float32Array(rows.length * cols);
  for (const [i, row] of rows.entries()) gathered.set(data.subarray(row * cols, (row + 1) * cols), i * cols);
  return gathered;
}
