import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { adoption } from './adoption.ts';
import { ChangedPaths } from './changedPaths.ts';
import { systemCode } from './files/fileErrors.ts';
import type { FileSystem } from './files/fileSystem.ts';
import { type Lock, withLock } from './files/lock.ts';
import { OwnFolder } from './files/ownFolder.ts';
import { inSlices } from './files/slices.ts';
import type { Turns } from './files/turns.ts';
import type { Patience } from './files/viewFile.ts';
import { allClasses } from './history/classList.ts';
import { foldLines } from './history/foldLines.ts';
import { History } from './history/history.ts';
import { Journal, type Read } from './history/journal.ts';
import { type Line, type LineBody, unkeep } from './history/lines.ts';
import { countLabels } from './labels/annotation.ts';
import { type Merge, mergedAnnotations, mergeLabels, noMerge } from './labels/merge.ts';
import { conflict, historyReplaced, labelsRestored, relationsRestored, renamed } from './problems.ts';
import { mergeRelations } from './relations/mergeRelations.ts';
import type { RelationsDocument } from './relations/relationsDocument.ts';
import type { RelationAct } from './relations/types.ts';
import { remembering } from './remembering.ts';
import type { Annotation, ClassEntry, DatasetPaths, Problem } from './types.ts';
import { type Plans, Views } from './views.ts';

/** Who writes: the window whose undo takes back its own acts, and the person, if a name is to be kept. */
export interface Author {
  readonly window: string;
  readonly annotator: string;
}

/**
 * history.jsonl, labels.csv and relations.jsonl as one thing: the journal is the truth, the others its views, and what
 * other programs write to any of them is taken in. The caller lets one method run at a time (`save` asks for its turns itself).
 */
export class Ledger {
  /** Paths whose annotation changed. */
  readonly changes = new ChangedPaths();
  readonly #paths: DatasetPaths;
  readonly #author: Author;
  readonly #own: OwnFolder;
  readonly #journal: Journal;
  readonly #views: Views;
  #history = new History();
  #merge: Merge = noMerge;
  /** What others wrote to relations.jsonl, and the file once all of it is in the journal. */
  #acts: readonly RelationAct[] = [];
  #takenOver: RelationsDocument | undefined;
  #annotations: ReadonlyMap<string, Annotation> = new Map();
  #counts: ReadonlyMap<string, number> = this.#history.counts;
  /** The checkpoint when the views were last read: an older file must not be compared with a newer one. */
  #comparable: string | undefined;
  #torn: readonly Problem[] = [];
  readonly #problems = remembering(() => this.#tell());
  #isReplaced = false;
  #isGone = false;
  #isRestored = false;
  #areRelationsGone = false;
  #areRelationsRestored = false;

  constructor(files: FileSystem, paths: DatasetPaths, author: Author) {
    this.#paths = paths;
    this.#author = author;
    this.#journal = new Journal(files, paths.history);
    this.#own = new OwnFolder(files, path.dirname(paths.history), paths.folder);
    this.#views = new Views(files, paths);
  }

  get history(): History {
    return this.#history;
  }

  /** The journal's, with what others wrote to labels.csv. */
  get annotations(): ReadonlyMap<string, Annotation> {
    return this.#annotations;
  }

