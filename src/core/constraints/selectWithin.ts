import type { Kernels } from '../kernels.ts';
import { mostProbable } from '../model/mostProbable.ts';
import type { Predictions } from '../model/predictions.ts';
import type { Pool, Selection } from '../selectors/selector.ts';
import { BatchInProgress } from './batchInProgress.ts';
import type { ConstraintReport, Constraints, ImageFacts } from './constraints.ts';
import { type Copies, createCopies } from './copies.ts';
import { evenShares, type Shares, sameLimit, shortGroups } from './groups.ts';

export interface ConstraintContext {
  readonly kernels: Kernels;
  readonly signal: AbortSignal;
  readonly pause: () => Promise<void>;
  /** As selectors have it. */
  readonly predict: (() => Promise<Predictions>) | undefined;
  readonly facts: ImageFacts;
}

/** The strategy on fewer candidates, or for another budget; with the same seed every time. */
export type Run = (candidates: Int32Array, budget: number) => Promise<Selection>;

/** How often a strategy is asked again for a whole batch, before the batch is only filled up. */
const maxReruns = 5;

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
  const search = new Search({ budget, open, run, copies, groups });
  const { selection, copiesOfPicked, replaced } = await search.choose();

  const notes = [...copyNotes, ...groups.notes];
  if (copiesOfPicked > 0) notes.push(copiesWere(copiesOfPicked, constraints, 'chosen'));
  notes.push(...balanceNotes(groups, open, selection));
  if (selection.picks.length < Math.min(budget, pool.candidates.length))
    notes.push(shortNote(selection.picks.length, budget));
  return {
    selection: { ...selection, notes: [...notes, ...selection.notes] },
    report: { ...constraints, leftOut: { copiesOfLabeled, copiesOfPicked }, replaced },
  };
}

/** The groups that the batch is limited to, or balanced over. */
interface Groups {
  /** At most so many picks of each. */
  readonly capped: Shares | undefined;
  /** An even share for each, as far as that is possible. */
  readonly balanced: Int32Array | undefined;
  /** The number in `balanced` of rows that are in no group. */
  readonly unknown: number | undefined;
  readonly notes: readonly string[];
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
  const notes = left.size > 0 ? [copiesWere(left.size, constraints, 'labeled')] : [];
  return { copies, open: candidates.filter((row) => !left.has(row)), copiesOfLabeled: left.size, notes };
}

interface SearchParts {
  readonly budget: number;
  /** Rows that may be picked. */
  readonly open: Int32Array;
  readonly run: Run;
  readonly copies: Copies | undefined;
  readonly groups: Groups;
}

/** Runs of one strategy until a batch keeps to the constraints. */
class Search {
  readonly #parts: SearchParts;
  readonly #copiesOfPicked = new Set<number>();

  constructor(parts: SearchParts) {
    this.#parts = parts;
  }

  async choose(): Promise<{
    readonly selection: Selection;
    readonly copiesOfPicked: number;
    readonly replaced: number;
  }> {
    const { budget, run } = this.#parts;
    let { open } = this.#parts;
    const first = await run(open, budget);
    let selection = first;
    let batch = await this.#judge(selection, open);
    for (let reruns = 0; batch.hasClashes && reruns < maxReruns; reruns++) {
      open = await this.#withoutClashes(open, batch);
      selection = await run(open, budget);
      batch = await this.#judge(selection, open);
    }
    await this.#fill(batch);
    if (batch.picks.length < budget && this.#parts.groups.balanced !== undefined)
      batch = await this.#fillUnevenly(batch);
    const { picks } = batch;
    const replaced = first.picks.filter(({ index }) => !batch.has(index)).length;
    return {
      selection: { ...selection, picks, shortfall: budget - picks.length },
      copiesOfPicked: this.#copiesOfPicked.size,
      replaced,
    };
  }

  /** Takes the picks of a strategy one after another, as far as they do not clash. */
  async #judge({ picks }: Selection, open: Int32Array): Promise<BatchInProgress> {
    const batch = new BatchInProgress(this.#shares(open));
    await this.#offer(batch, picks);
    return batch;
  }

  #shares(open: Int32Array): readonly Shares[] {
    const { budget, groups } = this.#parts;
    const { capped, balanced, unknown } = groups;
    const even = balanced && evenShares(balanced, open, budget, unknown);
    return [capped, even].filter((shares) => shares !== undefined);
  }

