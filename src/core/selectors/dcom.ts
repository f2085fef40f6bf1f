import { gather, row } from '../math/matrix.ts';
import { gatherPoints } from '../math/points.ts';
import { mostProbable } from '../model/mostProbable.ts';
import type { Predictions } from '../model/predictions.ts';
import { type ActiveRows, activeRows } from './activeRows.ts';
import { type LabeledBalls, labeledBalls } from './ballRadii.ts';
import { ballSentence } from './ballSentence.ts';
import { type Choice, copiesFill, filledBatch } from './filledBatch.ts';
import { mostCompared, onSample } from './onSample.ts';
import type { ParameterValues, Pool, Reason, Selector, SelectorContext } from './selector.ts';
import { uncertainties, uncertainty } from './uncertainty.ts';
import { uncertaintyReason } from './uncertaintySelector.ts';

/** DCoM: dense regions first, hard images later, by how much of the pool the labels cover. */
export const dcom: Selector = {
  id: 'dcom',
  title: 'DCoM',
  summary: 'Begins with the densest regions and goes over to hard images as the labels cover more.',
  when: 'Use it when you want one strategy from the first label to the last; its change from coverage to doubt is sudden, at 80 % covered.',
  cost: 'N² D for the size of every ball, N D for each label and pick, and one fit of the model.',
  source: 'Mishal and Weinshall 2024 (2407.01804), with the radii of all labels computed anew in each round',
  needs: ['embeddings'],
  parameters: {
    normalize: { kind: 'boolean', default: true, title: 'Scale embeddings to length 1 first' },
    initialRadius: {
      kind: 'number',
      default: 0.6,
      min: 1e-6,
      title: 'Radius in which an image stands for others while there is no model',
    },
    slope: { kind: 'number', default: 50, min: 0, title: 'How sudden coverage gives way to doubt' },
    midpoint: {
      kind: 'number',
      default: 0.8,
      min: 0,
      max: 1,
      title: 'Share of images covered at which it does',
    },
  },
  select: onSample(mostCompared, async (pool, budget, parameters, ctx) => {
    const predictions = await ctx.predict?.();
    const active = await activeRows(pool, parameters.normalize === true, ctx);
    const classes = predictions && expectedClasses(active, pool, predictions);
    const balls = await labeledBalls(active, classes, Number(parameters.initialRadius), ctx);
    const coverage = balls.covered.reduce((sum, one) => sum + one, 0) / balls.covered.length;
    const state: State = {
      active,
      balls,
      doubt: await relativeDoubt(active, predictions, ctx),
      competence: competence(coverage, parameters),
      radius: meanOf(balls.radii) ?? Number(parameters.initialRadius),
    };
    const count = Math.min(budget, active.candidates.length);
    const choices = await choose(state, count, predictions, ctx);
    const selection = await filledBatch(active, budget, choices, copiesFill, ctx);
    return { ...selection, notes: [note(coverage, state.competence, predictions), ...selection.notes] };
  }),
};

interface State {
  readonly active: ActiveRows;
  readonly balls: LabeledBalls;
  /** Per active row, 0 to 1; 0 for labeled rows. */
  readonly doubt: Float64Array;
  /** How much doubt counts against density, 0 to 1. */
  readonly competence: number;
  /** Radius of the balls of rows without a label: the mean of the labeled ones. */
  readonly radius: number;
}

/** The class of each active row: its label, or else what the model expects; -1 where it knows nothing. */
function expectedClasses({ rows, labeled }: ActiveRows, pool: Pool, predictions: Predictions): Int32Array {
  const { classes } = mostProbable(gather(predictions.probabilities, rows));
  for (const position of labeled) classes[position] = pool.labels[rows[position]];
  return classes;
}

/** s(c) = (1 + exp(-slope (1 - midpoint))) / (1 + exp(-slope (c - midpoint))), to three decimals. */
function competence(coverage: number, { slope, midpoint }: ParameterValues): number {
  const at = (c: number): number => 1 + Math.exp(-Number(slope) * (c - Number(midpoint)));
  return Math.round((1000 * at(1)) / at(coverage)) / 1000;
}

