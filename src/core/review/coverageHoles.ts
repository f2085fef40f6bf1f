import { kmeans } from '../cluster/kmeans.ts';
import { squaredDistance } from '../math/matrix.ts';
import { type Check, type Found, type ReviewContext, type ReviewedPool, tooEarly } from './check.ts';

/** Labels from which on what has none is a hole. */
const leastLabels = 5;
/** Holes that are told, the largest first: as many as one batch is good for. */
const mostHoles = 20;
/** Images of the smallest hole. */
const leastImages = 5;
/** Images of a hole that are shown, the nearest to its medoid. */
const mostShown = 50;
const mostClusters = 500;

/**
 * Groups of images without a label: clusters (k-means with k = sqrt(N)) in which none is labeled, the largest first. The
 * first row of a hole is its medoid, whose label covers most of it; the nearest others follow.
 */
export const coverageHoles: Check = {
  id: 'coverage-holes',
  title: 'Coverage holes',
  summary: 'Groups of images that are alike and none of which is labeled.',
  needs: ['embeddings', 'neighbors'],
  async run(pool, ctx) {
    const labeled = pool.rows.filter((row) => pool.labels[row] >= 0).length;
    if (labeled < leastLabels)
      return tooEarly(
        `Coverage holes are looked for from ${leastLabels} labels on; label more images.`,
        'labels',
      );
    const groups = await clustered(pool, ctx);
    const holes = groups
      .filter(({ members }) => members.every((row) => pool.labels[row] < 0))
      .filter(({ members }) => members.length >= leastImages);
    const covered = 1 - holes.reduce((sum, { members }) => sum + members.length, 0) / pool.rows.length;
    const note = `${Math.round(100 * covered)} % of the images are in a group with a label, or in a small one.`;
    holes.sort(
      (a, b) =>
        b.members.length - a.members.length || (pool.names[a.members[0]] < pool.names[b.members[0]] ? -1 : 1),
    );
    const largest = holes[0]?.members.length ?? 1;
    const findings = holes.slice(0, mostHoles).map(
      ({ members }): Found => ({
        rows: Int32Array.from(members.slice(0, mostShown)),
        identity: [pool.names[members[0]]],
        severity: members.length / largest,
        text: `${members.length} images are alike and none of them is labeled; a label of the first covers most.`,
        evidence: { images: members.length, 'share of the images': members.length / pool.rows.length },
      }),
    );
    return { findings, note };
  },
};

interface Group {
  /** Medoid first, then by distance. */
  readonly members: readonly number[];
}

async function clustered(
  pool: ReviewedPool,
  { graph, kernels, rng, pause, signal, progress }: ReviewContext,
): Promise<readonly Group[]> {
  const { points, rows } = await graph();
  if (rows.length === 0) return [];
  const k = Math.max(1, Math.min(mostClusters, Math.round(Math.sqrt(rows.length))));
  const { assignments, centers } = await kmeans(points, {
    k,
    kernels,
    rng: rng.fork('coverage'),
    pause,
    signal,
    progress: (share) => progress({ phase: 'cluster', done: Math.round(100 * share), total: 100 }),
  });
  const takesPart = new Set(pool.rows);
  const members: { readonly row: number; readonly distance: number }[][] = Array.from(
    { length: centers.rows },
    () => [],
  );
  for (let node = 0; node < rows.length; node++) {
    if (node % 2000 === 0) await pause();
    if (!takesPart.has(rows[node])) continue;
    const cluster = assignments[node];
    members[cluster].push({ row: rows[node], distance: squaredDistance(points, node, centers, cluster) });
  }
  return members.map((own) => ({
    members: own
      .sort((a, b) => a.distance - b.distance || (pool.names[a.row] < pool.names[b.row] ? -1 : 1))
      .map(({ row }) => row),
  }));
}
