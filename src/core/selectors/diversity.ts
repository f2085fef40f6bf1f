import { representatives } from '../cluster/representatives.ts';
import { TopK } from '../math/topK.ts';
import { activeRows } from './activeRows.ts';
import { copiesLast } from './copies.ts';
import type { ParameterSpec, ParameterValues, Pool, SelectorContext } from './selector.ts';

/** The parameters of every strategy that ranks images by a score of each on its own. */
export const diversityParameters = {
  diversity: {
    kind: 'choice',
    default: 'kmeans',
    choices: ['kmeans', 'none'],
    title:
      'Spread the batch over groups of the most uncertain images (kmeans), or take just the most uncertain',
  },
  normalize: { kind: 'boolean', default: true, title: 'Scale embeddings to length 1 first' },
} satisfies Record<string, ParameterSpec>;

/** How many of the best are grouped for each pick. */
const rankedPerPick = 5;

export interface Ranked {
  /** Its number in `pool.candidates`. */
  readonly candidate: number;
  /** How many of the best it stands for, itself among them, where they were grouped. */
  readonly group?: number;
}

/**
 * `count` candidates with high scores (one per candidate, the highest is the best), best first. With `diversity: none` the
 * highest; with `kmeans` the top 5 `count` are grouped by k-means with k = `count`, and the one nearest to each center is
 * taken, so that the batch is not `count` times the same image. Where the top has fewer different images than that, the
 * next best follow and copies come last.
 */
export async function pickHighest(
  pool: Pool,
  scores: Float64Array,
  count: number,
  parameters: ParameterValues,
  ctx: SelectorContext,
): Promise<{ readonly ranked: readonly Ranked[]; readonly notes: readonly string[] }> {
  const isSpread = parameters.diversity === 'kmeans' && count > 0 && count < scores.length;
  if (isSpread && pool.embeddings !== undefined)
    return { ranked: await spread(pool, scores, count, parameters, ctx), notes: [] };
  const notes = isSpread
    ? ['Without embeddings the batch is not spread: it is just the most uncertain.']
    : [];
  return { ranked: Array.from(ranking(scores, count), (candidate) => ({ candidate })), notes };
}

/** The `count` candidates with the highest scores, ties to the lowest. */
export function ranking(scores: Float64Array, count: number): Int32Array {
  const top = new TopK(Math.min(count, scores.length));
  for (let candidate = 0; candidate < scores.length; candidate++) top.offer(scores[candidate], candidate);
  return top.ranked();
}

async function spread(
  pool: Pool,
  scores: Float64Array,
  count: number,
  parameters: ParameterValues,
  ctx: SelectorContext,
): Promise<readonly Ranked[]> {
  const { kernels, rng, signal, pause } = ctx;
  const top = ranking(scores, rankedPerPick * count).sort();
  const candidates = top.map((candidate) => pool.candidates[candidate]);
  const normalize = parameters.normalize === true;
  const { points } = await activeRows({ ...pool, labeled: new Int32Array(0), candidates }, normalize, ctx);
  const groups = await representatives(points, {
    k: count,
    kernels,
    rng: rng.fork('k-means'),
    signal,
    pause,
    progress: (share) => ctx.progress({ phase: 'cluster', done: Math.round(share * 100), total: 100 }),
  });
  const ranked = groups.map(({ row, size }): Ranked => ({ candidate: top[row], group: size }));
  ranked.sort((a, b) => scores[b.candidate] - scores[a.candidate] || a.candidate - b.candidate);
  if (ranked.length === count) return ranked;
  return [...ranked, ...nextBest(pool, scores, ranked, count - ranked.length)];
}

/** The best that are not picked yet, copies last. */
function nextBest(
  pool: Pool,
  scores: Float64Array,
  picked: readonly Ranked[],
  count: number,
): readonly Ranked[] {
  const { candidates, embeddings } = pool;
  if (embeddings === undefined) return [];
  const number = new Map(Array.from(candidates, (row, candidate) => [row, candidate]));
  const taken = picked.map(({ candidate }) => candidates[candidate]);
  const isTaken = new Set(taken);
  const rows = Array.from(ranking(scores, scores.length), (candidate) => candidates[candidate]);
  const left = rows.filter((row) => !isTaken.has(row));
  return copiesLast(embeddings, taken, left, count).map((row) => ({ candidate: number.get(row) ?? -1 }));
}