  async #offer(batch: BatchInProgress, picks: Selection['picks']): Promise<void> {
    const { budget } = this.#parts;
    const copied = await this.#copiesAmong(
      picks.map(({ index }) => index),
      batch,
    );
    for (const pick of picks)
      if (batch.picks.length < budget) batch.offer(pick, copied.get(pick.index) ?? []);
  }

  /** For each of `rows` those of them, and of the batch, that it is a copy of. */
  async #copiesAmong(
    rows: readonly number[],
    batch: BatchInProgress,
  ): Promise<ReadonlyMap<number, readonly number[]>> {
    const found = new Map<number, readonly number[]>();
    const anchors = Int32Array.from([...batch.picks.map(({ index }) => index), ...rows]);
    await this.#parts.copies?.compare(
      Int32Array.from(rows),
      anchors,
      (row, copied) => void found.set(row, copied),
    );
    return found;
  }

  /** The candidates without those that would clash with the picks that stand, as others have clashed. */
  async #withoutClashes(open: Int32Array, batch: BatchInProgress): Promise<Int32Array> {
    const copies = await this.#copiesOf(open, Int32Array.from(batch.copied).sort());
    return open.filter((row) => batch.has(row) || !(copies.has(row) || batch.hasRefused(row)));
  }

  async #copiesOf(rows: Int32Array, anchors: Int32Array): Promise<ReadonlySet<number>> {
    const copies = new Set<number>();
    if (anchors.length > 0)
      await this.#parts.copies?.compare(rows, anchors, (row, copied) => {
        if (copied.length > 0) copies.add(row);
      });
    for (const row of copies) this.#copiesOfPicked.add(row);
    return copies;
  }

  /** Adds picks until the batch is full, or nothing is left that does not clash with it. */
  async #fill(batch: BatchInProgress): Promise<void> {
    const { budget, open, run } = this.#parts;
    for (let oversampling = 2; batch.picks.length < budget; oversampling *= 4) {
      const copies = await this.#copiesOf(open, Int32Array.from(batch.picks, ({ index }) => index).sort());
      const left = open.filter((row) => !batch.has(row) && !copies.has(row) && !batch.isClosed(row));
      if (left.length === 0) return;
      const more = await run(left, Math.min(left.length, oversampling * (budget - batch.picks.length)));
      await this.#offer(batch, more.picks);
    }
  }

  /** The same picks, and others beyond the even shares. */
  async #fillUnevenly({ picks }: BatchInProgress): Promise<BatchInProgress> {
    const { capped } = this.#parts.groups;
    const batch = new BatchInProgress(capped === undefined ? [] : [capped]);
    for (const pick of picks) batch.offer(pick, []);
    await this.#fill(batch);
    return batch;
  }
}

function balanceNotes(
  { balanced, unknown }: Groups,
  open: Int32Array,
  { picks }: Selection,
): readonly string[] {
  if (balanced === undefined) return [];
  const rows = picks.map(({ index }) => index);
  const short = shortGroups(balanced, open, rows, unknown);
  if (short === 0) return [];
  const groups =
    unknown === undefined
      ? ['folder gives', 'folders give']
      : ['predicted class gives', 'predicted classes give'];
  return [
    `The batch is not even: ${short} ${short === 1 ? groups[0] : groups[1]} fewer images than an equal share, so others fill it.`,
  ];
}

function copiesWere(count: number, { excludeDuplicates }: Constraints, of: 'labeled' | 'chosen'): string {
  const kind = excludeDuplicates === 'near' ? 'almost equal ' : '';
  return count === 1
    ? `1 ${kind}copy of ${of === 'chosen' ? 'a chosen' : 'a labeled'} image was left out.`
    : `${count} ${kind}copies of ${of} images were left out.`;
}

function shortNote(count: number, budget: number): string {
  if (count === 0) return 'Every image that is left is a copy of a labeled one.';
  return `Only ${count} ${count === 1 ? 'image keeps' : 'images keep'} to the constraints, fewer than the ${budget} asked for.`;
}
