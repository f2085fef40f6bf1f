import { representatives } from '../cluster/representatives.ts';
import { gather } from '../math/matrix.ts';
import { measurePoints } from '../math/points.ts';
import type { Matrix } from '../types.ts';
import type { ActiveRows } from './activeRows.ts';
import { type ConfidenceKind, doubts } from './confidence.ts';
import { copiesLast } from './copies.ts';
import type { ParameterValues, SelectorContext } from './selector.ts';
import { uncertainties } from './uncertainty.ts';

/** How BAL picks from a sub-pool; the first two ask a model. */
export const samplers = ['confidence', 'entropy', 'kmeans', 'random'] as const;

/** How unsure a model is of the named rows of its probabilities, as the sampler wants it; undefined: it asks no model. */
export function doubtOf(
  { sampler, confidence }: ParameterValues,
  { pause }: Pick<SelectorContext, 'pause'>,
): ((P: Matrix, rows: Int32Array) => Promise<Float64Array>) | undefined {
  if (sampler === 'entropy') return (P, rows) => uncertainties(P, rows, 'entropy', pause);
  const kind: ConfidenceKind = confidence === 'normalized-logit' ? confidence : 'softmax';
  return sampler === 'confidence' ? (P, rows) => doubts(P, rows, kind, pause) : undefined;
}

/** At most `count` of the members (active rows) without a model: k-means representatives, or a random choice. */
export async function sampleBlindly(
  { points }: ActiveRows,
  members: Int32Array,
  count: number,
  sampler: 'kmeans' | 'random',
  { kernels, rng, signal, pause }: SelectorContext,
): Promise<readonly number[]> {
  const shuffled = Array.from(rng.fork('random').permutation(members.length), (i) => members[i]);
  if (sampler === 'random' || members.length <= count) return shuffled.slice(0, count);
  const group = await measurePoints(gather(points, members), pause);
  const found = await representatives(group, {
    k: count,
    kernels,
    rng: rng.fork('sampler'),
    signal,
    pause,
  });
  const picked = found.map(({ row }) => members[row]);
  const isPicked = new Set(picked);
  const left = [...members].filter((row) => !isPicked.has(row));
  return [...picked, ...copiesLast(points, picked, left, count - picked.length)];
}
