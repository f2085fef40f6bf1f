import type { HeadContext, OutOfSample } from '../model/head.ts';
import { mostProbable } from '../model/mostProbable.ts';
import type { Matrix } from '../types.ts';
import type { Components } from './components.ts';
import { crossProjected, firstFold, heldOutRows, rightRows, type Trial } from './heldOut.ts';
import { type Standing, standings } from './nearestComponent.ts';
import type { Projection } from './projection.ts';

/** A way to learn a projection; it gives none where what is known tells no images apart. */
export interface Learner {
  readonly kind: 'linear' | 'mlp';
  learn(components: Components): Promise<Projection | undefined>;
}

/** The learner whose projections put most of the held-out images to their component, and how. */
export interface Choice {
  readonly learner: Learner;
  readonly standing: Standing;
  readonly trial: Trial;
  /** Rows of the trial x its components, by projections that have not seen the row. */
  readonly opinions: Matrix;
}

/** What is tried in every fold, and what takes too long for that and is tried in the first one alone. */
export interface Learners {
  readonly quick: readonly Learner[];
  readonly slow?: Learner;
}

/** The head on the labels, as far as it is held out too. */
export interface Baseline extends OutOfSample {
  /** Class per row of the pool. */
  readonly labels: Int32Array;
}

/** The best of the quick learners, unless the slow one beats it, and the head, on the same images. */
export async function chosen(
  { quick, slow }: Learners,
  trial: Trial,
  components: Components,
  baseline: Baseline | undefined,
  ctx: HeadContext,
): Promise<Choice | undefined> {
  const best = await bestOf(quick, trial, components, ctx);
  if (slow === undefined) return best;
  const some = firstFold(trial);
  const tried = await bestOf([slow], some, components, ctx);
  if (best === undefined || tried === undefined) return tried ?? best;
  const most = Math.max(
    rightRows(best.opinions, some).length,
    baseline ? headRightRows(baseline, some).length : 0,
  );
  return rightRows(tried.opinions, some).length > most ? tried : best;
}

/** Tries each learner with each standing. Ties go to the first. */
async function bestOf(
  learners: readonly Learner[],
  trial: Trial,
  components: Components,
  ctx: HeadContext,
): Promise<Choice | undefined> {
  let best: Choice | undefined;
  let most = -1;
  for (const learner of learners) {
    const found = await crossProjected(trial, components, learner.learn, ctx);
    for (const standing of standings) {
      const opinions = found[standing];
      const right = rightRows(opinions, trial).length;
      if (right <= most) continue;
      best = { learner, standing, trial, opinions };
      most = right;
    }
  }
  return best;
}

/** Standard errors that the projection must be ahead by: it is the best of several, and the head is seldom far behind. */
const caution = 2;

/**
 * The projection against the head, on the same held-out images: better is what chance would hardly have made so (the images
 * on which just one of them is right, McNemar 1947). `shares`: half a sentence.
 */
export function against(
  baseline: Baseline,
  { standing, trial, opinions }: Choice,
): { readonly isBetter: boolean; readonly shares: string } {
  const [own, head] = [new Set(rightRows(opinions, trial)), new Set(headRightRows(baseline, trial))];
  const wins = [...own].filter((row) => !head.has(row)).length;
  const losses = [...head].filter((row) => !own.has(row)).length;
  const isBetter = wins - losses > caution * Math.sqrt(wins + losses);
  const count = heldOutRows(trial).length;
  const percent = (hits: number): string => `${Math.round((100 * hits) / count)} %`;
  const nearest = standing === 'center' ? 'the nearest mean' : 'the nearest image';
  const close = wins > losses && !isBetter ? ', which is too close to tell' : '';
  return {
    isBetter,
    shares: `of ${count} images whose relations were held out, ${nearest} in the projection is right on ${percent(own.size)}, the head on ${percent(head.size)}${close}`,
  };
}

/** Held-out images of which the head names the class. */
function headRightRows({ rows, probabilities, labels }: Baseline, trial: Trial): Int32Array {
  const held = new Set(heldOutRows(trial));
  const { classes } = mostProbable(probabilities);
  return rows.filter((row, i) => held.has(row) && classes[i] === labels[row]);
}
