import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
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
import { LabelsView } from './labels/labelsView.ts';
import { type Merge, mergedAnnotations, mergeLabels, noMerge } from './labels/merge.ts';
import { conflict, historyReplaced, labelsRestored, renamed } from './problems.ts';
import { remembering } from './remembering.ts';
import type { Annotation, ClassEntry, DatasetPaths, Problem } from './types.ts';

/** Who writes: the window whose undo takes back its own acts, and the person, if a name is to be kept. */
export interface Author {
  readonly window: string;
  readonly annotator: string;
}

/**
 * history.jsonl and labels.csv as one thing: the journal is the truth, labels.csv its view, and what other programs
 * write to either is taken in. The caller lets one method run at a time (`save` asks for its turns itself).
 */
export class Ledger {
  /** Paths whose annotation changed. */
  readonly changes = new ChangedPaths();
  readonly #paths: DatasetPaths;
  readonly #author: Author;
  readonly #own: OwnFolder;
  readonly #journal: Journal;
  readonly #labels: LabelsView;
  #history = new History();
  #merge: Merge = noMerge;
  #annotations: ReadonlyMap<string, Annotation> = new Map();
  #counts: ReadonlyMap<string, number> = this.#history.counts;
  /** The checkpoint when labels.csv was last read: an older file must not be compared with a newer one. */
  #comparable: string | undefined;
  #torn: readonly Problem[] = [];
  readonly #problems = remembering(() => this.#tell());
  #isReplaced = false;
  #isGone = false;
  #isRestored = false;

