import { TopK } from '../math/topK.ts';
import type { ActiveRows } from './activeRows.ts';
import type { Coverage } from './coverage.ts';
import type { SelectorContext } from './selector.ts';

export interface Herded {
  readonly position: number;
  /** Rise of the coverage, as a share of the pool. */
  readonly gain: number;
}

/** Gains, as a share of the pool, that count as none. */
const noGain = 1e-12;
/** Candidates measured in one call: when all are, and when the best is sought. */
const wideBlock = 4096;
const block = 64;

/**
 * Greedy maximum of a coverage C(S) of which nothing is chosen yet; labeled rows are in S from the start (arXiv 2407.12212,
 * algorithm 1). Stops early when no candidate adds anything.
 *
 * C is submodular: a gain measured before is an upper bound of the gain now. All candidates are measured once; then the 64
 * highest bounds are measured again until the best of them is no lower than any bound (lazy greedy, Minoux 1978).
 */
export async function herd(
  active: ActiveRows,
  count: number,
  coverage: Coverage,
  ctx: SelectorContext,
): Promise<readonly Herded[]> {
  const { candidates } = active;
  await coverage.add(active.labeled);
  const tell = (done: number): void =>
    ctx.progress({ phase: 'select', done, total: candidates.length + count });
  const bounds = new Bounds(candidates, await allGains(coverage, candidates, tell));
  const herded: Herded[] = [];
  while (herded.length < count) {
    const ranked = bounds.highest(block);
    const best = ranked[0];
    if (bounds.of(best) <= noGain * active.rows.length) break;
    if (!bounds.isExact(best)) {
      await bounds.measure(ranked, coverage);
      continue;
    }
    const position = candidates[best];
    herded.push({ position, gain: bounds.of(best) / active.rows.length });
    tell(candidates.length + herded.length);
    bounds.drop(best);
    await coverage.add([position]);
    await ctx.pause();
  }
  return herded;
}

/** Gains of all candidates: the one step that looks at every pair of rows. */
async function allGains(
  coverage: Coverage,
  candidates: Int32Array,
  tell: (done: number) => void,
): Promise<Float64Array> {
  const gains = new Float64Array(candidates.length);
  for (let from = 0; from < candidates.length; from += wideBlock) {
    gains.set(await coverage.gains(candidates.subarray(from, from + wideBlock)), from);
    tell(Math.min(candidates.length, from + wideBlock));
  }
  return gains;
}

/** Upper bounds of the gains of the candidates, by their number in the list of candidates. */
class Bounds {
  private readonly candidates: Int32Array;
  private readonly values: Float64Array;
  /** 1 where the bound is the gain itself. */
  private readonly exact: Uint8Array;
  private readonly dropped: Uint8Array;

  constructor(candidates: Int32Array, gains: Float64Array) {
    this.candidates = candidates;
    this.values = gains;
    this.exact = new Uint8Array(candidates.length).fill(1);
    this.dropped = new Uint8Array(candidates.length);
  }

  of(candidate: number): number {
    return this.values[candidate];
  }

  isExact(candidate: number): boolean {
    return this.exact[candidate] === 1;
  }

  /** The candidates with the highest bounds, highest first, ties to the lowest. */
  highest(count: number): Int32Array {
    const top = new TopK(count);
    for (let c = 0; c < this.values.length; c++) if (this.dropped[c] === 0) top.offer(this.values[c], c);
    return top.ranked();
  }

  /** Takes a candidate out: it is picked, and all other bounds are but bounds from now on. */
  drop(candidate: number): void {
    this.dropped[candidate] = 1;
    this.exact.fill(0);
  }

  /** Replaces bounds by gains. */
  async measure(candidates: Int32Array, coverage: Coverage): Promise<void> {
    const stale = candidates.filter((c) => this.exact[c] === 0);
    const gains = await coverage.gains(stale.map((c) => this.candidates[c]));
    for (const [i, c] of stale.entries()) {
      this.values[c] = gains[i];
      this.exact[c] = 1;
    }
  }
}
