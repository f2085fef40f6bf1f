import { gather, squaredDistance } from '../math/matrix.ts';
import { TopK } from '../math/topK.ts';
import { type ActiveRows, activeRows } from './activeRows.ts';
import { farthestFirst } from './farthestFirst.ts';
import { nearestLabeled } from './nearestLabeled.ts';
import type { ParameterValue, Pick, Selector, SelectorContext } from './selector.ts';

/** MaxHerding: greedy maximum of generalised coverage. */
export const maxHerding: Selector = {
  id: 'max-herding',
  title: 'MaxHerding',
  summary: 'Picks the images that represent the most others not yet represented. Good at every budget.',
  source: 'Bae, Noh and Sutherland 2024 (2407.12212), generalised coverage with the Gaussian kernel',
  needs: ['embeddings'],
  parameters: {
    normalize: { kind: 'boolean', default: true, title: 'Scale embeddings to length 1 first' },
    sigma: {
      kind: 'number',
      default: 1,
      min: 1e-6,
      words: ['median'],
      title: 'Distance over which an image represents others, or the median distance',
    },
  },
  async select(pool, budget, parameters, ctx) {
    const active = await activeRows(pool, parameters.normalize === true, ctx);
    const count = Math.min(budget, active.candidates.length);
    const sigma = widthOf(parameters.sigma, active);
    const herded = count === 0 ? [] : await herd(active, count, sigma, ctx);
    const order = [
      ...herded.map(({ position }) => position),
      ...(await farthestRest(active, herded, count, ctx)),
    ];
    const nearest = await nearestLabeled(active, order, ctx);
    const picks = order.map((position, rank): Pick => {
      const gain = herded[rank]?.gain ?? 0;
      const near = nearest[rank] === undefined ? {} : { nearestLabeled: nearest[rank] };
      return { index: active.rows[position], score: gain, reason: { text: sentence(gain), gain, ...near } };
    });
    const rest = count - herded.length;
    return {
      picks,
      shortfall: budget - count,
      notes:
        rest === 0
          ? []
          : [`The last ${rest} picks add nothing to the coverage; they were chosen farthest first.`],
    };
  },
};

interface Herded {
  readonly position: number;
  /** Rise of the coverage, as a share of the pool. */
  readonly gain: number;
}

/** Gains, as a share of the pool, that count as none. */
const noGain = 1e-12;
/** Candidates measured in one call while all are measured, and while the best is sought. */
const firstBlock = 4096;
const block = 64;

/**
 * Greedy maximum of C(S) = (1/N) sum_n max_{s in S} k(x_n, x_s), k(a, b) = exp(-(|a - b| / sigma)^2), labeled rows in S from
 * the start (arXiv 2407.12212, algorithm 1). Stops early when no candidate adds anything.
 *
 * C is submodular: a gain measured before is an upper bound of the gain now. All candidates are measured once; then the 64
 * highest bounds are measured again until the best of them is no lower than any bound (lazy greedy, Minoux 1978).
 */
async function herd(
  active: ActiveRows,
  count: number,
  sigma: number,
  ctx: SelectorContext,
): Promise<readonly Herded[]> {
  const coverage = new Coverage(active, sigma, ctx);
  await coverage.add(active.labeled);
  const { candidates } = active;
  const total = candidates.length + count;
  const tell = (done: number): void => ctx.progress({ phase: 'select', done, total });
  const bounds = await allGains(coverage, candidates, tell);
  const fresh = new Uint8Array(candidates.length).fill(1);
  const picked = new Uint8Array(candidates.length);
  const herded: Herded[] = [];
  while (herded.length < count) {
    const top = new TopK(block);
    for (let c = 0; c < candidates.length; c++) if (picked[c] === 0) top.offer(bounds[c], c);
    const ranked = top.ranked();
    const best = ranked[0];
    if (bounds[best] <= noGain * active.rows.length) break;
    if (fresh[best] === 0) {
      const stale = ranked.filter((c) => fresh[c] === 0);
      const gains = await coverage.gains(stale.map((c) => candidates[c]));
      for (const [i, c] of stale.entries()) {
        bounds[c] = gains[i];
        fresh[c] = 1;
      }
      continue;
    }
    picked[best] = 1;
    herded.push({ position: candidates[best], gain: bounds[best] / active.rows.length });
    tell(candidates.length + herded.length);
    await coverage.add([candidates[best]]);
    fresh.fill(0);
    await ctx.pause();
  }
  return herded;
}

