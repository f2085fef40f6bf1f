import { type Folds, hits, labelsToTell } from '../model/crossValidation.ts';
import type { HeadContext, OutOfSample } from '../model/head.ts';
import { mostProbable } from '../model/mostProbable.ts';
import type { Matrix } from '../types.ts';
import type { Components } from './components.ts';
import { crossProjected, type Trial } from './heldOut.ts';
import { type Standing, standings } from './nearestComponent.ts';
import type { Projection } from './projection.ts';

/** A way to learn a projection; it gives none where what is known tells no images apart. */
export interface Learner {
  readonly kind: 'linear';
  learn(components: Components): Promise<Projection | undefined>;
}

/** The learner whose projections put most of the held-out images to their component, and how. */
export interface Choice {
  readonly learner: Learner;
  readonly standing: Standing;
  /** Rows of the trial x its components, by projections that have not seen the row. */
  readonly opinions: Matrix;
  /** Held-out images that are put to their component. */
  readonly right: number;
}

/** Fewer held-out images than these, or than there are components, tell nothing. */
export function canTell({ of }: Folds, componentCount: number): boolean {
  return of.filter((fold) => fold >= 0).length >= Math.max(labelsToTell, componentCount);
}

/** Tries each learner with each standing. Ties go to the first. */
export async function bestOf(
  learners: readonly Learner[],
  trial: Trial,
  components: Components,
  ctx: HeadContext,
): Promise<Choice | undefined> {
  let best: Choice | undefined;
  for (const learner of learners) {
    const found = await crossProjected(trial, components, learner.learn, ctx);
    for (const standing of standings) {
      const opinions = found[standing];
      const right = sum(hits(opinions, trial.targets, trial.folds));
      if (best === undefined || right > best.right) best = { learner, standing, opinions, right };
    }
  }
  return best;
}

/** The projection against the head, on the same held-out images. Ties go to the head. `shares`: half a sentence. */
export function against(
  head: OutOfSample,
  labels: Int32Array,
  { standing, right }: Choice,
): { readonly isBetter: boolean; readonly shares: string } {
  const { classes } = mostProbable(head.probabilities);
  const headRight = sum(Array.from(head.rows, (row, i) => (classes[i] === labels[row] ? 1 : 0)));
  const percent = (hits: number): string => `${Math.round((100 * hits) / head.rows.length)} %`;
  const nearest = standing === 'center' ? 'the nearest mean' : 'the nearest image';
  return {
    isBetter: right > headRight,
    shares: `of ${head.rows.length} images whose relations were held out, ${nearest} in the projection is right on ${percent(right)}, the head on ${percent(headRight)}`,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
