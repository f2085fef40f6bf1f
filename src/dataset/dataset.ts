import { randomBytes } from 'node:crypto';
import { UserError } from '../core/errors.ts';
import { prepareActs } from './acts.ts';
import { writeBatch } from './batches.ts';
import { CurrentBatch } from './currentBatch.ts';
import { folderGone } from './files/fileErrors.ts';
import { type FileSystem, nodeFileSystem } from './files/fileSystem.ts';
import { Turns } from './files/turns.ts';
import type { LineBody } from './history/lines.ts';
import type { Entry } from './history/unit.ts';
import { Ledger } from './ledger.ts';
import { ImagePool } from './listing/imagePool.ts';
import { MissingFiles } from './missing.ts';
import { datasetPaths } from './paths.ts';
import { ProblemList, sameMessages } from './problemList.ts';
import { sentenceOf } from './problems.ts';
import type { DatasetRelations } from './relations/types.ts';
import { identityLines } from './renames.ts';
import { Saver } from './saver.ts';
import { outcome, TurningBack } from './turnBack.ts';
import type {
  Act,
  Annotation,
  BatchManifest,
  ClassEntry,
  Dataset,
  DatasetOptions,
  DatasetPaths,
  ImageFile,
  Problem,
  RecentAct,
  UndoResult,
} from './types.ts';

/** Acts that are told as the last ones. */
const remembered = 10;

/** How a dataset is opened. */
export interface OpenHow {
  readonly signal?: AbortSignal;
  readonly files?: FileSystem;
  /** Absolute path of the built `lister.js`: images are listed in a thread, for which nobody waits here. */
  readonly lister?: string;
}

/**
 * Opens an image folder: lists its images and folds its journal and labels.csv. Writes nothing, unless labels.csv is
 * behind the journal. Rejects with a `UserError` if the folder or one of the files cannot be read.
 */
export async function openDataset(
  options: DatasetOptions,
  { signal, files = nodeFileSystem, lister }: OpenHow = {},
): Promise<Dataset> {
  const dataset = new FolderDataset(options, files, lister);
  await dataset.list(signal === undefined ? {} : { signal });
  await dataset.refresh();
  return dataset;
}

class FolderDataset implements Dataset {
  readonly paths: DatasetPaths;
  readonly #window: string;
  readonly #files: FileSystem;
  readonly #ledger: Ledger;
  /** Whatever looks at the files, or writes them, does so one after the other. */
  readonly #turns = new Turns();
  readonly #saver = new Saver(() => this.#save());
  readonly #listeners = new Set<() => void>();
  readonly #turning: TurningBack;
  readonly #pool: ImagePool;
  readonly #batch: CurrentBatch;
  readonly #missing: MissingFiles;
  readonly #problems: ProblemList;
  #isClosed = false;