/** Small margins as the lowest and the highest of all have it, 0 to 1. */
async function relativeDoubt(
  { rows, labeled }: ActiveRows,
  predictions: Predictions | undefined,
  { pause }: SelectorContext,
): Promise<Float64Array> {
  if (predictions === undefined) return new Float64Array(rows.length);
  const values = await uncertainties(predictions.probabilities, rows, 'margin', pause);
  const lowest = values.reduce((least, value) => Math.min(least, value), 1);
  const highest = values.reduce((most, value) => Math.max(most, value), 0);
  const doubt = values.map((value) => (highest > lowest ? (value - lowest) / (highest - lowest) : 0));
  for (const position of labeled) doubt[position] = 0;
  return doubt;
}

/** Again and again the candidate with the most of doubt and density, copies left out, until none has any. */
async function choose(
  { active, balls, doubt, competence: s, radius }: State,
  count: number,
  predictions: Predictions | undefined,
  ctx: SelectorContext,
): Promise<readonly Choice[]> {
  const { points, candidates } = active;
  const { kernels, signal, progress, pause } = ctx;
  const uncovered = Float32Array.from(balls.covered, (one) => 1 - one);
  const density = await kernels.within(
    points,
    points,
    { weight: uncovered, radius },
    {
      signal,
      progress: (share) => progress({ phase: 'select', done: Math.round(share * 100), total: 100 }),
    },
  );
  const isOut = balls.copies.slice();
  const toPicks = new Float32Array(points.rows).fill(Number.POSITIVE_INFINITY);
  const choices: Choice[] = [];
  while (choices.length < count) {
    const densest = candidates.reduce((most, i) => (isOut[i] ? most : Math.max(most, density[i])), 0);
    const score = (i: number): number => s * doubt[i] + (densest > 0 ? ((1 - s) * density[i]) / densest : 0);
    const best = candidates.reduce(
      (top, i) => (isOut[i] || (top >= 0 && score(i) <= score(top)) ? top : i),
      -1,
    );
    if (best < 0 || score(best) <= 0) break;
    const reason = reasonFor(
      active.rows[best],
      density[best],
      s * doubt[best] > score(best) / 2,
      predictions,
    );
    choices.push({ position: best, score: score(best), reason });

    await kernels.relax(toPicks, points, gather(points, [best]), { signal });
    const newly = [...uncovered.keys()].filter((i) => uncovered[i] === 1 && toPicks[i] < radius * radius);
    for (const i of newly) uncovered[i] = 0;
    const ones = new Float32Array(newly.length).fill(1);
    const falls = await kernels.within(
      gatherPoints(points, newly),
      points,
      { weight: ones, radius },
      { signal },
    );
    for (let i = 0; i < density.length; i++) {
      density[i] = Math.max(0, density[i] - falls[i]);
      if (toPicks[i] === 0) isOut[i] = 1;
    }
    progress({ phase: 'select', done: choices.length, total: count });
    await pause();
  }
  return choices;
}

function meanOf(values: Float64Array): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function reasonFor(
  index: number,
  density: number,
  isDoubted: boolean,
  predictions: Predictions | undefined,
): Reason {
  const like = ballSentence(Math.round(density));
  if (predictions === undefined) return { text: like };
  const p = row(predictions.probabilities, index);
  const doubt = uncertaintyReason('margin', predictions, p, uncertainty(p, 'margin'));
  return { ...doubt, text: isDoubted ? `${doubt.text}.` : like };
}

function note(coverage: number, s: number, predictions: Predictions | undefined): string {
  if (predictions === undefined)
    return 'There is no model yet, so images count by how many are like them; a model needs labels of two classes.';
  const covered = `Labeled images stand for ${Math.round(100 * coverage)} % of all`;
  return `${covered}, so the model's doubt counts ${Math.round(100 * s)} % and being like many others the rest.`;
}
