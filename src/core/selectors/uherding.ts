import { gather, row } from '../math/matrix.ts';
import type { Predictions } from '../model/predictions.ts';
import { type ActiveRows, activeRows } from './activeRows.ts';
import { GaussianCoverage } from './coverage.ts';
import { herdedBatch } from './herdedBatch.ts';
import { kernelWidth } from './kernelWidth.ts';
import { maxHerding } from './maxHerding.ts';
import { mostCompared, onSample } from './onSample.ts';
import { defaultParameters } from './parameters.ts';
import type { ParameterValues, Pool, Reason, Selection, Selector, SelectorContext } from './selector.ts';
import { type UncertaintyMeasure, uncertainties, uncertaintyMeasures } from './uncertainty.ts';
import { uncertaintyReason } from './uncertaintySelector.ts';

/** UHerding: MaxHerding in which each image counts as much as the model is unsure of it. */
export const uherding: Selector = {
  id: 'uherding',
  title: 'UHerding',
  summary: 'Picks the images that represent the most others of which the model is unsure.',
  when: 'Use it from about ten labels per class on, when the model is good enough that its doubts mean something.',
  cost: 'As MaxHerding, N² D + b N D, and one fit of the model.',
  source: 'Bae, Oliveira and Sutherland 2024 (2412.20644), uncertainty herding with an adaptive kernel width',
  needs: ['embeddings'],
  parameters: {
    normalize: { kind: 'boolean', default: true, title: 'Scale embeddings to length 1 first' },
    sigma: {
      kind: 'number',
      default: 'adaptive',
      min: 1e-6,
      words: ['adaptive', 'median', 'half-median'],
      title:
        'Distance over which an image represents others; adaptive: the smallest between two labeled images; or the median distance, or half of it',
    },
    uncertainty: {
      kind: 'choice',
      default: 'margin',
      choices: ['margin', 'entropy', 'least-confidence'],
      title: 'What an image counts by',
    },
  },
  select: onSample(mostCompared, async (pool, budget, parameters, ctx) => {
    if (ctx.predict === undefined) return withoutModel(pool, budget, parameters, ctx);
    const predictions = await ctx.predict();
    const measure = uncertaintyMeasures.find((one) => one === parameters.uncertainty) ?? 'margin';
    const active = await activeRows(pool, parameters.normalize === true, ctx);
    const weight = await weights(active, predictions, measure, ctx);
    const sigma = await width(active, parameters, ctx);
    const coverage = new GaussianCoverage(active, sigma, ctx, weight);
    const describe = (_: number, position: number): Reason => ({
      ...uncertaintyReason(
        measure,
        predictions,
        row(predictions.probabilities, active.rows[position]),
        scale(measure, predictions) * weight[position],
      ),
      text: `Represents many images that ${predictions.source} is unsure of, and that no labeled or picked image represents yet.`,
    });
    const selection = await herdedBatch(active, budget, coverage, describe, ctx);
    const isCertain = weight.every((one) => one === 0);
    const note = `The model is certain of every image (${predictions.source}), so none counts.`;
    return isCertain ? { ...selection, notes: [note, ...selection.notes] } : selection;
  }),
};

/** MaxHerding: without a model every image counts the same. */
async function withoutModel(
  pool: Pool,
  budget: number,
  { normalize, sigma }: ParameterValues,
  ctx: SelectorContext,
): Promise<Selection> {
  const own = sigma === 'adaptive' ? {} : { sigma };
  const parameters = { ...defaultParameters(maxHerding), ...own, normalize };
  const selection = await maxHerding.select(pool, budget, parameters, ctx);
  const note =
    'There is no model yet, so every image counts the same: this is MaxHerding. A model needs labels of two classes.';
  return { ...selection, notes: [note, ...selection.notes] };
}

/** How much each active row counts, 0 to 1: labeled rows nothing, rows of which the model knows nothing 1. */
async function weights(
  { rows, labeled }: ActiveRows,
  predictions: Predictions,
  measure: UncertaintyMeasure,
  { pause }: SelectorContext,
): Promise<Float32Array> {
  const { probabilities } = predictions;
  const values = await uncertainties(probabilities, rows, measure, pause);
  const highest = scale(measure, predictions);
  const weight = Float32Array.from(values, (value, position) => {
    const isKnown = value > 0 || row(probabilities, rows[position]).some((p) => p > 0);
    return isKnown ? Math.min(1, value / highest) : 1;
  });
  for (const position of labeled) weight[position] = 0;
  return weight;
}

/** The uncertainty of a model that only guesses. */
function scale(measure: UncertaintyMeasure, { probabilities }: Predictions): number {
  return measure === 'entropy' ? Math.log(Math.max(2, probabilities.cols)) : 1;
}

/** Neighbors of a labeled row among which one that is no copy is sought. */
const neighborsSought = 32;

/** The width of the kernel: `adaptive` is the smallest distance above 0 between two labeled rows, 1 where there is none. */
async function width(
  active: ActiveRows,
  { sigma }: ParameterValues,
  { kernels, signal }: SelectorContext,
): Promise<number> {
  if (sigma !== 'adaptive') return kernelWidth(sigma, active);
  const labeled = gather(active.points, active.labeled);
  const k = Math.min(labeled.rows, neighborsSought);
  if (k < 2) return 1;
  const { distances } = await kernels.nearest(labeled, labeled, k, { signal });
  const least = distances.reduce(
    (smallest, distance) => (distance > 0 ? Math.min(smallest, distance) : smallest),
    Number.POSITIVE_INFINITY,
  );
  return Number.isFinite(least) ? Math.sqrt(least) : 1;
}
