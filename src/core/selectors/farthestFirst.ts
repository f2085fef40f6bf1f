import type { Points } from '../kernels.ts';
import { centeredCopy, distancesTo } from '../math/centered.ts';
import { lowerDistances } from '../math/lowerDistances.ts';
import { TopK } from '../math/topK.ts';
import type { SelectorContext } from './selector.ts';

/** Rows looked at between two passes over the pool. */
const batchRows = 256;

export interface Traversal {
  /** Rows of X in the order chosen. */
  readonly order: Int32Array;
  /** Squared distance of each to the nearest row chosen before it; +Infinity for a first row with none before. */
  readonly squaredDistances: Float64Array;
}

/**
 * Farthest-first traversal (Gonzalez 1985), the greedy step of core-set selection (Sener and Savarese 2018, algorithm 1):
 * `count` times the candidate farthest from all chosen rows, ties to the lowest row. Without chosen rows it begins at
 * `first`. Any shorter count gives a prefix.
 *
 * Lazy: distances to the nearest chosen row only fall, so among the 256 farthest candidates the farthest is right as
 * long as it is no nearer than the best bound outside; only then are all picks flushed in one pass over the pool.
 */
export async function farthestFirst(
  X: Points,
  candidates: Int32Array,
  chosen: Int32Array,
  first: number,
  count: number,
  ctx: Pick<SelectorContext, 'kernels' | 'signal' | 'pause' | 'progress'>,
): Promise<Traversal> {
  const minDistance = new Float32Array(X.rows).fill(Number.POSITIVE_INFINITY);
  const taken = new Uint8Array(X.rows);
  const order: number[] = [];
  const distances: number[] = [];
  const accept = (index: number, distance: number): void => {
    taken[index] = 1;
    order.push(index);
    distances.push(distance);
  };
  const flush = (rows: ArrayLike<number>): Promise<void> => lowerDistances(minDistance, X, rows, ctx);

  if (chosen.length > 0) await flush(chosen);
  else if (count > 0) {
    accept(first, Number.POSITIVE_INFINITY);
    await flush([first]);
  }
  const total = Math.min(count, candidates.length);
  while (order.length < total) {
    const flushed = order.length;
    const { batch, outside } = farthestCandidates(candidates, taken, minDistance);
    for (const pick of await picksWithin(X, batch, outside, total - order.length, ctx))
      accept(pick.index, pick.distance);
    ctx.progress({ phase: 'select', done: order.length, total });
    await ctx.pause();
    if (order.length < total) await flush(order.slice(flushed));
  }
  return { order: Int32Array.from(order), squaredDistances: Float64Array.from(distances) };
}

interface Candidate {
  readonly index: number;
  /** Squared distance to the nearest chosen row, as far as known: an upper bound. */
  distance: number;
}

/** The farthest candidates left, and the best one that is not among them. */
function farthestCandidates(
  candidates: Int32Array,
  taken: Uint8Array,
  minDistance: Float32Array,
): { readonly batch: readonly Candidate[]; readonly outside: Candidate | undefined } {
  const top = new TopK(batchRows + 1);
  for (const index of candidates) if (taken[index] === 0) top.offer(minDistance[index], index);
  const ranked = Array.from(top.ranked(), (index) => ({ index, distance: minDistance[index] }));
  return { batch: ranked.slice(0, batchRows), outside: ranked[batchRows] };
}

/** Picks from the batch, farthest first. A row that the best outside it may be farther than is out until the next pass. */
async function picksWithin(
  X: Points,
  batch: readonly Candidate[],
  outside: Candidate | undefined,
  count: number,
  { kernels, signal }: Pick<SelectorContext, 'kernels' | 'signal'>,
): Promise<readonly Candidate[]> {
  const rows = centeredCopy(
    X,
    batch.map(({ index }) => index),
  );
  const distances = await distancesTo(rows, [...batch.keys()], kernels, signal);
  const picks: Candidate[] = [];
  const left = new Set(batch.keys());
  while (left.size > 0 && picks.length < count) {
    let best = -1;
    for (const slot of left) if (best < 0 || isFarther(batch[slot], batch[best])) best = slot;
    left.delete(best);
    picks.push(batch[best]);
    for (const slot of left) {
      const candidate = batch[slot];
      candidate.distance = Math.min(candidate.distance, distances[slot * batch.length + best]);
      if (outside !== undefined && isFarther(outside, candidate)) left.delete(slot);
    }
  }
  return picks;
}

function isFarther(a: Candidate, b: Candidate): boolean {
  return a.distance > b.distance || (a.distance === b.distance && a.index < b.index);
}