  get classes(): readonly ClassEntry[] {
    return allClasses(this.#history.classes, this.#counts.keys());
  }

  /** Images by label; the labels are the keys. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** Whether a view lacks something that the journal holds. */
  get isAhead(): boolean {
    return this.#history.isAhead || this.#isGone || this.#areRelationsGone;
  }

  /** The same list as long as there is nothing else to tell. */
  get problems(): readonly Problem[] {
    const { conflictChanges, renames } = this.#history;
    const documents = [this.#views.labels.document, this.#views.relations.document];
    const flags = [this.#isReplaced, this.#isRestored, this.#areRelationsRestored];
    const told = [...flags, ...documents, this.#torn, this.#merge];
    return this.#problems(this.#history, conflictChanges, renames.length, ...told);
  }

  #tell(): readonly Problem[] {
    const file = path.basename(this.#paths.labels);
    return [
      ...(this.#isReplaced ? [historyReplaced] : []),
      ...(this.#isRestored ? [labelsRestored(file)] : []),
      ...(this.#areRelationsRestored ? [relationsRestored] : []),
      ...this.#torn,
      ...this.#views.labels.document.problems,
      ...this.#views.relations.document.problems,
      ...[...this.#history.conflicts].map(([image, { ours, theirs }]) => conflict(file, image, ours, theirs)),
      ...this.#merge.conflicts.map((line) =>
        conflict(file, line.path, unkeep(line.ours), unkeep(line.theirs)),
      ),
      ...this.#history.renames.map(({ from, to }) => renamed(from, to)),
    ];
  }

  /** Takes in what was added to the journal and to its views (see `ViewFile.read`). True if there was something. */
  async refresh(patience: Patience): Promise<boolean> {
    if (patience === 'hasty' && (await this.#isUnchanged())) return false;
    const before = { comparable: this.#comparable, merge: this.#merge };
    const isLonger = await this.#foldNew();
    const mark = this.#mark;
    const look = await this.#views.read(this.#history, patience);
    if (look.isSettled) this.#comparable = mark;
    // Another window may have written the files, with lines that came after our look at the journal.
    if (look.isChanged) await this.#foldNew();
    if (isLonger || look.isChanged || this.#comparable !== before.comparable) await this.#combine();
    const isChanged = isLonger || look.isChanged || this.#merge !== before.merge;
    // What follows from relations, and from a label, is worked out from the journal.
    const { relations } = this.#history;
    if (this.#acts.length > 0 || (this.#merge.rows.length > 0 && relations.size > 0))
      await this.settle().catch(() => undefined); // Whoever acts next hears of it.
    return isChanged;
  }

  /** What tells a checkpoint from the one before it. */
  get #mark(): string {
    return `${this.#history.checkpoint} ${this.#history.relationsCheckpoint}`;
  }

  /** Whether no file was touched since they were last read, as far as a look at them tells. */
  async #isUnchanged(): Promise<boolean> {
    if (this.#comparable !== this.#mark) return false;
    const [journal, views] = await Promise.all([this.#journal.isUnchanged(), this.#views.isUnchanged()]);
    return journal && views;
  }

  /**
   * Appends lines behind what others wrote to the views; resolves when they are on disk and read back. Rejects with a
   * `UserError` if they are not; then they have no effect.
   */
  async append(bodies: readonly LineBody[]): Promise<void> {
    if (!this.#own.isPrepared) await this.#own.prepare();
    const { rows, conflicts } = this.#merge;
    let left = [...adoption(rows, this.#acts), ...conflicts, ...bodies].map((body) => this.#line(body));
    for (let attempt = 0; left.length > 0; attempt++) {
      if (attempt === 3) throw notKept(this.#paths.history);
      await this.#take(await this.#appendLines(left));
      // Not there: the file was replaced as we wrote, or our line was glued to a torn one. It was not acknowledged yet.
      left = left.filter(({ id }) => !this.#history.has(id));
    }
    await this.#combine();
  }

  /** The folder may have been taken away since we made it. */
  #appendLines(lines: readonly Line[]): Promise<Read> {
    return this.#journal.append(lines).catch(async (error: unknown) => {
      if (!(error instanceof UserError) || systemCode(error.cause) !== 'ENOENT') throw error;
      await this.#own.prepare();
      return this.#journal.append(lines);
    });
  }

  /** Makes what others wrote to the views part of the journal. */
  async settle(): Promise<void> {
    const { rows, conflicts } = this.#merge;
    if (rows.length + conflicts.length + this.#acts.length > 0) await this.append([]);
  }

  /** Runs `work` while no other process holds the lock of this dataset. */
  async lock<T>(work: (lock: Lock) => Promise<T>): Promise<T> {
    await this.#own.prepare();
    return withLock(path.dirname(this.#paths.history), work);
  }

  /** Brings the views up to the journal, under the lock. Acts need not wait for it: only to plan and to note it takes a turn. */
  async save(turns: Turns): Promise<void> {
    await this.lock(async (lock) => {
      for (let attempt = 0; attempt < 20; attempt++) {
        await this.#views.prepare();
        const plan = await turns.run(() => this.#plan());
        if (plan === undefined) return;
        const saved = await this.#views.write(plan, this.#history, lock);
        if (saved === undefined) continue;
        await turns.run(() => this.append([{ kind: 'checkpoint', ...saved, lines: plan.lines }]));
        this.#views.noted();
        return;
      }
      throw busy(this.#paths.labels);
    });
  }

  /** What the views have to say otherwise; `undefined` = nothing, and it is noted. */
  async #plan(): Promise<Plans | undefined> {
    await this.refresh('patient');
    await this.settle();
    return this.#views.plan(this.#history);
  }

  /** Lets go of the files. */
  close(): Promise<void> {
    return this.#journal.close();
  }

  async #foldNew(): Promise<boolean> {
    return this.#take(await this.#journal.read());
  }

  /** Folds lines; others see what was there before until all of a file that is another one is folded. */
  async #take({ restarted, lines }: Read): Promise<boolean> {
    const history = restarted ? new History() : this.#history;
    const torn = await inSlices(foldLines(history, lines));
    if (restarted) {
      this.#history = history;
      this.#isReplaced = true;
      this.#takenOver = undefined;
    }
    if (restarted || torn.length > 0) this.#torn = restarted ? torn : [...this.#torn, ...torn];
    const touched = history.takeTouched();
    const answers = history.relations.recent.takeTouched();
    if (restarted) this.#views.touched(undefined, undefined);
    else this.#views.touched(touched, answers);
    this.changes.add(touched);
    return restarted || lines.length > 0;
  }

  async #combine(): Promise<void> {
    const { hash, document, isUnnoted } = this.#views.labels;
    const history = this.#history;
    const before = this.#annotations;
    const isCurrent = this.#mark === this.#comparable;
    await this.#combineRelations(isCurrent);
    this.#isGone = isCurrent && hash === '' && history.annotations.size > 0;
    if (this.#isGone && (history.checkpoint ?? '') !== '') this.#isRestored = true;
    const isOurs = !isCurrent || this.#isGone || hash === history.checkpoint || isUnnoted;
    this.#merge = isOurs
      ? noMerge
      : await inSlices(mergeLabels(history, document.annotations, !document.hasBadRows));
    const isMerged = this.#merge.rows.length > 0;
    this.#annotations = isMerged ? mergedAnnotations(history.annotations, this.#merge) : history.annotations;
    this.#counts = isMerged ? countLabels(this.#annotations) : history.counts;
    if (this.#annotations !== before)
      this.changes.add([...new Set([...before.keys(), ...this.#annotations.keys()])]);
  }

  async #combineRelations(isCurrent: boolean): Promise<void> {
    const { hash, document, isUnnoted } = this.#views.relations;
    const { relations, relationsCheckpoint = '' } = this.#history;
    this.#areRelationsGone = isCurrent && hash === '' && relations.size > 0;
    if (this.#areRelationsGone && relationsCheckpoint !== '') this.#areRelationsRestored = true;
    const isOurs = hash === '' || hash === relationsCheckpoint || isUnnoted || document === this.#takenOver;
    this.#acts = !isCurrent || isOurs ? [] : await inSlices(mergeRelations(relations, document));
    if (isCurrent && this.#acts.length === 0) this.#takenOver = document;
  }

  #line(body: LineBody): Line {
    const { window, annotator } = this.#author;
    const id = randomBytes(9).toString('base64url');
    const by = annotator === '' ? {} : { by: annotator };
    return { id, time: new Date().toISOString(), window, ...by, ...body };
  }
}

function notKept(file: string): UserError {
  return new UserError(
    'not-writable',
    `${file} loses what is written to it; close the program that rewrites it.`,
    { file },
  );
}

function busy(file: string): UserError {
  return new UserError('locked', `${file} is changed by another program all the time; close that program.`, {
    file,
  });
}
