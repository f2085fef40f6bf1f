import type { Run } from './constraints/batchSearch.ts';
import {
  type ConstraintReport,
  type Constraints,
  type ImageFacts,
  noConstraints,
  nothingDone,
} from './constraints/constraints.ts';
import { selectWithin } from './constraints/selectWithin.ts';
import { UserError } from './errors.ts';
import type { Kernels } from './kernels.ts';
import { nonFiniteRows } from './math/matrix.ts';
import { fitHead, type HeadChoice, labeledClasses } from './model/head.ts';
import type { Predictions } from './model/predictions.ts';
import { nearest } from './nearest.ts';
import { createRng, type Rng } from './rng.ts';
import { checkParameters } from './selectors/parameters.ts';
import { selectorIds, selectors } from './selectors/registry.ts';
import type { ParameterValues, Pool, Selection, Selector } from './selectors/selector.ts';
import type { ReportProgress } from './types.ts';

export interface RoundRequest {
  readonly selector: string;
  /** As the person gave them: unchecked, may be incomplete. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly budget: number;
  readonly seed: number | string;
  /** Model that gives probabilities where the pool brings none. Default `auto`. */
  readonly head?: HeadChoice;
  /** Labels the person means to give in all. Default 0: not told. */
  readonly totalBudget?: number;
  /** What the batch must keep to. Default: nothing. */
  readonly constraints?: Constraints;
}

export interface RoundContext {
  readonly kernels: Kernels;
  readonly signal: AbortSignal;
  readonly progress: ReportProgress;
  readonly pause: () => Promise<void>;
  /** A head fitted before to the same pool, if the caller keeps one; default: fitted anew. */
  readonly fitHead?: (pool: Pool, choice: HeadChoice) => Promise<Predictions>;
  /** What constraints must know of the images. */
  readonly facts?: ImageFacts;
}

export interface RoundResult extends Selection {
  readonly selector: string;
  /** Complete and checked. */
  readonly parameters: ParameterValues;
  readonly seed: number | string;
  readonly constraints: ConstraintReport;
}

/**
 * One round: chooses the next query batch. Throws a `usage` error for an unknown strategy or parameter (with the nearest
 * known name), a value out of range, a budget that is no whole number of at least 1, or embeddings or clusters that do not
 * fit the pool. Rows with NaN or infinities are left out and told in the notes. Where nothing is left to choose, the
 * batch is empty and a note says why.
 */
export async function selectBatch(
  pool: Pool,
  request: RoundRequest,
  context: RoundContext,
): Promise<RoundResult> {
  const { selector, parameters } = checkRequest(request);
  const { budget, seed, constraints = noConstraints } = request;
  checkShapes(pool);
  checkNeeds(selector, pool);
  const ask = { selector: selector.id, parameters, seed };

  const { pool: usable, notes } =
    selector.needs.length === 0 ? { pool, notes: [] } : await withoutNonFinite(pool, context.pause);
  if (usable.candidates.length === 0)
    return {
      ...ask,
      picks: [],
      shortfall: budget,
      notes: [...notes, nothingLeft(pool)],
      constraints: nothingDone(constraints),
    };

  const { kernels, signal, progress, pause, facts = {} } = context;
  const predict = predictor(usable, request, context, createRng(seed).fork(selector.id));
  const run: Run = async (candidates, count) => {
    if (candidates.length === 0) return { picks: [], shortfall: count, notes: [] };
    const open = { ...usable, candidates };
    const selection = await selector.select(open, count, parameters, {
      kernels,
      rng: createRng(seed).fork(selector.id),
      signal,
      progress,
      pause,
      totalBudget: request.totalBudget ?? 0,
      ...(predict && { predict }),
    });
    checkSelection(selector, open, count, selection);
    return selection;
  };
  const { selection, report } = await selectWithin(constraints, usable, budget, run, {
    kernels,
    signal,
    pause,
    predict,
    facts,
  });
  const short = usable.candidates.length < budget ? [shortNote(usable.candidates.length, budget)] : [];
  return { ...selection, ...ask, constraints: report, notes: [...notes, ...short, ...selection.notes] };
}

/** What `selectBatch` checks of a request before it looks at the pool: for who must embed first, which may take minutes. */
export function checkRequest({ selector: id, parameters, budget }: Omit<RoundRequest, 'seed'>): {
  readonly selector: Selector;
  readonly parameters: ParameterValues;
} {
  const selector = findSelector(id);
  const checked = checkParameters(selector, parameters);
  if (!Number.isInteger(budget) || budget < 1)
    throw new UserError('usage', `The budget is ${budget}; it must be a whole number of at least 1.`);
  return { selector, parameters: checked };
}

