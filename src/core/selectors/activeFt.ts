import type { Points } from '../kernels.ts';
import { gather, matrix, row } from '../math/matrix.ts';
import { measurePoints } from '../math/points.ts';
import type { Matrix } from '../types.ts';
import { type ActiveRows, activeRows } from './activeRows.ts';
import { withoutCopies } from './copies.ts';
import { type Choice, copiesFill, filledBatch } from './filledBatch.ts';
import { fitCentroids, fixedReach } from './parametricCentroids.ts';
import type { ParameterValues, Selector, SelectorContext } from './selector.ts';

/** ActiveFT: centroids trained to stand for the pool and to keep apart; the batch are the images nearest to them. */
export const activeFt: Selector = {
  id: 'active-ft',
  title: 'ActiveFT',
  summary: 'Moves one point per pick until they spread like the images do, and takes the nearest images.',
  when: 'Use it to choose a whole labeling budget at once, for fine-tuning a model on it.',
  cost: '300 rounds of N b D: twice the batch, twice the time.',
  source:
    'Xie et al. 2023 (2303.14382), ActiveFT; labeled images are centroids that stay, which is our addition',
  needs: ['embeddings'],
  parameters: {
    iterations: { kind: 'integer', default: 300, min: 1, max: 10_000, title: 'Steps of training' },
    temperature: {
      kind: 'number',
      default: 0.07,
      min: 0.005,
      title: 'Temperature of the similarities: lower looks at near images only',
    },
    balance: { kind: 'number', default: 1, min: 0, title: 'How much the points push each other apart' },
    learningRate: { kind: 'number', default: 0.001, min: 1e-6, max: 1, title: 'Size of a training step' },
  },
  async select(pool, budget, parameters, ctx) {
    const active = await activeRows(pool, true, ctx);
    const count = Math.min(budget, active.candidates.length);
    const { centroids, notes } = await train(active, count, parameters, ctx);
    const choices = await nearestImages(active, centroids, ctx);
    const selection = await filledBatch(active, budget, choices, copiesFill, ctx);
    return { ...selection, notes: [...notes, ...selection.notes] };
  },
};

/** More images than this are represented by a random sample of so many. */
const trainedRows = 50_000;
/** Centroids compared with all images at a time. */
const centroidsPerPass = 32;
/** Rows whose cosines with a centroid differ by more than this are no copies of each other. */
const copyTolerance = 1e-4;

/** Centroids from random candidates that are no copies; fewer than `count` where there are fewer. */
async function train(
  { points, labeled, candidates }: ActiveRows,
  count: number,
  { iterations, temperature, balance, learningRate }: ParameterValues,
  ctx: SelectorContext,
): Promise<{ readonly centroids: Matrix; readonly notes: readonly string[] }> {
  const order = ctx.rng.fork('start').permutation(candidates.length);
  const shuffled = order.map((candidate) => candidates[candidate]);
  const start = gather(points, withoutCopies(points, labeled, shuffled, count));
  if (start.rows === 0) return { centroids: start, notes: [] };
  const options = {
    // Where all are picked there is nothing to choose.
    iterations: count < candidates.length ? Number(iterations) : 0,
    temperature: Number(temperature),
    balance: Number(balance),
    learningRate: Number(learningRate),
  };
  const isSampled = points.rows > trainedRows;
  const rows = isSampled ? await sample(points, ctx) : points;
  const centroids = await fitCentroids(rows, start, gather(points, labeled), options, ctx);
  const note = `There are more than ${trainedRows} images, so the points were trained on a random sample of that many.`;
  return { centroids, notes: isSampled ? [note] : [] };
}

async function sample(points: Points, { rng, pause }: SelectorContext): Promise<Points> {
  const drawn = rng.fork('sample').permutation(points.rows).subarray(0, trainedRows).sort();
  return measurePoints(gather(points, drawn), pause);
}

/** For each centroid in turn the most similar candidate that no earlier one took and that copies no taken or labeled row. */
async function nearestImages(
  { points, labeled, candidates }: ActiveRows,
  centroids: Matrix,
  ctx: SelectorContext,
): Promise<readonly Choice[]> {
  const { kernels, signal, pause } = ctx;
  const sizes = await represented(points, centroids, ctx);
  const toLabeled = await fixedReach(points, gather(points, labeled), ctx);
  const free = new Set(candidates.filter((position) => toLabeled[position] > 0));
  const choices: Choice[] = [];
  for (let from = 0; from < centroids.rows; from += centroidsPerPass) {
    const count = Math.min(centroidsPerPass, centroids.rows - from);
    const some = matrix(points.cols, count);
    for (let c = 0; c < count; c++)
      for (const [j, value] of row(centroids, from + c).entries()) some.data[j * count + c] = value;
    const { data: cosines } = await kernels.product(points, some, undefined, { signal });
    for (let c = 0; c < count && free.size > 0; c++) {
      const cosine = (position: number): number => cosines[position * count + c];
      let best = -1;
      for (const position of free) if (best < 0 || cosine(position) > cosine(best)) best = position;
      for (const position of free)
        if (cosine(best) - cosine(position) < copyTolerance && isCopy(points, best, position))
          free.delete(position);
      const text = sentence(sizes[from + c]);
      choices.push({ position: best, score: sizes[from + c], reason: { text } });
      await pause();
    }
  }
  return choices;
}

/** How many rows each centroid is the nearest of. */
async function represented(
  points: Points,
  centroids: Matrix,
  { kernels, signal }: SelectorContext,
): Promise<Int32Array> {
  const { indices } = await kernels.nearest(points, centroids, 1, { signal });
  const sizes = new Int32Array(centroids.rows);
  for (const centroid of indices) if (centroid >= 0) sizes[centroid]++;
  return sizes;
}

function isCopy(X: Matrix, a: number, b: number): boolean {
  const other = row(X, b);
  return row(X, a).every((value, j) => value === other[j]);
}

function sentence(images: number): string {
  const many = images === 1 ? 'one image' : `${images} images`;
  return `Nearest to a point that stands for ${many}; such points follow the images and keep apart from each other.`;
}
