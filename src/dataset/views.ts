import type { FileSystem } from './files/fileSystem.ts';
import { JournalView, type Plan } from './files/journalView.ts';
import type { Lock } from './files/lock.ts';
import type { Patience } from './files/viewFile.ts';
import type { History } from './history/history.ts';
import type { Changes } from './labels/editSheet.ts';
import { type LabelsView, labelsView } from './labels/labelsView.ts';
import type { RelationChanges } from './relations/relationsDocument.ts';
import { type RelationsView, relationsView } from './relations/relationsView.ts';
import type { DatasetPaths } from './types.ts';

/** What a save has to write, and the number of lines that the views hold then. */
export interface Plans {
  readonly labels: Plan<Changes>;
  readonly relations: Plan<RelationChanges>;
  readonly lines: number;
}

/** The sha256 of the views; that of relations.jsonl once there is, or was, something to write to it. */
export interface Saved {
  readonly hash: string;
  readonly relations?: string;
}

/** labels.csv and relations.jsonl, the views of a journal, which are read and written together. */
export class Views {
  readonly labels: LabelsView;
  readonly relations: RelationsView;

  constructor(files: FileSystem, paths: Pick<DatasetPaths, 'labels' | 'relations'>) {
    this.labels = new JournalView(files, paths.labels, labelsView);
    this.relations = new JournalView(files, paths.relations, relationsView);
  }

  /** Whether a `hasty` read would find nothing new, as far as a look tells. */
  async isUnchanged(): Promise<boolean> {
    const both = await Promise.all([this.labels.isUnchanged(), this.relations.isUnchanged()]);
    return both.every(Boolean);
  }

  /** See `ViewFile.read`. */
  async read(
    { checkpoint, relationsCheckpoint }: Pick<History, 'checkpoint' | 'relationsCheckpoint'>,
    patience: Patience,
  ): Promise<{ readonly isChanged: boolean; readonly isSettled: boolean }> {
    const outcomes = [
      await this.labels.read(checkpoint, patience),
      await this.relations.read(relationsCheckpoint, patience),
    ];
    return { isChanged: outcomes.includes('changed'), isSettled: !outcomes.includes('unsettled') };
  }

  /** These paths were decided about, and these answers came or went; undefined = any may have. */
  touched(paths: readonly string[] | undefined, answers: readonly string[] | undefined): void {
    this.labels.touched(paths);
    this.relations.touched(answers);
  }

  /** Spares `plan` what can be done while acts go on. */
  async prepare(): Promise<void> {
    await Promise.all([this.labels.prepare(), this.relations.prepare()]);
  }

  /** How to make the views say what the journal says; `undefined` = they do, and it is noted. */
  async plan(history: History): Promise<Plans | undefined> {
    const { annotations, lines, isAhead, checkpoint = '', relationsCheckpoint = '' } = history;
    const labels = await this.labels.plan(annotations);
    const relations = await this.relations.plan(history.relations);
    const isNoted = labels.hash === checkpoint && relations.hash === relationsCheckpoint && !isAhead;
    return labels.changes.size + relations.changes.size === 0 && isNoted
      ? undefined
      : { labels, relations, lines };
  }

  /** Writes what was planned. Undefined if one of the views is not the file that was planned for. */
  async write({ labels, relations }: Plans, history: History, lock: Lock): Promise<Saved | undefined> {
    let hash: string | undefined;
    try {
      const other =
        relations.changes.size === 0
          ? relations.hash
          : await this.relations.write(relations, history.relations, lock);
      if (other === undefined) return undefined;
      hash =
        labels.changes.size === 0 ? labels.hash : await this.labels.write(labels, history.annotations, lock);
      if (hash === undefined) return undefined;
      const isUsed =
        other !== '' || history.relationsCheckpoint !== undefined || history.relations.recent.hasAny;
      return { hash, ...(isUsed && { relations: other }) };
    } finally {
      if (hash === undefined) this.touched(undefined, undefined);
    }
  }

  /** The journal says what was written. */
  noted(): void {
    this.labels.noted();
    this.relations.noted();
  }
}