function findSelector(id: string): Selector {
  const found = selectors.find((selector) => selector.id === id);
  if (found !== undefined) return found;
  const near = nearest(id, selectorIds);
  const hint = near === undefined ? `the known ones are ${selectorIds.join(', ')}.` : `did you mean ${near}?`;
  throw new UserError('usage', `There is no strategy "${id}"; ${hint}`);
}

/** Refuses embeddings and clusters that do not fit the pool. */
export function checkShapes({ size, embeddings, clusters }: Pool): void {
  if (embeddings !== undefined && embeddings.rows !== size)
    throw new UserError(
      'usage',
      `There are ${embeddings.rows} embeddings for ${size} images; give one row for each.`,
    );
  if (clusters !== undefined && clusters.length !== size)
    throw new UserError(
      'usage',
      `There are ${clusters.length} cluster ids for ${size} images; give one for each.`,
    );
}

/** The pool without the rows whose embeddings hold NaN or infinities. */
export async function withoutNonFinite(
  pool: Pool,
  pause: () => Promise<void>,
): Promise<{ readonly pool: Pool; readonly notes: readonly string[] }> {
  const bad = pool.embeddings === undefined ? [] : await nonFiniteRows(pool.embeddings, pause);
  if (bad.length === 0) return { pool, notes: [] };
  const isBad = new Set(bad);
  const keep = (row: number): boolean => !isBad.has(row);
  const some = `${[...bad.slice(0, 5)].join(', ')}${bad.length > 5 ? ', …' : ''}`;
  const note = `${bad.length} of the embeddings hold NaN or infinity and were left out: rows ${some}.`;
  return {
    pool: { ...pool, labeled: pool.labeled.filter(keep), candidates: pool.candidates.filter(keep) },
    notes: [note],
  };
}

/** Refuses before any work what a strategy could only guess at. */
function checkNeeds({ id, needs }: Selector, pool: Pool): void {
  const hasModel = labeledClasses(pool) >= 2;
  if (needs.includes('labels') && !hasModel)
    throw new UserError(
      'needs-labels',
      `The strategy ${id} trains a model on your labels, so it needs labels of two classes at least; begin with typiclust or auto.`,
    );
  if (needs.includes('probabilities') && pool.predictions === undefined && !hasModel)
    throw new UserError(
      'needs-labels',
      `The strategy ${id} needs a model, and a model needs labels of two classes at least; begin with typiclust or auto, or import predictions.`,
    );
  if (needs.includes('scores') && pool.scores === undefined)
    throw new UserError(
      'needs-input',
      `The strategy ${id} needs a score per image; import scores (path,score), or name a file with --scores.`,
    );
}

/** Probabilities when first asked for: the person's own, else of a head fitted to the labels; kept for the round. */
export function predictor(
  pool: Pool,
  { head = 'auto' }: Pick<RoundRequest, 'head'>,
  context: RoundContext,
  rng: Rng,
): (() => Promise<Predictions>) | undefined {
  const { predictions } = pool;
  if (predictions !== undefined) return async () => predictions;
  if (pool.embeddings === undefined || labeledClasses(pool) < 2) return undefined;
  const newHead =
    context.fitHead ?? ((rows, choice) => fitHead(rows, { choice }, { ...context, rng: rng.fork('head') }));
  let fitted: Promise<Predictions> | undefined;
  return () => {
    fitted ??= newHead(pool, head);
    return fitted;
  };
}

function nothingLeft(pool: Pool): string {
  if (pool.size === 0) return 'There are no images to choose from.';
  if (pool.labeled.length === pool.size) return 'Every image is labeled, so there is nothing left to choose.';
  return 'Every image is labeled, skipped or unreadable, so there is nothing left to choose.';
}

function shortNote(count: number, budget: number): string {
  const left = count === 1 ? 'Only one image is' : `Only ${count} images are`;
  return `${left} left to choose from, fewer than the ${budget} asked for.`;
}

/** A strategy that breaks its contract must not reach a person's labels. */
function checkSelection(selector: Selector, pool: Pool, budget: number, selection: Selection): void {
  const candidates = new Set(pool.candidates);
  const count = Math.min(budget, pool.candidates.length);
  const distinct = new Set(selection.picks.map(({ index }) => index));
  const isSound =
    selection.picks.length === count &&
    selection.shortfall === budget - count &&
    distinct.size === count &&
    selection.picks.every(({ index, score }) => candidates.has(index) && Number.isFinite(score));
  if (!isSound)
    throw new UserError('internal', `The strategy ${selector.id} chose a batch that breaks its contract.`);
}
