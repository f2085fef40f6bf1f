import { kmeans } from '../cluster/kmeans.ts';
import { type ActiveRows, activeRows } from './activeRows.ts';
import { BallCoverage } from './ballCoverage.ts';
import { ballSentence } from './ballSentence.ts';
import { GaussianCoverage } from './coverage.ts';
import { filledBatch } from './filledBatch.ts';
import { choicesOf, nothingToAdd } from './herdedBatch.ts';
import { type Herded, herd } from './herding.ts';
import { kernelWidth } from './kernelWidth.ts';
import { mostCompared, onSample } from './onSample.ts';
import { pureRadius } from './purity.ts';
import { restartsOf } from './restarts.ts';
import type { ParameterCurve, ParameterValues, Pool, Reason, Selector, SelectorContext } from './selector.ts';

/** ProbCover: greedy maximum of the images in balls around the chosen ones. */
export const probCover: Selector = {
  id: 'prob-cover',
  title: 'ProbCover',
  summary: 'Picks the images with the most look-alikes that no chosen image stands for yet.',
  when: 'Use it for the first batches, when images fall into clear groups; if they do not, MaxHerding is safer, because everything here hangs on one radius.',
  cost: 'N² D for the size of every ball, then N D for each pick.',
  source: 'Yehuda et al. 2022 (2205.11320), algorithm 1, with the radius by purity of section 3.3',
  needs: ['embeddings'],
  parameters: {
    normalize: { kind: 'boolean', default: true, title: 'Scale embeddings to length 1 first' },
    delta: {
      kind: 'number',
      default: 'auto',
      min: 1e-6,
      words: ['auto'],
      title: 'Radius in which an image stands for others; auto: the largest at which balls lie in one group',
    },
    purity: {
      kind: 'number',
      default: 0.95,
      min: 0.5,
      max: 1,
      title: 'Share of balls that must lie in one group, for delta auto',
    },
  },
  select: onSample(mostCompared, async (pool, budget, parameters, ctx) => {
    const active = await activeRows(pool, parameters.normalize === true, ctx);
    const { radius, curve, notes } = await radiusOf(active, pool, budget, parameters, ctx);
    const coverage = new BallCoverage(active, radius, ctx);
    const describe = (gain: number): Reason => ({
      text: ballSentence(Math.round(gain * active.rows.length)),
    });
    const count = Math.min(budget, active.candidates.length);
    const balls = await herd(active, count, coverage, ctx, ownBall / active.rows.length);
    const soft = await herdOn(active, balls, count, ctx);
    const choices = [...choicesOf(balls, describe), ...choicesOf(soft, describeSoft)];
    const selection = await filledBatch(active, budget, choices, nothingToAdd, ctx);
    return {
      ...selection,
      notes: [
        ...notes,
        coverageNote(radius, coverage.share),
        ...(soft.length === 0 ? [] : [softNote(soft.length)]),
        ...selection.notes,
      ],
      ...(curve && { curve }),
    };
  }),
};

/** Images in a ball that holds nothing new but its own. */
const ownBall = 1;

/**
 * What the rule leaves open: when every ball holds its own image at most, any would do, and the lowest rows of a pool in the
 * order of its folders are of one class. The picks go on by soft coverage, of which balls are the hard case (2407.12212),
 * with half the median distance as width.
 */
async function herdOn(
  active: ActiveRows,
  before: readonly Herded[],
  count: number,
  ctx: SelectorContext,
): Promise<readonly Herded[]> {
  if (before.length === count) return [];
  const picked = before.map(({ position }) => position);
  const isPicked = new Set(picked);
  const rest = {
    ...active,
    labeled: Int32Array.from([...active.labeled, ...picked]).sort(),
    candidates: active.candidates.filter((position) => !isPicked.has(position)),
  };
  return herd(
    rest,
    count - before.length,
    new GaussianCoverage(rest, kernelWidth('half-median', rest), ctx),
    ctx,
  );
}

function describeSoft(gain: number): Reason {
  return {
    text: `Stands for itself only, but is nearest to what no image stands for: softly, the coverage rises by ${(100 * gain).toPrecision(2)} %.`,
  };
}

function softNote(picks: number): string {
  return `No ball holds anything new but its own image, so the last ${picks} picks follow the soft coverage of MaxHerding.`;
}

interface Radius {
  readonly radius: number;
  readonly curve?: ParameterCurve;
  readonly notes: readonly string[];
}

/** The radius given, or the largest pure one for as many groups as there are classes. */
async function radiusOf(
  active: ActiveRows,
  pool: Pool,
  budget: number,
  { delta, purity }: ParameterValues,
  ctx: SelectorContext,
): Promise<Radius> {
  if (typeof delta === 'number') return { radius: delta, notes: [] };
  const { clusters, notes } = await groups(active, pool, budget, ctx);
  const { radius, curve } = await pureRadius(active.points, clusters, Number(purity), ctx);
  if (Number.isFinite(radius)) return { radius, curve, notes };
  return { radius, notes: ['All images fall into one group, so any of them stands for all.'] };
}

/** Starts of k-means at most: after one alone the radius is now and then a tenth too small. */
const mostStarts = 5;

/** A group per active row: the clusters given, or k-means with one cluster for each class. */
async function groups(
  active: ActiveRows,
  pool: Pool,
  budget: number,
  ctx: SelectorContext,
): Promise<{ readonly clusters: Int32Array; readonly notes: readonly string[] }> {
  const { clusters } = pool;
  if (clusters !== undefined) return { clusters: active.rows.map((row) => clusters[row]), notes: [] };
  const isKnown = pool.classCount >= 2;
  const k = Math.min(active.rows.length, isKnown ? pool.classCount : Math.max(2, budget));
  const { kernels, rng, signal, pause, progress } = ctx;
  const { assignments } = await kmeans(active.points, {
    k,
    restarts: Math.min(mostStarts, restartsOf(undefined, active.rows.length, k)),
    kernels,
    rng: rng.fork('k-means'),
    signal,
    pause,
    progress: (share) => progress({ phase: 'cluster', done: Math.round(share * 100), total: 100 }),
  });
  const note = `The number of classes is not known, so the radius was chosen as if there were ${k}, one for each pick.`;
  return { clusters: assignments, notes: isKnown ? [] : [note] };
}

function coverageNote(radius: number, share: number): string {
  const within = Number.isFinite(radius) ? `within a distance of ${radius.toPrecision(3)}, ` : '';
  return `Labeled and picked images now stand, ${within}for ${(100 * share).toPrecision(3)} % of all images.`;
}
