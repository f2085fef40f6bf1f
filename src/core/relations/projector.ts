import { UserError } from '../errors.ts';
import { fitHead, type HeadContext } from '../model/head.ts';
import type { Predictions } from '../model/predictions.ts';
import type { Pool } from '../selectors/selector.ts';
import type { Matrix } from '../types.ts';
import { type Basis, basisOf } from './basis.ts';
import { componentPredictions } from './componentPredictions.ts';
import { type Components, componentsOf, type KnownRelations } from './components.ts';
import { trialOf } from './heldOut.ts';
import { linearProjection } from './linearProjector.ts';
import { relationLosses } from './losses/registry.ts';
import type { RelationLoss } from './losses/relationLoss.ts';
import { mlpProjection } from './mlpProjector.ts';
import { against, chosen, type Learner, type Learners } from './projectorChoice.ts';

export interface RelationOptions {
  /**
   * `auto` compares with the head by held-out relations, and tries a network where there is enough to learn it from and it
   * takes seconds at most; `none` = the head alone.
   */
  readonly projector?: 'auto' | 'linear' | 'mlp' | 'none';
  /** The loss that a network is trained with, by its id. Default: the first of the registry. */
  readonly loss?: string;
  /** False: neighbors are not expected to be the same. Default true. */
  readonly prior?: boolean;
}

/** What was learned from a relation graph. */
export interface LearnedRelations {
  readonly kind: 'none' | 'head' | 'linear' | 'mlp';
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
/** A network is trained for so many steps at most: seconds. */
const maxSteps = 500;
/** Known images per class from which it is tried beside the others: up to so many it has won nowhere that we looked. */
const imagesForNetwork = 100;
const maxNetworkColumns = 1024;

/**
 * Learns from the relations of a graph whose nodes are the rows of the pool; the labels of the pool are the propagated ones.
 * The head on them is the baseline, and a projector is used where it puts clearly more of the held-out images to their class, or
 * where there is nothing else: while groups have no name. All that is known of an image is held out together, so that
 * nothing leaks through the closure.
 */
export async function learnRelations(
  pool: Pool,
  graph: KnownRelations,
  ctx: HeadContext,
  options: RelationOptions = {},
): Promise<LearnedRelations> {
  const { projector = 'auto' } = options;
  if (pool.embeddings === undefined) return nothing('There are no embeddings to learn from.');
  const basis = await basisOf(pool.embeddings, ctx);
  const takesPart = new Set([...pool.labeled, ...pool.candidates]);
  const isKnown = (row: number): boolean => takesPart.has(row) && basis.graph.nodes[row] >= 0;
  const components = await componentsOf(pool, graph, isKnown, ctx.pause);
  const { classes, members } = components;
  const head = classes.length < 2 ? undefined : await fitHead(pool, { choice: 'auto' }, ctx);
  const learners = learnersOf(basis, components, options, ctx);
  const compared = members.slice(0, head ? classes.length : comparedGroups);
  const trial = trialOf(compared, ctx.rng.fork('relation folds'));
  const baseline = head?.outOfSample && { ...head.outOfSample, labels: pool.labels };
  const choice = trial && (await chosen(learners, trial, components, baseline, ctx));
  const learner = choice?.learner ?? learners.quick[0] ?? learners.slow;
  const projection = await learner?.learn(components);
  const features = await projection?.project(Int32Array.from({ length: pool.size }, (_, i) => i));

  if (head === undefined) {
    if (features === undefined || learner === undefined)
      return nothing('Nothing is known yet that would tell images apart.');
    const why = `${names[learner.kind]} of what is the same: a head needs two classes with a name.`;
    return { kind: learner.kind, why, predictions: undefined, features };
  }
  const comparison = choice && baseline && against(baseline, choice);
  if (features === undefined || learner === undefined || (projector === 'auto' && !comparison?.isBetter)) {
    const why = `The head on the labels${reason(projector, comparison?.shares)}`;
    return { kind: 'head', why, predictions: head, features };
  }
  const standing = choice?.standing ?? 'image';
  const { classCount } = pool;
  return {
    kind: learner.kind,
    why: `${names[learner.kind]}${reason(projector, comparison?.shares)}`,
    predictions: await componentPredictions(features, components, { standing, classCount, choice }, ctx),
    features,
  };
}

const names = { linear: 'A linear projection', mlp: 'A projection by a small network' } as const;

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

/** What is learned in a moment, the one to use without evidence first, and what takes longer. */
function learnersOf(
  basis: Basis,
  components: Components,
  { projector = 'auto', prior = true, loss }: RelationOptions,
  ctx: HeadContext,
): Learners {
  if (projector === 'none' || !components.isAnythingKnown) return { quick: [] };
  const { cols } = basis.graph.points;
  const dimensions = Math.min(maxDirections, 2 * components.members.length + 4);
  const isDear = cols * dimensions > quickNumbers;
  const strengths = prior ? priorStrengths.slice(0, isDear ? 1 : undefined) : [0];
  const linear = strengths.map(
    (strength): Learner => ({
      kind: 'linear',
      learn(known) {
        const images = strength * Math.max(1, Math.min(known.members.length, maxStrengthening));
        const weight = images / basis.graph.rows.length;
        return linearProjection(basis, known, { prior: weight, dimensions }, ctx);
      },
    }),
  );
  const network: Learner = {
    kind: 'mlp',
    learn: (known) =>
      mlpProjection(basis, known, { loss: lossNamed(loss), dimensions, steps: maxSteps }, ctx),
  };
  if (projector === 'mlp') return { quick: [], slow: network };
  const isTried = projector === 'auto' && isEnoughForNetwork(components) && cols <= maxNetworkColumns;
  return { quick: linear, ...(isTried && { slow: network }) };
}

function isEnoughForNetwork({ classes, members }: Components): boolean {
  const images = members.slice(0, classes.length).reduce((sum, rows) => sum + rows.length, 0);
  return images >= imagesForNetwork * Math.max(2, classes.length);
}

/** Throws `usage` for a name that no loss has. */
function lossNamed(name = relationLosses[0].id): RelationLoss {
  const loss = relationLosses.find(({ id }) => id === name);
  if (loss !== undefined) return loss;
  const known = relationLosses.map(({ id }) => id).join(', ');
  throw new UserError('usage', `There is no loss "${name}"; there are ${known}.`);
}
