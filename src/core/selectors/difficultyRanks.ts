import { clusterDifficulty } from '../cluster/difficulty.ts';
import type { ActiveRows } from './activeRows.ts';
import type { ParameterValues, Pool, SelectorContext } from './selector.ts';

/** Starts of k-means where they cost little: scikit-learn's number when the paper was written. */
const restarts = 10;
const fewRows = 10_000;

/** All active rows, labeled or not, in the order in which BAL goes through them. */
export interface Ranks {
  /** Active row of each rank. */
  readonly order: Int32Array;
  /** Indicator of each active row. */
  readonly values: Float64Array;
  readonly notes: readonly string[];
}

/** Clusters that are made where neither the parameter nor the labels say how many. */
function usualClusters(size: number): number {
  return Math.min(50, Math.max(2, Math.round(Math.sqrt(size / 2))));
}

/** Ranks by the indicator, ties to the lowest row. */
export async function difficultyRanks(
  { points }: ActiveRows,
  { classCount }: Pick<Pool, 'classCount'>,
  parameters: ParameterValues,
  ctx: SelectorContext,
): Promise<Ranks> {
  const { kernels, rng, signal, pause } = ctx;
  const usual = classCount >= 2 ? classCount : usualClusters(points.rows);
  const k = parameters.clusters === 'auto' ? usual : Number(parameters.clusters);
  const indicator = parameters.indicator === 'nearest' ? 'nearest' : 'cdd';
  const { values, clusters } = await clusterDifficulty(points, indicator, {
    k,
    restarts: points.rows <= fewRows ? restarts : 1,
    kernels,
    rng: rng.fork('k-means'),
    signal,
    pause,
    progress: (share) => ctx.progress({ phase: 'cluster', done: Math.round(share * 100), total: 100 }),
  });
  const sign = parameters.order === 'descending' ? -1 : 1;
  const order = Int32Array.from(values.keys()).sort((a, b) => sign * (values[a] - values[b]) || a - b);
  return { order, values, notes: notes(indicator, k, clusters) };
}

function notes(indicator: 'cdd' | 'nearest', asked: number, made: number): readonly string[] {
  if (indicator === 'nearest') return [];
  if (asked === 1)
    return ['With one cluster there is no second center, so images are ranked by the distance to the one.'];
  if (made < asked)
    return [
      `There are fewer different images than the ${asked} clusters, so all are as difficult as each other.`,
    ];
  return [];
}
