import { l10n } from 'vscode';
import { UserError } from '../../core/errors.ts';
import type { BatchManifest, Dataset } from '../../dataset/types.ts';
import type { CompareResult } from '../../protocol/compare.ts';
import type { PanelComparison } from '../../protocol/comparePanel.ts';
import type { CallOptions } from '../../protocol/rpc.ts';
import { amongText } from '../clusters/among.ts';
import { type Round, recordBatch, roundOf } from '../round.ts';
import type { RoundParts } from '../roundParts.ts';
import { panelCompared } from './panelComparison.ts';

/** What was compared, with all that the batches were chosen from: each can be recorded as it is. */
interface Held {
  readonly parts: RoundParts;
  readonly round: Round;
  readonly selectors: readonly string[];
  readonly result: CompareResult;
  readonly isRunning: boolean;
  /** Of the changes that the batches know of. */
  readonly mark: number;
  readonly skipped: ReadonlySet<string>;
}

/** What was told last, and by what. */
interface Told {
  readonly held: Held;
  readonly rows: Dataset['rows'];
  readonly mark: number;
  readonly isSamePool: boolean;
  readonly panel: PanelComparison;
}

/** The last comparison of a folder. */
export class Comparison {
  readonly #changed: () => void;
  #held: Held | undefined;
  #told: Told | undefined;

  /** `changed`: there is something else to show. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** As a panel shows it; the same object as long as there is nothing else to tell. */
  toldBy(dataset: Dataset): PanelComparison | null {
    const held = this.#held;
    if (held === undefined) return null;
    const { rows, changes } = dataset;
    const { mark } = changes;
    // Asked for with every key that labels: the list of images is gone through only when it is another one.
    const told = this.#told?.held === held && this.#told.rows === rows ? this.#told : undefined;
    if (told?.mark === mark) return told.panel;
    const isSamePool = told?.isSamePool ?? hasSameImages(held.round, rows);
    const stale = staleness(held, isSamePool, dataset);
    const panel = told?.panel.stale === stale ? told.panel : panelComparison(held, stale);
    this.#told = { held, rows, mark, isSamePool, panel };
    return panel;
  }

  /** Has strategies choose from what is embedded and labeled now. What is done when it ends early stays. */
  async run(parts: RoundParts, selectors: readonly string[], options: CallOptions): Promise<void> {
    const before = this.#held;
    const { selector: chosen, selectorParameters } = parts.settings;
    const strategies = selectors.map((selector) => ({
      selector,
      parameters: selector === chosen ? selectorParameters : {},
    }));
    const { mark } = parts.dataset.changes;
    const round = await roundOf(parts);
    const { annotations } = parts.dataset;
    const skipped = new Set(round.names.filter((name) => annotations.get(name)?.skipped === true));
    const hold = (result: CompareResult, isRunning: boolean): void => {
      this.#held = { parts, round, selectors, result, isRunning, mark, skipped };
      this.#changed();
    };
    try {
      const result = await parts.engine.compare(
        { ...round.request, strategies },
        { ...options, onPart: (part) => hold(part, true) },
      );
      hold(result, false);
    } catch (error) {
      if (this.#held !== undefined && this.#held !== before) hold(this.#held.result, false);
      throw error;
    }
  }

  /** Records the batch of the n-th strategy as it was compared. Rejects with a sentence where an image of it is decided or gone by now. */
  async take(n: number, dataset: Dataset): Promise<BatchManifest> {
    const { rows, annotations } = dataset;
    const compared = this.#held?.result.strategies[n];
    if (this.#held === undefined || compared?.kind !== 'batch')
      throw new UserError('usage', l10n.t('There is no such batch; compare strategies first.'));
    const { parts, round } = this.#held;
    const { batch } = compared;
    if (batch.picks.length === 0)
      throw new UserError('usage', l10n.t('This batch is empty: nothing is left to choose.'));
    const isOpen = (path: string): boolean => {
      const annotation = annotations.get(path);
      return rows.has(path) && (annotation?.label ?? '') === '' && annotation?.skipped !== true;
    };
    const closed = batch.picks.filter(({ index }) => !isOpen(round.names[index]));
    if (closed.length > 0)
      throw new UserError(
        'input-differs',
        l10n.t(
          '{0} of the {1} images of this batch are labeled, skipped or gone by now ({2}); compare again.',
          closed.length,
          batch.picks.length,
          round.names[closed[0].index],
        ),
      );
    return recordBatch({ ...parts, dataset }, round, batch);
  }
}

function panelComparison(
  { parts, round, selectors, result, isRunning }: Held,
  stale: string,
): PanelComparison {
  const { ground, overlaps, classes, notes } = result;
  const { within, among } = parts;
  return {
    selectors,
    strategies: result.strategies.map((compared) => panelCompared(compared, round.names)),
    isRunning,
    budget: round.request.budget,
    within: among === undefined ? within : amongText(among),
    ground,
    overlaps,
    classes,
    notes,
    stale,
  };
}

function hasSameImages({ names }: Round, rows: Dataset['rows']): boolean {
  return rows.size === names.length && names.every((name) => rows.has(name));
}

/** What changed since the strategies chose, in a sentence; '' = nothing that they look at. */
function staleness(
  { parts, round, mark, skipped }: Held,
  isSamePool: boolean,
  { changes, rows, annotations }: Dataset,
): string {
  if (!isSamePool)
    return l10n.t('Images came or went since these batches were chosen; compare again to be up to date.');
  const { classes, labels } = round.pool;
  const known = changes === parts.dataset.changes ? changes.since(mark) : undefined;
  const isOther = (path: string): boolean => {
    const row = rows.get(path);
    if (row === undefined) return false;
    const annotation = annotations.get(path);
    const before = labels[row] < 0 ? '' : classes[labels[row]];
    return (annotation?.label ?? '') !== before || (annotation?.skipped ?? false) !== skipped.has(path);
  };
  return (known ?? round.names).some(isOther)
    ? l10n.t('Labels changed since these batches were chosen; compare again to take them into account.')
    : '';
}