  constructor(options: DatasetOptions, files: FileSystem, lister: string | undefined) {
    this.paths = datasetPaths(options);
    this.#files = files;
    this.#pool = new ImagePool(this.paths, options, lister);
    this.#batch = new CurrentBatch(files, this.paths.batches);
    this.#missing = new MissingFiles(files, this.paths.home);
    this.#window = options.window ?? randomBytes(6).toString('hex');
    this.#turning = new TurningBack(this.#window);
    this.#ledger = new Ledger(files, this.paths, { window: this.#window, annotator: options.annotator });
    this.#problems = new ProblemList({
      ledger: this.#ledger,
      pool: this.#pool,
      missing: this.#missing,
      batch: this.#batch,
    });
  }

  get images(): readonly ImageFile[] {
    return this.#pool.images;
  }

  image(path: string): ImageFile | undefined {
    return this.#pool.image(path);
  }

  get rows(): ReadonlyMap<string, number> {
    return this.#pool.rows;
  }

  get batch(): BatchManifest | undefined {
    return this.#batch.manifest;
  }

  get annotations(): ReadonlyMap<string, Annotation> {
    return this.#ledger.annotations;
  }

  get classes(): readonly string[] {
    return this.#ledger.classes.map(({ name }) => name);
  }

  get classEntries(): readonly ClassEntry[] {
    return this.#ledger.classes;
  }

  get ignored(): ReadonlySet<string> {
    return this.#ledger.history.ignored;
  }

  get recent(): readonly RecentAct[] {
    return this.#lastEntries().map(({ short }) => short);
  }

  recentPaths(id: string): readonly string[] {
    return this.#lastEntries().find((last) => last.id === id)?.images ?? [];
  }

  get counts(): ReadonlyMap<string, number> {
    return this.#ledger.counts;
  }

  get relations(): DatasetRelations {
    return this.#ledger.history.relations;
  }

  get changes(): Dataset['changes'] {
    return this.#ledger.changes;
  }

  get problems(): readonly Problem[] {
    return this.#problems.all;
  }

  async scan(options: Parameters<Dataset['scan']>[0] = {}): Promise<boolean> {
    try {
      return await this.list(options);
    } catch (error) {
      if (error instanceof UserError && error.code === 'not-found' && error.file === this.paths.folder)
        throw folderGone(this.paths.folder, error);
      throw error;
    }
  }

  /** The scan itself: a folder that is not there may never have been. */
  async list({ signal, hashes }: NonNullable<Parameters<Dataset['scan']>[0]>): Promise<boolean> {
    const apply = await this.#pool.look(signal);
    const isChanged = await this.#inTurn(async () => {
      await this.#ledger.refresh('patient');
      return apply();
    });
    await this.#findMissing(true);
    await this.#inTurn(async () => {
      if (hashes !== undefined) await this.#identify(hashes);
      this.#changed();
    });
    return isChanged;
  }

  act(acts: readonly Act[]): Promise<void> {
    return this.#inTurn(async () => {
      await this.#ledger.refresh('hasty');
      const prepared = prepareActs(acts, this.#ledger);
      if (prepared.length === 0) return;
      await this.#append({ kind: 'acts', acts: prepared });
      this.#changed();
    });
  }

  undo(): Promise<UndoResult | undefined> {
    return this.#turnBack('undo');
  }

  redo(): Promise<UndoResult | undefined> {
    return this.#turnBack('redo');
  }

  addBatch(manifest: Omit<BatchManifest, 'id' | 'time'>): Promise<BatchManifest> {
    this.#mustBeOpen();
    return this.#ledger.lock(() =>
      this.#inTurn(async () => {
        const batch = await writeBatch(this.paths.batches, manifest, this.#files);
        await this.#ledger.append([{ kind: 'batch', batch: batch.id }]);
        await this.#batch.show(this.#ledger.history.batch);
        this.#changed();
        return batch;
      }),
    );
  }

  async refresh(): Promise<boolean> {
    const isChanged = await this.#inTurn(() => this.#ledger.refresh('patient'));
    if (isChanged) await this.#findMissing(false);
    return this.#inTurn(async () => {
      const isOtherBatch = await this.#batch.show(this.#ledger.history.batch);
      if (isChanged || isOtherBatch) this.#changed();
      return isChanged || isOtherBatch;
    });
  }

  flush(): Promise<void> {
    return this.#saver.now();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    await this.#turns.run(async () => {
      this.#isClosed = true;
    });
    this.#listeners.clear();
    try {
      await this.#saver.now();
    } finally {
      await this.#ledger.close();
    }
  }

  #turnBack(kind: 'undo' | 'redo'): Promise<UndoResult | undefined> {
    return this.#inTurn(async () => {
      await this.#ledger.refresh('hasty');
      await this.#ledger.settle();
      const next = this.#turning.next(kind, this.#ledger.history);
      if (next === undefined) return undefined;
      const { entry, others } = next;
      await this.#append({ kind, of: entry.id });
      this.#changed();
      return outcome(kind, entry, { annotations: this.annotations, others });
    });
  }

  /** Appends a line. Some of what it decides may be about images that are not there. */
  async #append(line: LineBody): Promise<void> {
    const { mark } = this.changes;
    await this.#ledger.append([line]);
    if (this.changes.since(mark)?.every((path) => this.rows.has(path)) !== true)
      await this.#findMissing(false);
  }

  #lastEntries(): readonly Entry[] {
    return this.#ledger.history.last(remembered, this.#window);
  }

  async #identify(hashes: ReadonlyMap<string, string>): Promise<void> {
    const { history } = this.#ledger;
    const isAnswered = (path: string): boolean => !this.rows.has(path) && history.relations.isAnswered(path);
    const answered = [...history.identities.keys()].filter(isAnswered);
    const gone = new Set([...this.#missing.paths, ...(await this.#missing.among(answered))]);
    const lines = identityLines({ history, there: this.rows, gone, hashes });
    if (lines.length === 0) return;
    await this.#ledger.append(lines);
    await this.#findMissing(false);
  }

  /** `isAnew`: files that were there may be gone. */
  #findMissing(isAnew: boolean): Promise<void> {
    return this.#missing.find(this.annotations, this.rows, isAnew);
  }

  async #save(): Promise<void> {
    const { mark } = this.changes;
    const { problems } = this;
    this.#problems.notSaved = undefined;
    try {
      await this.#ledger.save(this.#turns);
      // A save takes in what others wrote to labels.csv; nobody else would tell of it.
      if (this.changes.mark !== mark || !sameMessages(this.problems, problems)) this.#notify();
    } catch (error) {
      const message = `${sentenceOf(error)} Until then the labels are safe in .next-batch/history.jsonl.`;
      this.#problems.notSaved = { kind: 'not-saved', message };
      this.#notify();
      throw error;
    }
  }

  #changed(): void {
    if (this.#ledger.isAhead) this.#saver.request();
    this.#notify();
  }

  #notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.run(() => {
      this.#mustBeOpen();
      return work();
    });
  }

  #mustBeOpen(): void {
    if (this.#isClosed) throw new UserError('closed', `${this.paths.folder} was closed; open it again.`);
  }
}