  constructor(files: FileSystem, paths: DatasetPaths, author: Author) {
    this.#paths = paths;
    this.#author = author;
    this.#journal = new Journal(files, paths.history);
    this.#own = new OwnFolder(files, path.dirname(paths.history), paths.folder);
    this.#labels = new LabelsView(files, paths.labels);
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

  /** Whether labels.csv lacks something that the journal holds. */
  get isAhead(): boolean {
    return this.#history.isAhead || this.#isGone;
  }

  /** The same list as long as there is nothing else to tell. */
  get problems(): readonly Problem[] {
    const { conflictChanges, renames } = this.#history;
    const { document } = this.#labels;
    const told = [this.#isReplaced, this.#isRestored, this.#torn, document, this.#merge];
    return this.#problems(this.#history, conflictChanges, renames.length, ...told);
  }

  #tell(): readonly Problem[] {
    const file = path.basename(this.#paths.labels);
    return [
      ...(this.#isReplaced ? [historyReplaced] : []),
      ...(this.#isRestored ? [labelsRestored(file)] : []),
      ...this.#torn,
      ...this.#labels.document.problems,
      ...[...this.#history.conflicts].map(([image, { ours, theirs }]) => conflict(file, image, ours, theirs)),
      ...this.#merge.conflicts.map((line) =>
        conflict(file, line.path, unkeep(line.ours), unkeep(line.theirs)),
      ),
      ...this.#history.renames.map(({ from, to }) => renamed(from, to)),
    ];
  }

  /** Takes in what was added to the journal and to labels.csv (see `ViewFile.read`). True if there was something. */
  async refresh(patience: Patience): Promise<boolean> {
    if (patience === 'hasty' && (await this.#isUnchanged())) return false;
    const before = { comparable: this.#comparable, merge: this.#merge };
    const isLonger = await this.#foldNew();
    const { checkpoint } = this.#history;
    const outcome = await this.#labels.read(checkpoint, patience);
    if (outcome !== 'unsettled') this.#comparable = checkpoint;
    // Another window may have written the file, with lines that came after our look at the journal.
    if (outcome === 'changed') await this.#foldNew();
    const isChanged = isLonger || outcome === 'changed';
    if (isChanged || this.#comparable !== before.comparable) await this.#combine();
    // What follows from a label is worked out from the journal.
    if (this.#merge.rows.length > 0 && this.#history.relations.answers.length > 0)
      await this.settle().catch(() => undefined); // Whoever acts next hears of it.
    return isChanged || this.#merge !== before.merge;
  }

  /** Whether neither file was touched since they were last read, as far as a look at both tells. */
  async #isUnchanged(): Promise<boolean> {
    if (this.#comparable !== this.#history.checkpoint) return false;
    const [journal, labels] = await Promise.all([this.#journal.isUnchanged(), this.#labels.isUnchanged()]);
    return journal && labels;
  }

  /**
   * Appends lines behind what others wrote to labels.csv; resolves when they are on disk and read back. Rejects with a
   * `UserError` if they are not; then they have no effect.
   */
  async append(bodies: readonly LineBody[]): Promise<void> {
    if (!this.#own.isPrepared) await this.#own.prepare();
    const { rows, conflicts } = this.#merge;
    const adopted: LineBody[] = rows.length > 0 ? [{ kind: 'adopt', rows }] : [];
    let left = [...adopted, ...conflicts, ...bodies].map((body) => this.#line(body));
    for (let attempt = 0; left.length > 0; attempt++) {
      if (attempt === 3) throw notKept(this.#paths.history);
      await this.#take(await this.#write(left));
      // Not there: the file was replaced as we wrote, or our line was glued to a torn one. It was not acknowledged yet.
      left = left.filter(({ id }) => !this.#history.has(id));
    }
    await this.#combine();
  }

  /** The folder may have been taken away since we made it. */
  #write(lines: readonly Line[]): Promise<Read> {
    return this.#journal.append(lines).catch(async (error: unknown) => {
      if (!(error instanceof UserError) || systemCode(error.cause) !== 'ENOENT') throw error;
      await this.#own.prepare();
      return this.#journal.append(lines);
    });
  }

  /** Makes what others wrote to labels.csv part of the journal. */
  async settle(): Promise<void> {
    if (this.#merge.rows.length + this.#merge.conflicts.length > 0) await this.append([]);
  }

  /** Runs `work` while no other process holds the lock of this dataset. */
  async lock<T>(work: (lock: Lock) => Promise<T>): Promise<T> {
    await this.#own.prepare();
    return withLock(path.dirname(this.#paths.history), work);
  }

  /** Brings labels.csv up to the journal, under the lock. Acts need not wait for it: only to plan and to note it takes a turn. */
  async save(turns: Turns): Promise<void> {
    await this.lock(async (lock) => {
      for (let attempt = 0; attempt < 20; attempt++) {
        await this.#labels.prepare();
        const plan = await turns.run(() => this.#plan());
        if (plan === undefined) return;
        const hash = plan.changes.size === 0 ? plan.hash : await this.#labels.write(plan, lock);
        if (hash === undefined) continue;
        await turns.run(() => this.append([{ kind: 'checkpoint', hash, lines: plan.lines }]));
        this.#labels.noted();
        return;
      }
      throw busy(this.#paths.labels);
    });
  }

  /** What labels.csv has to say otherwise, and the number of lines it then holds; `undefined` = nothing, and it is noted. */
  async #plan() {
    await this.refresh('patient');
    await this.settle();
    const { annotations, lines, checkpoint, isAhead } = this.#history;
    const plan = await this.#labels.plan(annotations);
    const isNoted = plan.hash === (checkpoint ?? '') && !isAhead;
    return plan.changes.size === 0 && isNoted ? undefined : { ...plan, lines };
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
    }
    if (restarted || torn.length > 0) this.#torn = restarted ? torn : [...this.#torn, ...torn];
    const touched = history.takeTouched();
    this.#labels.touched(restarted ? undefined : touched);
    this.changes.add(touched);
    return restarted || lines.length > 0;
  }

  async #combine(): Promise<void> {
    const { hash, document } = this.#labels;
    const history = this.#history;
    const before = this.#annotations;
    const isCurrent = history.checkpoint === this.#comparable;
    this.#isGone = isCurrent && hash === '' && history.annotations.size > 0;
    if (this.#isGone && (history.checkpoint ?? '') !== '') this.#isRestored = true;
    const isOurs = !isCurrent || this.#isGone || hash === history.checkpoint || this.#labels.isUnnoted;
    this.#merge = isOurs
      ? noMerge
      : await inSlices(mergeLabels(history, document.annotations, !document.hasBadRows));
    const isMerged = this.#merge.rows.length > 0;
    this.#annotations = isMerged ? mergedAnnotations(history.annotations, this.#merge) : history.annotations;
    this.#counts = isMerged ? countLabels(this.#annotations) : history.counts;
    if (this.#annotations !== before)
      this.changes.add([...new Set([...before.keys(), ...this.#annotations.keys()])]);
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
