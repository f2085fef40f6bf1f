import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { systemCode, writeError } from './files/fileErrors.ts';
import { type FileSystem, noFile } from './files/fileSystem.ts';
import { type Lock, withLock } from './files/lock.ts';
import { replaceFile, syncFolder } from './files/replaceFile.ts';
import type { Turns } from './files/turns.ts';
import { allClasses } from './history/classList.ts';
import { History } from './history/history.ts';
import { Journal } from './history/journal.ts';
import { type Line, type LineBody, parseLine, unkeep } from './history/lines.ts';
import { LabelsFile, type Patience } from './labels/labelsFile.ts';
import { type Merge, mergeLabels, noMerge } from './labels/merge.ts';
import { conflict, historyReplaced, labelsRestored, renamed, tornLine } from './problems.ts';
import type { Annotation, ClassEntry, DatasetPaths, Problem } from './types.ts';

const gitFiles = [
  ['.gitignore', 'cache/\nlock/\n'],
  ['.gitattributes', 'history.jsonl merge=union\n'],
] as const;

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
  readonly #files: FileSystem;
  readonly #paths: DatasetPaths;
  readonly #author: Author;
  readonly #journal: Journal;
  readonly #labels: LabelsFile;
  #history = new History();
  #merge: Merge = noMerge;
  #annotations: ReadonlyMap<string, Annotation> = new Map();
  /** The checkpoint when labels.csv was last read: an older file must not be compared with a newer one. */
  #comparable: string | undefined;
  #torn: Problem[] = [];
  #isPrepared = false;
  #isReplaced = false;
  #isGone = false;
  #isRestored = false;

  constructor(files: FileSystem, paths: DatasetPaths, author: Author) {
    this.#files = files;
    this.#paths = paths;
    this.#author = author;
    this.#journal = new Journal(files, paths.history);
    this.#labels = new LabelsFile(files, paths.labels);
  }

  get history(): History {
    return this.#history;
  }

  /** The journal's, with what others wrote to labels.csv. */
  get annotations(): ReadonlyMap<string, Annotation> {
    return this.#annotations;
  }

  get classes(): readonly ClassEntry[] {
    const { annotations, classes, counts } = this.#history;
    if (this.#annotations === annotations) return allClasses(classes, counts.keys());
    return allClasses(classes, new Set([...this.#annotations.values()].map(({ label }) => label)));
  }

  /** Whether labels.csv lacks something that the journal holds. */
  get isAhead(): boolean {
    return this.#history.isAhead || this.#isGone;
  }

  get problems(): readonly Problem[] {
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

  /** Takes in what was added to the journal and to labels.csv (see `LabelsFile.read`). True if there was something. */
  async refresh(patience: Patience): Promise<boolean> {
    const before = { comparable: this.#comparable, merge: this.#merge };
    const isLonger = await this.#foldNew();
    const { checkpoint } = this.#history;
    const outcome = await this.#labels.read(checkpoint, patience);
    if (outcome !== 'unsettled') this.#comparable = checkpoint;
    // Another window may have written the file, with lines that came after our look at the journal.
    if (outcome === 'changed') await this.#foldNew();
    const isChanged = isLonger || outcome === 'changed';
    if (isChanged || this.#comparable !== before.comparable) this.#combine();
    return isChanged || this.#merge !== before.merge;
  }

  /**
   * Appends lines behind what others wrote to labels.csv; resolves when they are on disk and read back. Rejects with a
   * `UserError` if they are not; then they have no effect.
   */
  async append(bodies: readonly LineBody[]): Promise<void> {
    await this.#prepareFolder();
    const { rows, conflicts } = this.#merge;
    const adopted: LineBody[] = rows.length > 0 ? [{ kind: 'adopt', rows }] : [];
    let left = [...adopted, ...conflicts, ...bodies].map((body) => this.#line(body));
    for (let attempt = 0; left.length > 0; attempt++) {
      if (attempt === 3) throw notKept(this.#paths.history);
      await this.#journal.append(left);
      await this.#foldNew();
      // Not there: the file was replaced as we wrote, or our line was glued to a torn one. It was not acknowledged yet.
      left = left.filter(({ id }) => !this.#history.has(id));
    }
    this.#combine();
  }

  /** Makes what others wrote to labels.csv part of the journal. */
  async settle(): Promise<void> {
    if (this.#merge.rows.length + this.#merge.conflicts.length > 0) await this.append([]);
  }

  /** Runs `work` while no other process holds the lock of this dataset. */
  async lock<T>(work: (lock: Lock) => Promise<T>): Promise<T> {
    await this.#prepareFolder();
    return withLock(path.dirname(this.#paths.history), work);
  }

  /** Brings labels.csv up to the journal, under the lock. */
  async save(turns: Turns): Promise<void> {
    await this.lock(async (lock) => {
      for (let attempt = 0; attempt < 20; attempt++) {
        const plan = await turns.run(() => this.#plan());
        if (plan === undefined) return;
        lock.check();
        if (plan.bytes !== undefined && !(await this.#labels.write(plan.bytes, plan.stamp))) continue;
        const { hash } = this.#labels;
        await turns.run(() => this.append([{ kind: 'checkpoint', hash, lines: plan.lines }]));
        return;
      }
      throw busy(this.#paths.labels);
    });
  }

  /** The bytes labels.csv should have now and the number of lines they hold; `undefined` = it has them, and it is noted. */
  async #plan() {
    await this.refresh('patient');
    await this.settle();
    const { document, hash, stamp } = this.#labels;
    const bytes = document.apply(this.#history.annotations) ? document.bytes() : undefined;
    const isNoted = hash === (this.#history.checkpoint ?? '') && !this.#history.isAhead;
    return bytes === undefined && isNoted ? undefined : { bytes, stamp, lines: this.#history.lines };
  }

  async #foldNew(): Promise<boolean> {
    const { restarted, lines } = await this.#journal.read();
    if (restarted) {
      this.#history = new History();
      this.#torn = [];
      this.#isReplaced = true;
    }
    for (const text of lines) this.#fold(text);
    return restarted || lines.length > 0;
  }

  #fold(text: string): void {
    const line = text === '' ? undefined : parseLine(text);
    if (line === undefined || line.kind === 'foreign') this.#history.skip();
    else this.#history.fold(line);
    if (line === undefined && text !== '') this.#torn.push(tornLine(this.#history.lines));
  }

  #combine(): void {
    const { hash, document } = this.#labels;
    const history = this.#history;
    const isCurrent = history.checkpoint === this.#comparable;
    this.#isGone = isCurrent && hash === '' && history.annotations.size > 0;
    if (this.#isGone && (history.checkpoint ?? '') !== '') this.#isRestored = true;
    const isOurs = !isCurrent || this.#isGone || hash === history.checkpoint;
    this.#merge = isOurs ? noMerge : mergeLabels(history, document.annotations, !document.hasBadRows);
    this.#annotations = this.#merge.rows.length === 0 ? history.annotations : this.#merged();
  }

  #merged(): ReadonlyMap<string, Annotation> {
    const merged = new Map(this.#history.annotations);
    for (const { path: image, to } of this.#merge.rows) {
      const annotation = unkeep(to);
      if (annotation === undefined) merged.delete(image);
      else merged.set(image, annotation);
    }
    return merged;
  }

  #line(body: LineBody): Line {
    const { window, annotator } = this.#author;
    const id = randomBytes(9).toString('base64url');
    const by = annotator === '' ? {} : { by: annotator };
    return { id, time: new Date().toISOString(), window, ...by, ...body };
  }

  /** Makes a folder; returns the first one that had to be made. */
  async #makeFolder(folder: string): Promise<string | undefined> {
    try {
      await this.#files.mkdir(folder);
      return folder;
    } catch (error) {
      if (systemCode(error) === 'EEXIST') return undefined;
      // Only now with its parents: on a read-only disk Node's recursive mkdir says that there is no such folder.
      if (systemCode(error) !== 'ENOENT') throw error;
      return this.#files.mkdir(folder, { recursive: true });
    }
  }

  /** Makes the folder of the journal, and tells git about it, the first time something is written. */
  async #prepareFolder(): Promise<void> {
    const own = path.dirname(this.#paths.history);
    try {
      const born = await this.#makeFolder(own);
      if (this.#isPrepared && born === undefined) return;
      for (const [name, text] of gitFiles)
        await replaceFile(this.#files, path.join(own, name), Buffer.from(text), noFile);
      if (born !== undefined) {
        await syncFolder(this.#files, this.#paths.home);
        await syncFolder(this.#files, path.dirname(born));
      }
      this.#isPrepared = true;
    } catch (error) {
      throw writeError(error, this.#paths.history);
    }
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
