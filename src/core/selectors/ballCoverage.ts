import { lowerDistances } from '../math/lowerDistances.ts';
import { gatherPoints } from '../math/points.ts';
import { RowBuffer } from '../math/rowBuffer.ts';
import type { ActiveRows } from './activeRows.ts';
import type { Coverage } from './coverage.ts';
import { cutRises, type Rise } from './rises.ts';
import type { SelectorContext } from './selector.ts';

/** A row is covered if a chosen row is nearer than the radius; a candidate adds the rows of its ball not covered yet. */
export class BallCoverage implements Coverage {
  readonly rises: Rise[] = [];
  private readonly measured = new RowBuffer();
  private readonly risen = new RowBuffer();
  private readonly active: ActiveRows;
  private readonly radius: number;
  private readonly ctx: Pick<SelectorContext, 'kernels' | 'signal'>;
  private readonly minDistance: Float32Array;
  /** 1 = not covered. */
  private readonly uncovered: Float32Array;

  constructor(active: ActiveRows, radius: number, ctx: Pick<SelectorContext, 'kernels' | 'signal'>) {
    this.active = active;
    this.radius = radius;
    this.ctx = ctx;
    this.minDistance = new Float32Array(active.rows.length).fill(Number.POSITIVE_INFINITY);
    this.uncovered = new Float32Array(active.rows.length).fill(1);
  }

  async add(positions: ArrayLike<number>): Promise<void> {
    await lowerDistances(this.minDistance, this.active.points, positions, this.ctx);
    const limit = this.radius * this.radius;
    const isCovered = this.minDistance.map((squared) => (squared < limit ? 1 : 0));
    const wasCovered = this.uncovered.map((one) => 1 - one);
    this.rises.push(...cutRises(wasCovered, isCovered, this.uncovered));
    for (let i = 0; i < this.uncovered.length; i++) this.uncovered[i] = 1 - isCovered[i];
  }

  async gains(positions: ArrayLike<number>): Promise<Float64Array> {
    const { kernels, signal } = this.ctx;
    const { points } = this.active;
    const terms = { weight: this.uncovered, radius: this.radius };
    const gains = await kernels.within(points, this.measured.gather(points, positions), terms, { signal });
    return gains.map((gain, i) => (this.minDistance[positions[i]] === 0 ? 0 : gain));
  }

  async upperBounds(): Promise<Float64Array> {
    return new Float64Array(this.active.points.rows).fill(Number.POSITIVE_INFINITY);
  }

  async allGains(progress: (share: number) => void): Promise<Float64Array> {
    const { kernels, signal } = this.ctx;
    const { points } = this.active;
    const terms = { weight: this.uncovered, radius: this.radius };
    const gains = await kernels.within(points, points, terms, { signal, progress });
    return gains.map((gain, i) => (this.minDistance[i] === 0 ? 0 : gain));
  }

  async falls(positions: ArrayLike<number>, { rows }: Rise): Promise<Float64Array> {
    const { kernels, signal } = this.ctx;
    const { points } = this.active;
    const terms = { weight: new Float32Array(rows.length).fill(1), radius: this.radius };
    return kernels.within(
      gatherPoints(points, rows, this.risen),
      this.measured.gather(points, positions),
      terms,
      { signal },
    );
  }

  /** Share of the active rows that the chosen rows cover, 0 to 1. */
  get share(): number {
    const uncovered = this.uncovered.reduce((sum, one) => sum + one, 0);
    return 1 - uncovered / Math.max(1, this.uncovered.length);
  }
}
