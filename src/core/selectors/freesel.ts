import { drawWeighted } from '../math/draw.ts';
import { gather } from '../math/matrix.ts';
import { type ActiveRows, activeRows } from './activeRows.ts';
import { type Choice, copiesFill, filledBatch } from './filledBatch.ts';
import type { Selector, SelectorContext } from './selector.ts';

/** k-means++ seeding over one embedding per image. */
export const freesel: Selector = {
  id: 'freesel',
  title: 'FreeSel-lite',
  summary: 'Draws images at random, the likelier the less they look like any chosen one.',
  when: 'Use it where a batch should be varied but not made of outliers: it is K-Center with dice.',
  cost: 'N D for each pick and each label.',
  source:
    'Xie et al. 2023, Towards free data selection with general-purpose models: distance-based sampling over one pattern per image, which is k-means++ seeding with the cosine distance',
  needs: ['embeddings'],
  parameters: {},
  async select(pool, budget, _parameters, ctx) {
    const active = await activeRows(pool, true, ctx);
    const choices = await drawDistant(active, Math.min(budget, active.candidates.length), ctx);
    return filledBatch(active, budget, choices, copiesFill, ctx);
  },
};

/** Labeled rows looked at in one pass, so that no copy of many of them is made at once. */
const rowsPerPass = 4096;

/**
 * `count` times a candidate with probability proportional to d^2, d the cosine distance (1 - cos) to the nearest labeled
 * or chosen row; the first of all with equal probability. Ends early when only copies are left.
 */
async function drawDistant(
  { points, labeled, candidates }: ActiveRows,
  count: number,
  { kernels, rng, signal, progress, pause }: SelectorContext,
): Promise<readonly Choice[]> {
  const minDistance = new Float32Array(points.rows).fill(Number.POSITIVE_INFINITY);
  const flush = (rows: ArrayLike<number>): Promise<void> =>
    kernels.relax(minDistance, points, gather(points, rows), { signal });
  for (let from = 0; from < labeled.length; from += rowsPerPass)
    await flush(labeled.subarray(from, from + rowsPerPass));
  const choices: Choice[] = [];
  while (choices.length < count) {
    const isFirst = labeled.length === 0 && choices.length === 0;
    // Between rows of length 1 the cosine distance is half of the squared one.
    const drawn = isFirst
      ? rng.below(candidates.length)
      : drawWeighted(
          Float64Array.from(candidates, (position) => (minDistance[position] / 2) ** 2),
          rng,
        );
    if (drawn < 0) break;
    const position = candidates[drawn];
    const distance = minDistance[position] / 2;
    choices.push({ position, score: isFirst ? 1 : distance, reason: { text: sentence(isFirst) } });
    await flush([position]);
    progress({ phase: 'select', done: choices.length, total: count });
    await pause();
  }
  return choices;
}

function sentence(isFirst: boolean): string {
  return isFirst
    ? 'The first: chosen at random.'
    : 'Drawn by chance among the images that look least like any labeled or picked one.';
}
