import type { GainTerms } from '../kernels.ts';
import { gather } from '../math/matrix.ts';
import { gatherPoints } from '../math/points.ts';
import { RowBuffer } from '../math/rowBuffer.ts';
import type { ActiveRows } from './activeRows.ts';
import { densityBounds } from './densityBounds.ts';
import { cutRises, type Rise } from './rises.ts';
import type { SelectorContext } from './selector.ts';

/** What the rows chosen so far cover of the active rows: a submodular function of the chosen rows. */
export interface Coverage {
  /** Chooses some rows. */
  add(positions: ArrayLike<number>): Promise<void>;
  /** What each of some rows would add if chosen, in active rows (a float64 number). A copy of a chosen row adds nothing. */
  gains(positions: ArrayLike<number>): Promise<Float64Array>;
  /** A number for each active row that its gain cannot pass, found without comparing pairs of rows; maybe +Infinity. */
  upperBounds(): Promise<Float64Array>;
  /** The gains of all active rows: pairs of rows are compared but once, so it costs half of `gains` of all. */
  allGains(progress: (share: number) => void): Promise<Float64Array>;
  /** What rose each time that rows were chosen, in order. */
  readonly rises: readonly Rise[];
  /** How much the gain of each of some rows fell through a rise. */
  falls(positions: ArrayLike<number>, rise: Rise): Promise<Float64Array>;
}

/**
 * How well the rows chosen so far represent each active row: best_n = max_s k(x_n, x_s), k(a, b) = exp(-(|a - b| / sigma)^2),
 * 0 while none is chosen; and what a candidate would add to the sum of weight_n best_n, its gain (arXiv 2407.12212).
 */
export class GaussianCoverage implements Coverage {
  readonly rises: Rise[] = [];
  private readonly measured = new RowBuffer();
  private readonly risen = new RowBuffer();
  private readonly active: ActiveRows;
  private readonly ctx: Pick<SelectorContext, 'kernels' | 'signal' | 'pause'>;
  private readonly minDistance: Float32Array;
  private readonly terms: GainTerms;

  /** `weight`: how much each active row counts, 1 by default. */
  constructor(
    active: ActiveRows,
    sigma: number,
    ctx: Pick<SelectorContext, 'kernels' | 'signal' | 'pause'>,
    weight: Float32Array = new Float32Array(active.rows.length).fill(1),
  ) {
    this.active = active;
    this.ctx = ctx;
    this.minDistance = new Float32Array(active.rows.length).fill(Number.POSITIVE_INFINITY);
    this.terms = { weight, best: new Float32Array(active.rows.length), sigma };
  }

  async add(positions: ArrayLike<number>): Promise<void> {
    if (positions.length === 0) return;
    const { kernels, signal } = this.ctx;
    const { points } = this.active;
    await kernels.relax(this.minDistance, points, gather(points, positions), { signal });
    const { best, sigma, weight } = this.terms;
    const before = best.slice();
    for (let i = 0; i < best.length; i++) best[i] = Math.exp(-this.minDistance[i] / (sigma * sigma));
    this.rises.push(...cutRises(before, best, weight));
  }

  async gains(positions: ArrayLike<number>): Promise<Float64Array> {
    const { kernels, signal } = this.ctx;
    const { points } = this.active;
    const gains = await kernels.gain(points, this.measured.gather(points, positions), this.terms, { signal });
    return gains.map((gain, i) => (this.minDistance[positions[i]] === 0 ? 0 : gain));
  }

  /** Density bounds a gain while nothing is chosen; later it says too little. */
  async upperBounds(): Promise<Float64Array> {
    const { points } = this.active;
    if (this.rises.length > 0) return new Float64Array(points.rows).fill(Number.POSITIVE_INFINITY);
    return densityBounds(points, this.terms.weight, this.terms.sigma, this.ctx);
  }

  async allGains(progress: (share: number) => void): Promise<Float64Array> {
    const { kernels, signal } = this.ctx;
    const { points } = this.active;
    const gains = await kernels.gain(points, points, this.terms, { signal, progress });
    return gains.map((gain, i) => (this.minDistance[i] === 0 ? 0 : gain));
  }

  async falls(positions: ArrayLike<number>, { rows, before, after }: Rise): Promise<Float64Array> {
    const { kernels, signal } = this.ctx;
    const { points } = this.active;
    const { sigma, weight } = this.terms;
    const terms = {
      weight: Float32Array.from(rows, (row) => weight[row]),
      best: before,
      limit: after,
      sigma,
    };
    return kernels.gain(
      gatherPoints(points, rows, this.risen),
      this.measured.gather(points, positions),
      terms,
      { signal },
    );
  }
}
