import type { GainTerms } from '../kernels.ts';
import { gather } from '../math/matrix.ts';
import type { ActiveRows } from './activeRows.ts';
import type { SelectorContext } from './selector.ts';

/**
 * How well the rows chosen so far represent each active row: best_n = max_s k(x_n, x_s), k(a, b) = exp(-(|a - b| / sigma)^2),
 * 0 while none is chosen; and what a candidate would add to the sum of best_n, its gain (arXiv 2407.12212).
 */
export class Coverage {
  private readonly active: ActiveRows;
  private readonly ctx: Pick<SelectorContext, 'kernels' | 'signal'>;
  private readonly minDistance: Float32Array;
  private readonly terms: GainTerms;

  constructor(active: ActiveRows, sigma: number, ctx: Pick<SelectorContext, 'kernels' | 'signal'>) {
    this.active = active;
    this.ctx = ctx;
    this.minDistance = new Float32Array(active.rows.length).fill(Number.POSITIVE_INFINITY);
    const weight = new Float32Array(active.rows.length).fill(1);
    this.terms = { weight, best: new Float32Array(active.rows.length), sigma };
  }

  /** Chooses some rows. */
  async add(positions: ArrayLike<number>): Promise<void> {
    const { kernels, signal } = this.ctx;
    const { points } = this.active;
    await kernels.relax(this.minDistance, points, gather(points, positions), { signal });
    const { best, sigma } = this.terms;
    for (let i = 0; i < best.length; i++) best[i] = Math.exp(-this.minDistance[i] / (sigma * sigma));
  }

  /** Gains of some rows. A copy of a chosen row gains exactly nothing. */
  async gains(positions: ArrayLike<number>): Promise<Float64Array> {
    const { kernels, signal } = this.ctx;
    const { points } = this.active;
    const gains = await kernels.gain(points, gather(points, positions), this.terms, { signal });
    return gains.map((gain, i) => (this.minDistance[positions[i]] === 0 ? 0 : gain));
  }
}
