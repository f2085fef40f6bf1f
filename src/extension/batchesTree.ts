import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { type BatchSummary, batchSummaries, decidedCount } from '../dataset/batchSummaries.ts';
import type { Annotation, Dataset } from '../dataset/types.ts';
import { batchProgress, batchTime, batchTitle } from './chooseBatch.ts';
import { classIcon } from './classIcon.ts';
import type { Session } from './session.ts';
import { strategyTitle } from './strategies.ts';

/** A batch, or one of its images. Commands take a node for what they were given (see `CommandArguments`). */
export interface BatchNode {
  readonly folder: string;
  readonly batch: string;
  readonly image?: string;
}

/** What a batch looked like when it was told to VS Code last. */
interface Told {
  readonly node: BatchNode;
  readonly summary: BatchSummary;
  state: string;
  isOpened: boolean;
}

/** The batches of a folder, the newest first, each with its images. */
export class BatchesTree implements vscode.TreeDataProvider<BatchNode> {
  readonly #changed = new vscode.EventEmitter<BatchNode[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #session: Session | undefined;
  #known = new Map<string, BatchSummary>();
  #told = new Map<string, Told>();
  /** The batches that have an image. */
  #withImage = new Map<string, Told[]>();
  #last: string | undefined;
  /** What was told last of what changed. */
  #changes: Dataset['changes'] | undefined;
  #mark = 0;

  /** Tells VS Code what differs from what it was told: the list, or single batches. */
  show(session: Session | undefined): void {
    const last = session?.dataset.batch?.id;
    if (session !== this.#session) this.#known = new Map();
    if (session !== this.#session || last !== this.#last) {
      this.#session = session;
      this.#last = last;
      this.#changed.fire(undefined);
      return;
    }
    const differing = [...this.#touched()].filter((told) => told.state !== this.#state(told));
    for (const told of differing) told.state = this.#state(told);
    if (differing.length > 0) this.#changed.fire(differing.map(({ node }) => node));
  }

  /** The batches with an image of which something else is known now. */
  #touched(): ReadonlySet<Told> {
    const changes = this.#session?.dataset.changes;
    const paths = changes === this.#changes ? changes?.since(this.#mark) : undefined;
    this.#changes = changes;
    this.#mark = changes?.mark ?? 0;
    return new Set(
      paths === undefined ? this.#told.values() : paths.flatMap((path) => this.#withImage.get(path) ?? []),
    );
  }

  async getChildren(parent?: BatchNode): Promise<BatchNode[]> {
    const session = this.#session;
    if (session === undefined) return [];
    if (parent !== undefined) return this.#images(parent);
    const summaries = await batchSummaries(session.dataset.paths.batches, this.#known);
    const before = this.#told;
    this.#told = new Map();
    this.#withImage = new Map();
    this.#changes = session.dataset.changes;
    this.#mark = this.#changes.mark;
    for (const summary of summaries) {
      const node = { folder: session.folder, batch: summary.id };
      const told = { node, summary, state: '', isOpened: before.get(summary.id)?.isOpened ?? false };
      told.state = this.#state(told);
      this.#told.set(summary.id, told);
      for (const path of summary.paths)
        this.#withImage.set(path, [...(this.#withImage.get(path) ?? []), told]);
    }
    return [...this.#told.values()].map(({ node }) => node);
  }

  getTreeItem(node: BatchNode): vscode.TreeItem {
    const item = node.image === undefined ? this.#batchItem(node) : this.#imageItem(node, node.image);
    item.command = { command: 'nextBatch.showBatch', title: vscode.l10n.t('Show Batch'), arguments: [node] };
    return item;
  }

  #images(parent: BatchNode): BatchNode[] {
    const told = this.#told.get(parent.batch);
    if (told === undefined) return [];
    told.isOpened = true;
    told.state = this.#state(told);
    return told.summary.paths.map((image) => ({ ...parent, image }));
  }

  #batchItem({ folder, batch }: BatchNode): vscode.TreeItem {
    const item = new vscode.TreeItem(batchTitle(batch), vscode.TreeItemCollapsibleState.Collapsed);
    item.id = `${folder}\n${batch}`;
    item.contextValue = 'batch';
    const summary = this.#told.get(batch)?.summary;
    if (summary === undefined) return item;
    const strategy = strategyTitle(summary.selector);
    const progress = batchProgress(summary, this.#annotations);
    const isDone = decidedCount(summary.paths, this.#annotations) === summary.paths.length;
    item.description = `${progress} · ${strategy}`;
    item.tooltip = [strategy, batchTime(summary)].filter((line) => line !== '').join('\n');
    item.iconPath = isDone
      ? new vscode.ThemeIcon('pass', new vscode.ThemeColor('charts.green'))
      : new vscode.ThemeIcon('layers');
    item.accessibilityInformation = { label: `${batchTitle(batch)}, ${progress}, ${strategy}` };
    return item;
  }

  #imageItem({ folder, batch }: BatchNode, image: string): vscode.TreeItem {
    const item = new vscode.TreeItem(basename(image));
    item.id = `${folder}\n${batch}\n${image}`;
    item.contextValue = 'image';
    const { label = '', skipped = false } = this.#annotations.get(image) ?? {};
    const above = dirname(image);
    const said = skipped ? vscode.l10n.t('skipped') : label;
    item.description = [said, above === '.' ? '' : above].filter((text) => text !== '').join(' · ');
    item.tooltip = image;
    item.iconPath = skipped ? new vscode.ThemeIcon('circle-slash') : classIcon(this.#colorOf(label));
    return item;
  }

  #colorOf(label: string): number | undefined {
    const entry = this.#session?.dataset.classEntries.find(({ name }) => name === label);
    return entry && (entry.color ?? entry.slot);
  }

  get #annotations(): ReadonlyMap<string, Annotation> {
    return this.#session?.dataset.annotations ?? new Map();
  }

  /** Progress; of a batch whose images were listed, the label of each. */
  #state({ summary: { paths }, isOpened }: Told): string {
    const annotations = this.#annotations;
    if (!isOpened) return String(decidedCount(paths, annotations));
    const marks = paths.map((path) => {
      const { label = '', skipped = false } = annotations.get(path) ?? {};
      return skipped ? '-' : label;
    });
    return JSON.stringify(marks);
  }
}
