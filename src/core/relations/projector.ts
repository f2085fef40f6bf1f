import { stratifiedFolds } from '../model/crossValidation.ts';
import { fitHead, type HeadContext } from '../model/head.ts';
import type { Predictions } from '../model/predictions.ts';
import type { Pool } from '../selectors/selector.ts';
import type { Matrix } from '../types.ts';
import { type Basis, basisOf } from './basis.ts';
import { componentPredictions } from './componentPredictions.ts';
import { componentsOf, type KnownRelations } from './components.ts';
import type { Trial } from './heldOut.ts';
import { linearProjection } from './linearProjector.ts';
import { against, bestOf, canTell, type Learner } from './projectorChoice.ts';

export interface RelationOptions {
  /** `auto` compares with the head by held-out relations; `none` = the head alone. */
  readonly projector?: 'auto' | 'linear' | 'none';
  /** False: neighbors are not expected to be the same. Default true. */
  readonly prior?: boolean;
}

/** What was learned from a relation graph. */
export interface LearnedRelations {
  readonly kind: 'none' | 'head' | 'linear';
  /** Why this one, in one sentence, with the shares compared. */
  readonly why: string;
  /** Of each row of the pool; absent while fewer than two classes are named. */
  readonly predictions: Predictions | undefined;
  /** Projected features (pool size x d, rows of length 1); absent where there is nothing to learn from. */
  readonly features: Matrix | undefined;
}

/**
 * The neighbors of all images count as much as so many images of each component would, more or less. On caltech101-40, cifar10
 * and digits the first was best for 1 and 5 labels per class, and the second for 20; held-out images choose.
 */
const priorStrengths = [40, 10] as const;
/** Numbers of a projection that is learned in a moment: both strengths are tried. */
const quickNumbers = 50_000;
/** Components beyond so many do not make the prior stronger. */
const maxStrengthening = 64;
/** Groups without a name that are held out to choose a projection while there are no classes: the largest. */
const comparedGroups = 64;
/** More directions than so many cost time and say little (2K + 4 are kept). */
const maxDirections = 128;

/**
 * Learns from the relations of a graph whose nodes are the rows of the pool; the labels of the pool are the propagated ones.
 * The head on them is the baseline, and a projector is used where it puts more of the held-out images to their class, or
 * where there is nothing else: while groups have no name. All that is known of an image is held out together, so that
 * nothing leaks through the closure.
 */
export async function learnRelations(
  pool: Pool,
  graph: KnownRelations,
  ctx: HeadContext,
  { projector = 'auto', prior = true }: RelationOptions = {},
): Promise<LearnedRelations> {
  if (pool.embeddings === undefined) return nothing('There are no embeddings to learn from.');
  const basis = await basisOf(pool.embeddings, ctx);
  const components = await componentsOf(pool, graph, (row) => basis.graph.nodes[row] >= 0, ctx.pause);
  const { classes } = components;
  const head = classes.length < 2 ? undefined : await fitHead(pool, { choice: 'auto' }, ctx);
  const learners =
    projector !== 'none' && components.isAnythingKnown
      ? learnersOf(basis, components.members.length, prior, ctx)
      : [];
  const trial = trialOf(components.members.slice(0, head ? classes.length : comparedGroups), ctx);
  const choice = trial && (await bestOf(learners, trial, components, ctx));
  const projection = await (choice?.learner ?? learners[0])?.learn(components);
  const features = await projection?.project(Int32Array.from({ length: pool.size }, (_, i) => i));

  if (head === undefined) {
    if (features === undefined) return nothing('Nothing is known yet that would tell images apart.');
    const why = 'A linear projection of what is the same: a head needs two classes with a name.';
    return { kind: 'linear', why, predictions: undefined, features };
  }
  const comparison = choice && head.outOfSample && against(head.outOfSample, pool.labels, choice);
  if (features === undefined || (projector === 'auto' && comparison?.isBetter !== true))
    return {
      kind: 'head',
      why: `The head on the labels${reason(projector, comparison?.shares)}`,
      predictions: head,
      features,
    };
  const predictions = await componentPredictions(
    features,
    components,
    {
      standing: choice?.standing ?? 'image',
      classCount: pool.classCount,
      evidence: choice && trial && { ...trial, opinions: choice.opinions },
    },
    ctx,
  );
  return {
    kind: 'linear',
    why: `A linear projection${reason(projector, comparison?.shares)}`,
    predictions,
    features,
  };
}

function nothing(why: string): LearnedRelations {
  return { kind: 'none', why, predictions: undefined, features: undefined };
}

/** The rest of the sentence. */
function reason(projector: RelationOptions['projector'], shares: string | undefined): string {
  if (shares !== undefined) return `: ${shares}.`;
  return projector === 'auto'
    ? ': usual for so few, which cannot compare it with a projection yet.'
    : ', as asked.';
}

/** Learners to choose from, the one to use without evidence first. */
function learnersOf(
  basis: Basis,
  componentCount: number,
  prior: boolean,
  ctx: HeadContext,
): readonly Learner[] {
  const { cols } = basis.graph.points;
  const isDear = cols * Math.min(maxDirections, 2 * componentCount + 4) > quickNumbers;
  const strengths = prior ? priorStrengths.slice(0, isDear ? 1 : undefined) : [0];
  return strengths.map((strength) => ({
    kind: 'linear',
    learn(components) {
      const count = components.members.length;
      const images = strength * Math.max(1, Math.min(count, maxStrengthening));
      const dimensions = Math.min(maxDirections, 2 * count + 4);
      return linearProjection(
        basis,
        components,
        { prior: images / basis.graph.rows.length, dimensions },
        ctx,
      );
    },
  }));
}

/** Folds of the images of these components; undefined where too few could be held out to tell anything. */
function trialOf(members: readonly Int32Array[], ctx: HeadContext): Trial | undefined {
  const known = members.flatMap((rows, c) => Array.from(rows, (row) => ({ row, c })));
  known.sort((a, b) => a.row - b.row);
  const targets = Int32Array.from(known, ({ c }) => c);
  const folds = stratifiedFolds(targets, members.length, ctx.rng.fork('relation folds'));
  if (folds === undefined || !canTell(folds, members.length)) return undefined;
  return { rows: Int32Array.from(known, ({ row }) => row), targets, count: members.length, folds };
}
