import { kmeans } from '../cluster/kmeans.ts';
import type { Predictions } from '../model/predictions.ts';
import { activeRows } from '../selectors/activeRows.ts';
import type { Pool, SelectorContext } from '../selectors/selector.ts';
import { uncertainties } from '../selectors/uncertainty.ts';

/** Uncertainty by the margin, 1 - (p1 - p2), from which an image counts as unsure. */
const unsureFrom = 0.5;

/** Iterations of k-means after which a group hardly changes. */
const iterations = 10;

/** Share of the images that lie in a group with a label; the groups are sqrt(N), by k-means on rows scaled to length 1. */
export async function coverageOf(
  pool: Pool,
  ctx: Pick<SelectorContext, 'kernels' | 'rng' | 'signal' | 'pause'>,
): Promise<number> {
  const { points, labeled } = await activeRows(pool, true, ctx);
  if (labeled.length === 0) return 0;
  const { assignments, sizes } = await kmeans(points, {
    k: Math.round(Math.sqrt(points.rows)),
    maxIterations: iterations,
    kernels: ctx.kernels,
    rng: ctx.rng.fork('coverage'),
    signal: ctx.signal,
    pause: ctx.pause,
  });
  const groups = new Set(Array.from(labeled, (position) => assignments[position]));
  return [...groups].reduce((sum, group) => sum + sizes[group], 0) / points.rows;
}

/** How unsure the predictions are of the images without a label: on average, and the share they are unsure of. */
export async function doubtOf(
  { candidates }: Pool,
  { probabilities }: Predictions,
  pause: () => Promise<void>,
): Promise<{ readonly mean: number; readonly unsure: number } | undefined> {
  if (candidates.length === 0) return undefined;
  const values = await uncertainties(probabilities, candidates, 'margin', pause);
  const sum = values.reduce((total, value) => total + value, 0);
  return {
    mean: sum / candidates.length,
    unsure: values.filter((value) => value > unsureFrom).length / candidates.length,
  };
}