/** How well the rows chosen so far represent each active row, and what a candidate would add. */
class Coverage {
  private readonly active: ActiveRows;
  private readonly sigma: number;
  private readonly ctx: SelectorContext;
  private readonly minDistance: Float32Array;
  private readonly best: Float32Array;
  private readonly weight: Float32Array;

  constructor(active: ActiveRows, sigma: number, ctx: SelectorContext) {
    this.active = active;
    this.sigma = sigma;
    this.ctx = ctx;
    this.minDistance = new Float32Array(active.rows.length).fill(Number.POSITIVE_INFINITY);
    this.best = new Float32Array(active.rows.length);
    this.weight = new Float32Array(active.rows.length).fill(1);
  }

  async add(positions: ArrayLike<number>): Promise<void> {
    const { points } = this.active;
    await this.ctx.kernels.relax(this.minDistance, points, gather(points, positions), {
      signal: this.ctx.signal,
    });
    for (let i = 0; i < this.best.length; i++)
      this.best[i] = Math.exp(-this.minDistance[i] / (this.sigma * this.sigma));
  }

  /** Gains of some rows, summed over the pool. A copy of a chosen row gains exactly nothing. */
  async gains(positions: ArrayLike<number>): Promise<Float64Array> {
    const { kernels, signal } = this.ctx;
    const { points } = this.active;
    const { weight, best, sigma } = this;
    const gains = await kernels.gain(points, gather(points, positions), { weight, best, sigma }, { signal });
    return gains.map((gain, i) => (this.minDistance[positions[i]] === 0 ? 0 : gain));
  }
}

/** Gains of all candidates: the one step that looks at every pair of rows. */
async function allGains(
  coverage: Coverage,
  candidates: Int32Array,
  measured: (done: number) => void,
): Promise<Float64Array> {
  const gains = new Float64Array(candidates.length);
  for (let from = 0; from < candidates.length; from += firstBlock) {
    gains.set(await coverage.gains(candidates.subarray(from, from + firstBlock)), from);
    measured(Math.min(candidates.length, from + firstBlock));
  }
  return gains;
}

/** What is left to pick when nothing adds to the coverage: the candidates farthest from all chosen rows. */
async function farthestRest(
  active: ActiveRows,
  herded: readonly Herded[],
  count: number,
  ctx: SelectorContext,
): Promise<readonly number[]> {
  if (herded.length === count) return [];
  const picked = herded.map(({ position }) => position);
  const isPicked = new Set(picked);
  const left = active.candidates.filter((position) => !isPicked.has(position));
  const chosen = Int32Array.from([...active.labeled, ...picked]);
  const { order } = await farthestFirst(active.points, left, chosen, left[0], count - picked.length, ctx);
  return [...order];
}

/** Rows that the median distance is taken over: 32,640 pairs. */
const medianRows = 256;

/** The parameter sigma; `median` is the median distance between evenly spread rows, 1 if that is 0. */
function widthOf(sigma: ParameterValue | undefined, { points }: ActiveRows): number {
  if (typeof sigma === 'number') return sigma;
  const count = Math.min(medianRows, points.rows);
  const rows = Array.from({ length: count }, (_, i) => Math.floor((i * points.rows) / count));
  const distances = rows.flatMap((a, i) =>
    rows.slice(0, i).map((b) => squaredDistance(points, a, points, b)),
  );
  const sorted = Float64Array.from(distances).sort();
  return Math.sqrt(sorted[sorted.length >> 1] ?? 0) || 1;
}

function sentence(gain: number): string {
  if (gain === 0) return 'Adds nothing to the coverage; the farthest of those left.';
  return `Represents the images not represented yet best: the coverage rises by ${(100 * gain).toPrecision(2)} %.`;
}
