import { TopK } from '../math/topK.ts';
import type { ActiveRows } from './activeRows.ts';
import type { Coverage } from './coverage.ts';
import type { Rise } from './rises.ts';

export interface Best {
  readonly position: number;
  readonly gain: number;
}

/** Candidates brought up to date first, so that it is known what the others must beat. */
const leaders = 64;
/** Candidates in one call: measured to find the best of few, and of many; brought up to date. */
const narrow = 16;
const wide = 512;
const widest = 4096;
/** Share of the rises that a candidate is compared with before its bound is too low to matter, as often seen. */
const seldomAll = 2 / 3;
/** What rounding may take from a gain on its way to a bound, as a share of the gain. */
const rounding = 1e-5;

/**
 * Finds the candidate with the highest gain, again and again, without measuring all (lazy greedy, Minoux 1978). Coverage is
 * submodular, so a gain measured before is an upper bound of the gain now, and so is what is left of it after some of the
 * falls since then. Only candidates whose bound is no lower than the best gain are looked at, rise by rise until the bound
 * is too low. Gains that decide are measured anew.
 */
export class LazyGains {
  private readonly candidates: Int32Array;
  private readonly rows: number;
  private readonly coverage: Coverage;
  private readonly least: number;
  private readonly tell: (share: number) => void;
  private readonly bounds: Float64Array;
  /** How many rises each bound takes into account; -1 = never measured. */
  private readonly levels: Int32Array;
  /** 1 where the bound is the gain itself. */
  private readonly exact: Uint8Array;
  /** The highest gain known to be exact; no bound below it matters. */
  private floor: number;

  /**
   * `upperBounds`: of the gains, by active row. Gains up to `least` count as none. `tell` hears how much of the search for
   * the next best is done.
   */
  constructor(
    active: ActiveRows,
    coverage: Coverage,
    upperBounds: Float64Array,
    least: number,
    tell: (share: number) => void,
  ) {
    this.candidates = active.candidates;
    this.rows = active.rows.length;
    this.coverage = coverage;
    this.least = least;
    this.tell = tell;
    this.bounds = Float64Array.from(this.candidates, (position) => upperBounds[position]);
    this.levels = new Int32Array(this.candidates.length).fill(-1);
    this.exact = new Uint8Array(this.candidates.length);
    this.floor = least;
  }

  /** Takes out the candidate with the highest gain, ties to the lowest. Undefined if none gains anything. */
  async takeBest(): Promise<Best | undefined> {
    const first = highest(this.rivals(), this.bounds, leaders);
    await this.bringUpToDate(first);
    await this.measure(highest(first, this.bounds, narrow));

    const rivals = this.rivals();
    if (this.work(rivals) > this.rows ** 2 / 2) await this.measureAll();
    else await this.bringUpToDate(rivals, this.tell);
    for (let left = this.rivals(); left.length > 0; left = this.rivals())
      await this.measure(highest(left, this.bounds, narrow));

    const [best] = highest(Int32Array.from(this.bounds.keys()), this.bounds, 1);
    const gain = this.bounds[best];
    if (!(gain > this.least)) return undefined;
    this.age();
    this.bounds[best] = Number.NEGATIVE_INFINITY;
    return { position: this.candidates[best], gain };
  }

  /** The candidates whose gain is not known and may be the highest. */
  private rivals(among: Int32Array = Int32Array.from(this.bounds.keys())): Int32Array {
    const { bounds, exact, floor, least } = this;
    return among.filter((c) => exact[c] === 0 && bounds[c] >= floor && bounds[c] > least);
  }

  /** Pairs of rows that are compared to bring bounds up to date, in about. */
  private work(some: Int32Array): number {
    return some.reduce(
      (pairs, c) => pairs + (this.levels[c] < 0 ? this.rows : seldomAll * this.behind(c)),
      0,
    );
  }

  /** Rows that a bound leaves out. */
  private behind(candidate: number): number {
    const { rises } = this.coverage;
    let rows = 0;
    for (let r = this.levels[candidate]; r < rises.length && rows < this.rows; r++)
      rows += rises[r].rows.length;
    return Math.min(this.rows, rows);
  }

  /** Makes the bounds of rivals account for all rises, as long as they stay rivals. What was never measured is now. */
  private async bringUpToDate(some: Int32Array, tell: (share: number) => void = () => {}): Promise<void> {
    const unknown = some.filter((c) => this.levels[c] < 0);
    const ranked = highest(unknown, this.bounds, unknown.length);
    for (let from = 0; from < ranked.length; from += wide) {
      await this.measure(this.rivals(ranked.subarray(from, from + wide)));
      tell(from / ranked.length);
    }
    const { rises } = this.coverage;
    const start = some.reduce((lowest, c) => Math.min(lowest, this.levels[c]), rises.length);
    for (let level = Math.max(0, start); level < rises.length; level++) {
      const next = this.rivals(some.filter((c) => this.levels[c] === level));
      await this.lower(next, rises[level], (share) => tell((level + share - start) / (rises.length - start)));
    }
  }

  /** Takes from the bounds what a rise took from the gains. */
  private async lower(some: Int32Array, rise: Rise, tell: (share: number) => void): Promise<void> {
    for (let from = 0; from < some.length; from += widest) {
      const part = some.subarray(from, from + widest);
      const falls = await this.coverage.falls(this.positions(part), rise);
      for (const [i, c] of part.entries()) {
        this.bounds[c] -= falls[i];
        this.levels[c]++;
      }
      tell(Math.min(1, (from + widest) / some.length));
    }
  }

  private async measure(some: Int32Array): Promise<void> {
    if (some.length === 0) return;
    const gains = await this.coverage.gains(this.positions(some));
    for (const [i, c] of some.entries()) this.know(c, gains[i]);
  }

  private async measureAll(): Promise<void> {
    const gains = await this.coverage.allGains(this.tell);
    for (const [c, position] of this.candidates.entries())
      if (this.bounds[c] > Number.NEGATIVE_INFINITY) this.know(c, gains[position]);
  }

  private know(candidate: number, gain: number): void {
    this.bounds[candidate] = gain;
    this.levels[candidate] = this.coverage.rises.length;
    this.exact[candidate] = 1;
    this.floor = Math.max(this.floor, gain);
  }

  /** Gains that were exact are bounds from now on. */
  private age(): void {
    for (const [c, isExact] of this.exact.entries()) if (isExact === 1) this.bounds[c] *= 1 + rounding;
    this.exact.fill(0);
    this.floor = this.least;
  }

  private positions(some: Int32Array): Int32Array {
    return some.map((c) => this.candidates[c]);
  }
}

/** So many of the candidates with the highest bounds, highest first, ties to the lowest. */
function highest(some: Int32Array, bounds: Float64Array, count: number): Int32Array {
  const top = new TopK(Math.min(count, some.length));
  for (const c of some) top.offer(bounds[c], c);
  return top.ranked();
}
