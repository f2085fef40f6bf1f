import type { Kernels } from '../kernels.ts';
import { mostProbable } from '../model/mostProbable.ts';
import type { Predictions } from '../model/predictions.ts';
import type { Pool, Selection } from '../selectors/selector.ts';
import { type Run, searchBatch } from './batchSearch.ts';
import { balanceNote, copiesNote, shortNote } from './constraintNotes.ts';
import type { ConstraintReport, Constraints, ImageFacts } from './constraints.ts';
import { type Copies, createCopies } from './copies.ts';
import { type Groups, sameLimit, shortGroups } from './groups.ts';

export interface ConstraintContext {
  readonly kernels: Kernels;
  readonly signal: AbortSignal;
  readonly pause: () => Promise<void>;
  /** As selectors have it. */
  readonly predict: (() => Promise<Predictions>) | undefined;
  readonly facts: ImageFacts;
}

/**
 * Has a strategy choose a batch that keeps to the constraints. Candidates that copy a labeled image are left out before.
 * Then the strategy chooses; as long as picks of it clash with earlier ones, those and what would clash in the same way
 * are left out, and it chooses again from the same seed. A strategy whose first batch has no clash is not disturbed.
 * `maxPerGroup` and copies hold always, so the batch may be short; even shares give way where they would leave it short.
 */
export async function selectWithin(
  constraints: Constraints,
  pool: Pool,
  budget: number,
  run: Run,
  context: ConstraintContext,
): Promise<{ readonly selection: Selection; readonly report: ConstraintReport }> {
  const {
    copies,
    open,
    notes: copyNotes,
    copiesOfLabeled,
  } = await withoutLabeledCopies(constraints, pool, context);
  const groups = await findGroups(constraints, pool, context);
  const { selection, copiesOfPicked, replaced } = await searchBatch({ budget, open, run, copies, groups });

  const { picks } = selection;
  const uneven = shortGroups(groups, open, picks);
  const notes = [...copyNotes, ...groups.notes];
  if (copiesOfPicked > 0) notes.push(copiesNote(copiesOfPicked, constraints, 'chosen'));
  if (uneven > 0) notes.push(balanceNote(uneven, constraints));
  if (picks.length < Math.min(budget, pool.candidates.length)) notes.push(shortNote(picks.length, budget));
  return {
    selection: { ...selection, notes: [...notes, ...selection.notes] },
    report: { ...constraints, leftOut: { copiesOfLabeled, copiesOfPicked }, replaced },
  };
}

async function findGroups(
  { balance, maxPerGroup }: Constraints,
  { clusters }: Pool,
  { facts, predict }: ConstraintContext,
): Promise<Groups> {
  const group = clusters ?? facts.folders;
  const capped = maxPerGroup > 0 && group !== undefined ? sameLimit(group, maxPerGroup) : undefined;
  const unbalanced = { capped, balanced: undefined, unknown: undefined, notes: [] };
  if (balance === 'folder') return { ...unbalanced, balanced: facts.topFolders };
  if (balance === 'none') return unbalanced;
  if (predict === undefined)
    return {
      ...unbalanced,
      notes: ['No model predicts classes yet, so the batch is not balanced over them.'],
    };
  const { classes } = mostProbable((await predict()).probabilities);
  return { capped, balanced: classes, unknown: -1, notes: [] };
}

/** The candidates that copy no labeled image, and how the others are found. */
async function withoutLabeledCopies(
  constraints: Constraints,
  pool: Pool,
  context: ConstraintContext,
): Promise<{
  readonly copies: Copies | undefined;
  readonly open: Int32Array;
  readonly copiesOfLabeled: number;
  readonly notes: readonly string[];
}> {
  const { labeled, candidates } = pool;
  const { excludeDuplicates } = constraints;
  if (excludeDuplicates === 'none')
    return { copies: undefined, open: candidates, copiesOfLabeled: 0, notes: [] };
  const copies = await createCopies(excludeDuplicates, pool, context.facts, context);
  const left = new Set<number>();
  if (labeled.length > 0)
    await copies.compare(candidates, labeled, (row, copied) => {
      if (copied.length > 0) left.add(row);
    });
  const notes = left.size > 0 ? [copiesNote(left.size, constraints, 'labeled')] : [];
  return { copies, open: candidates.filter((row) => !left.has(row)), copiesOfLabeled: left.size, notes };
}
