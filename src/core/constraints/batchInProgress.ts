import type { Pick } from '../selectors/selector.ts';
import type { Shares } from './groups.ts';

/** Picks that keep to the constraints, as they are taken one after another, and what stood in the way of others. */
export class BatchInProgress {
  readonly picks: Pick[] = [];
  /** Kept rows of which another pick was a copy. */
  readonly copied = new Set<number>();
  /** Per list of shares: the groups that were full when another pick came. */
  readonly #full: readonly Set<number>[];
  readonly #shares: readonly Shares[];
  readonly #counts: readonly Map<number, number>[];
  readonly #spare: number[];
  readonly #rows = new Set<number>();

  constructor(shares: readonly Shares[]) {
    this.#shares = shares;
    this.#full = shares.map(() => new Set());
    this.#counts = shares.map(() => new Map());
    this.#spare = shares.map(({ spare }) => spare);
  }

  /** Whether some pick was refused. */
  get hasClashes(): boolean {
    return this.copied.size > 0 || this.#full.some((groups) => groups.size > 0);
  }

  /** Takes a pick if nothing stands in its way. `copies`: rows that it is a copy of, kept or not. */
  offer(pick: Pick, copies: readonly number[]): boolean {
    const original = copies.find((row) => this.#rows.has(row));
    if (original !== undefined) this.copied.add(original);
    const isFull = this.#shares.map((shares, i) => this.#isFull(i, shares.of[pick.index]));
    for (const [i, { of }] of this.#shares.entries()) if (isFull[i]) this.#full[i].add(of[pick.index]);
    if (original !== undefined || isFull.includes(true)) return false;
    this.#take(pick);
    return true;
  }

  /** Whether a row lies in a group that has no room left. */
  isClosed(row: number): boolean {
    return this.#shares.some(({ of }, i) => this.#isFull(i, of[row]));
  }

  /** Whether a row lies in a group that was full when another pick came. */
  hasRefused(row: number): boolean {
    return this.#shares.some(({ of }, i) => this.#full[i].has(of[row]));
  }

  has(row: number): boolean {
    return this.#rows.has(row);
  }

  #isFull(i: number, group: number): boolean {
    const left = this.#shares[i].limit(group) - (this.#counts[i].get(group) ?? 0);
    return left < 0 || (left === 0 && this.#spare[i] === 0);
  }

  #take(pick: Pick): void {
    this.picks.push(pick);
    this.#rows.add(pick.index);
    for (const [i, { of, limit }] of this.#shares.entries()) {
      const group = of[pick.index];
      const count = (this.#counts[i].get(group) ?? 0) + 1;
      this.#counts[i].set(group, count);
      if (count > limit(group)) this.#spare[i]--;
    }
  }
}
