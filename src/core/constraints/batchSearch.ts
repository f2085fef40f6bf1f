import type { Selection } from '../selectors/selector.ts';
import { BatchInProgress } from './batchInProgress.ts';
import type { Copies } from './copies.ts';
import { evenShares, type Groups, type Shares } from './groups.ts';

/** The strategy on fewer candidates, or for another budget; with the same seed every time. */
export type Run = (candidates: Int32Array, budget: number) => Promise<Selection>;

/** How often a strategy is asked again for a whole batch, before the batch is only filled up. */
const maxReruns = 5;

interface SearchParts {
  readonly budget: number;
  /** Rows that may be picked. */
  readonly open: Int32Array;
  readonly run: Run;
  readonly copies: Copies | undefined;
  readonly groups: Groups;
}

export interface FoundBatch {
  readonly selection: Selection;
  /** Candidates that were left out as copies of picks. */
  readonly copiesOfPicked: number;
  /** Picks of the first run that gave way to others. */
  readonly replaced: number;
}

/** Runs a strategy until its batch keeps to the constraints, and fills up what is then still missing. */
export function searchBatch(parts: SearchParts): Promise<FoundBatch> {
  return new Search(parts).choose();
}

class Search {
  readonly #parts: SearchParts;
  readonly #copiesOfPicked = new Set<number>();

  constructor(parts: SearchParts) {
    this.#parts = parts;
  }

  async choose(): Promise<FoundBatch> {
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
      copiesOfPicked: [...this.#copiesOfPicked].filter((row) => !batch.has(row)).length,
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
