import type { ActiveRows } from './activeRows.ts';
import type { Coverage } from './coverage.ts';
import { LazyGains } from './lazyGains.ts';
import type { SelectorContext } from './selector.ts';

export interface Herded {
  readonly position: number;
  /** Rise of the coverage, as a share of the pool. */
  readonly gain: number;
}

/** Gains, as a share of the pool, that count as none. */
const noGain = 1e-12;
/** How many picks, as to time, each of the first two takes: they look at every pair of rows. */
const slowPicks = 2;

/**
 * Greedy maximum of a coverage C(S) of which nothing is chosen yet; labeled rows are in S from the start (arXiv 2407.12212,
 * algorithm 1). Stops early when no candidate adds more than `least`, a share of the pool; by default, adds anything.
 */
export async function herd(
  active: ActiveRows,
  count: number,
  coverage: Coverage,
  ctx: SelectorContext,
  least = noGain,
): Promise<readonly Herded[]> {
  await coverage.add(active.labeled);
  const herded: Herded[] = [];
  const tell = (share: number): void => {
    const slow = Math.min(slowPicks, herded.length + share);
    ctx.progress({
      phase: 'select',
      done: Math.round(count * slow + herded.length),
      total: count * (slowPicks + 1),
    });
  };
  const upperBounds = await coverage.upperBounds();
  const gains = new LazyGains(active, coverage, upperBounds, least * active.rows.length, tell);
  while (herded.length < count) {
    const best = await gains.takeBest();
    if (best === undefined) break;
    herded.push({ position: best.position, gain: best.gain / active.rows.length });
    tell(0);
    await coverage.add([best.position]);
    await ctx.pause();
  }
  return herded;
}
