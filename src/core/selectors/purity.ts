import type { Points } from '../kernels.ts';
import { gather } from '../math/matrix.ts';
import { measurePoints } from '../math/points.ts';
import type { ParameterCurve, SelectorContext } from './selector.ts';

/** Balls looked at: with so many the purity has a standard error of 0.3 % where it is 95 %. */
const sampleBalls = 4096;
/** Points of the curve. */
const curvePoints = 40;

/**
 * The largest radius at which at least a share `purity` of the balls around the rows are pure: all of their rows in one
 * cluster (arXiv 2205.11320, section 3.3). A ball is pure as long as it does not reach the nearest row of another cluster,
 * so that the radius is a quantile of the distances to it, the limit of the published bisection. Rows are the balls'
 * centers up to 4,096 of them, a random sample above. Infinity where all rows are in one cluster.
 */
export async function pureRadius(
  X: Points,
  clusters: Int32Array,
  purity: number,
  ctx: Pick<SelectorContext, 'kernels' | 'rng' | 'signal' | 'pause' | 'progress'>,
): Promise<{ readonly radius: number; readonly curve: ParameterCurve }> {
  const reach = (await distancesToOthers(X, clusters, ctx)).sort();
  const impure = Math.min(reach.length - 1, Math.floor((1 - purity) * reach.length + 1e-9));
  // A radius of 0 covers nothing; copies in several clusters make it so.
  const radius = reach[impure] || (reach.find((distance) => distance > 0) ?? Number.POSITIVE_INFINITY);
  return { radius, curve: purityCurve(reach, radius) };
}

/** Distance of each row, or of a sample of the rows, to the nearest row of another cluster. */
async function distancesToOthers(
  X: Points,
  clusters: Int32Array,
  { kernels, rng, signal, pause, progress }: Parameters<typeof pureRadius>[3],
): Promise<Float32Array> {
  const drawn = rng.fork('balls').permutation(X.rows).subarray(0, sampleBalls).sort();
  const centers = await measurePoints(gather(X, drawn), pause);
  const least = new Float32Array(drawn.length).fill(Number.POSITIVE_INFINITY);
  const members = rowsByCluster(clusters);
  for (const [done, [cluster, rows]] of members.entries()) {
    const distances = new Float32Array(drawn.length).fill(Number.POSITIVE_INFINITY);
    for (let from = 0; from < rows.length; from += sampleBalls)
      await kernels.relax(distances, centers, gather(X, rows.slice(from, from + sampleBalls)), { signal });
    for (const [i, row] of drawn.entries())
      if (clusters[row] !== cluster) least[i] = Math.min(least[i], distances[i]);
    progress({ phase: 'cluster', done: done + 1, total: members.length });
    await pause();
  }
  return least.map(Math.sqrt);
}

function rowsByCluster(clusters: Int32Array): readonly (readonly [cluster: number, rows: number[]])[] {
  const members = new Map<number, number[]>();
  for (const [row, cluster] of clusters.entries()) {
    const rows = members.get(cluster);
    if (rows === undefined) members.set(cluster, [row]);
    else rows.push(row);
  }
  return [...members];
}

/** Share of pure balls at evenly spaced radii from 0 to twice the one taken. `reach` is sorted. */
function purityCurve(reach: Float32Array, radius: number): ParameterCurve {
  const points: { value: number; measured: number }[] = [];
  let impure = 0;
  for (let step = 0; Number.isFinite(radius) && step <= curvePoints; step++) {
    const value = (2 * radius * step) / curvePoints;
    while (impure < reach.length && reach[impure] < value) impure++;
    points.push({ value, measured: (reach.length - impure) / reach.length });
  }
  return { parameter: 'delta', measure: 'share of balls that lie in one group', points, chosen: radius };
}
