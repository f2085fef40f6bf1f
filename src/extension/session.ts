import { randomUUID } from 'node:crypto';
import { l10n } from 'vscode';
import { throwIfAborted } from '../core/errors.ts';
import { readSettings, type Settings } from '../core/settings.ts';
import type { Imports } from '../core/types.ts';
import { readImports } from '../dataset/imports.ts';
import { datasetPaths } from '../dataset/paths.ts';
import type { Act, Dataset, DatasetOptions, DatasetPaths, UndoResult } from '../dataset/types.ts';
import type { EngineClient } from '../engine/client.ts';
import type { AdviseResult, Unreadable } from '../protocol/engine.ts';
import type { Banner, PanelChoices, PanelJob } from '../protocol/panel.ts';
import type { CallOptions } from '../protocol/rpc.ts';
import type { SimulateResult } from '../protocol/simulate.ts';
import { BackgroundHead } from './backgroundHead.ts';
import { type FolderPredictions, predictClasses } from './folderPredictions.ts';
import { JobSlot } from './jobSlot.ts';
import { labeledCount } from './labelCounts.ts';
import { adviseStrategy, embedFolder, selectBatch } from './round.ts';
import type { RoundParts } from './roundParts.ts';
import { runSimulation, type SimulationPlan } from './simulation.ts';

/** What a session needs from the shell around it. */
export interface SessionShell {
  readonly version: string;
  readonly settings: (folder: string) => Settings;
  /** Writes settings where they belong for a folder; sessions on it are told to `reload`. */
  readonly saveSettings: (folder: string, changes: Partial<Settings>) => Promise<void>;
  readonly openDataset: (options: DatasetOptions) => Promise<Dataset>;
  readonly engine: (settings: Settings) => EngineClient;
  /** An error of work that nobody waits for. */
  readonly note: (error: unknown) => void;
}

/** One image folder that is open: its dataset, its settings, the job that runs on it, and what it has to say. */
export class Session {
  readonly folder: string;
  /** Names the editor tab in the journal, so that its undo survives a reload. */
  readonly window: string;
  readonly #shell: SessionShell;
  #settings: Settings;
  #dataset: Dataset;
  #stopListening: () => void = () => {};
  #banner: Banner | null = null;
  #within = '';
  #imports: Imports = {};
  #advice: AdviseResult | null = null;
  #unreadable: readonly Unreadable[] = [];
  #acts: Promise<unknown> = Promise.resolve();
  #scan: Promise<void> = Promise.resolve();
  #nextScan: Promise<void> | undefined;
  readonly #jobs: JobSlot;
  readonly #head: BackgroundHead;
  readonly #listeners = new Set<() => void>();

  private constructor(
    folder: string,
    window: string,
    shell: SessionShell,
    settings: Settings,
    dataset: Dataset,
  ) {
    this.folder = folder;
    this.window = window;
    this.#shell = shell;
    this.#settings = settings;
    this.#dataset = dataset;
    this.#jobs = new JobSlot(folder, () => this.#changed());
    this.#head = new BackgroundHead({
      predict: async (signal) => predictClasses(await this.#parts(), { signal }),
      labeled: () => labeledCount(this.#dataset.annotations),
      changed: () => this.#changed(),
      failed: shell.note,
    });
    this.#stopListening = dataset.onChange(() => this.#datasetChanged());
  }

  /** Where the files of a folder lie, before it is open. */
  static paths(folder: string, shell: Pick<SessionShell, 'settings'>): DatasetPaths {
    return datasetPaths(datasetOptions(folder, '', shell.settings(folder)));
  }

  /** Opens the folder's dataset, which lists its images. `window`: what an earlier session of the same tab was called. */
  static async open(folder: string, shell: SessionShell, window: string = randomUUID()): Promise<Session> {
    const settings = shell.settings(folder);
    const dataset = await shell.openDataset(datasetOptions(folder, window, settings));
    const session = new Session(folder, window, shell, settings, dataset);
    // What is wrong with it is told to who asks for a job.
    await session.#readImports().catch(shell.note);
    return session;
  }

  get dataset(): Dataset {
    return this.#dataset;
  }
  get settings(): Settings {
    return this.#settings;
  }
  get engine(): EngineClient {
    return this.#shell.engine(this.#settings);
  }
  get job(): PanelJob | null {
    return this.#jobs.job;
  }
  get banner(): Banner | null {
    return this.#banner;
  }
  get unreadable(): readonly Unreadable[] {
    return this.#unreadable;
  }
  /** What a model says of the images, kept fresh in the background. */
  get predictions(): FolderPredictions | undefined {
    return this.#head.latest;
  }
  /** Files of the person's own that stand in for the encoder, the head and the clusters, as they were last read. */
  get imports(): Imports {
    return this.#imports;
  }
  /** What was advised last, until it is answered. */
  get advice(): AdviseResult | null {
    return this.#advice;
  }
  /** Only images that match this glob are chosen; '' = all. */
  get within(): string {
    return this.#within;
  }

  /** Called after every change of anything a panel shows. Returns the way to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** One undo unit, on disk when this resolves. Acts happen in the order they were asked for, and wait for no job. */
  act(acts: readonly Act[]): Promise<void> {
    return this.#inOrder(() => this.#dataset.act(acts));
  }
  undo(): Promise<UndoResult | undefined> {
    return this.#inOrder(() => this.#dataset.undo());
  }
  redo(): Promise<UndoResult | undefined> {
    return this.#inOrder(() => this.#dataset.redo());
  }

  /** Embeds what is not embedded yet. */
  embed(): Promise<void> {
    return this.#run('embed', async (parts, options) => {
      this.#noteUnreadable((await embedFolder(parts, options)).unreadable, true);
    });
  }

  /** Embeds what is missing, then chooses and records the next batch, taking the labels given so far into account. */
  selectNextBatch(): Promise<void> {
    return this.#run('select', async (parts, options) => {
      if (parts.imports.embeddings === undefined)
        this.#noteUnreadable((await embedFolder(parts, options)).unreadable, true);
      const batch = await selectBatch(parts, options);
      this.#head.refresh();
      if (batch === null) this.show({ kind: 'info', message: nothingLeft(parts) });
    });
  }

  /** Embeds what is missing, then says which strategy fits now and whether to go on. */
  advise(): Promise<void> {
    return this.#run('advise', async (parts, options) => {
      this.#advice = await adviseStrategy(parts, options);
    });
  }

  /** Tries strategies on images whose classes are known. */
  async simulate(plan: SimulationPlan): Promise<SimulateResult> {
    return this.#run('simulate', (parts, options) => runSimulation(parts, plan, options));
  }

  /** Chooses the strategy that was advised, or only takes the advice away. */
  async answerAdvice(answer: 'use' | 'dismiss'): Promise<void> {
    const advice = this.#advice;
    this.#advice = null;
    this.#changed();
    if (answer === 'use' && advice) await this.#saveStrategy(advice.selector, advice.parameters);
  }

  /** Ends the running job; what it has written stays. False if none runs. */
  cancel(): boolean {
    return this.#jobs.cancel();
  }

  /** Someone looks at the images: sees to it that there are predictions. */
  ensurePredictions(): void {
    this.#head.ensure();
  }

  /** A file was imported, or is used no longer: predictions follow. */
  async refreshImports(): Promise<void> {
    await this.#readImports();
    this.#head.refresh();
  }

  /** Another program may have changed which files are imported. */
  async #readImports(): Promise<void> {
    const imports = await readImports(this.#dataset.paths.home);
    if (JSON.stringify(imports) === JSON.stringify(this.#imports)) return;
    this.#imports = imports;
    this.#changed();
  }

  /** Changes how the next batch is chosen. Rejects with a `usage` error for a value out of range. */
  async choose({ within, selector, ...changes }: Partial<PanelChoices>): Promise<void> {
    const given = new Map<string, unknown>(Object.entries({ ...changes, ...(selector && { selector }) }));
    readSettings((name) => given.get(name));
    if (within !== undefined && within !== this.#within) {
      this.#within = within;
      this.#changed();
    }
    if (Object.keys(changes).length > 0) await this.#shell.saveSettings(this.folder, changes);
    if (selector !== undefined && selector !== this.#settings.selector) await this.#saveStrategy(selector);
  }

  /** Parameters go with their strategy: another one would refuse them. */
  #saveStrategy(selector: string, selectorParameters: AdviseResult['parameters'] = {}): Promise<void> {
    return this.#shell.saveSettings(this.folder, { selector, selectorParameters });
  }

  /** Says something in the panels of this folder; null takes it away. */
  show(banner: Banner | null): void {
    this.#banner = banner;
    this.#changed();
  }

  /** Adds to the list of images that cannot be read. `complete`: it is the whole list. */
  #noteUnreadable(found: readonly Unreadable[], complete: boolean): void {
    const known = new Map(complete ? [] : this.#unreadable.map((entry) => [entry.path, entry]));
    for (const entry of found) known.set(entry.path, entry);
    this.#unreadable = [...known.values()];
    this.#changed();
  }

  /** An image turned out unreadable while it was looked at. */
  addUnreadable(found: readonly Unreadable[]): void {
    const isNew = found.some(({ path }) => !this.#unreadable.some((entry) => entry.path === path));
    if (isNew) this.#noteUnreadable(found, false);
  }

  /** Looks at the disk again: images, and what other writers did to the labels. One look at a time, and one after it. */
  rescan(): Promise<void> {
    this.#nextScan ??= this.#scan.then(async () => {
      this.#nextScan = undefined;
      await this.#dataset.scan();
    });
    this.#scan = this.#nextScan.catch(() => {});
    return this.#nextScan;
  }

  /** Reads the settings again; opens the dataset anew if they say that it lies elsewhere or lists other images. */
  async reload(): Promise<void> {
    const before = this.#settings;
    this.#settings = this.#shell.settings(this.folder);
    const [options, asBefore] = [this.#settings, before].map((settings) =>
      datasetOptions(this.folder, this.window, settings),
    );
    if (JSON.stringify(options) !== JSON.stringify(asBefore))
      await this.#inOrder(async () => {
        const next = await this.#shell.openDataset(options);
        this.#stopListening();
        await this.#dataset.close();
        this.#dataset = next;
        this.#stopListening = next.onChange(() => this.#datasetChanged());
      });
    const { head, encoder } = this.#settings;
    if (head !== before.head || encoder !== before.encoder) this.#head.refresh();
    this.#changed();
  }

  async close(): Promise<void> {
    this.cancel();
    this.#head.close();
    await this.#acts.catch(() => {});
    this.#stopListening();
    this.#listeners.clear();
    await this.#dataset.close();
  }

  /** Runs a job; predictions wait until it is over, for the engine does one thing at a time. */
  async #run<T>(
    kind: PanelJob['kind'],
    work: (parts: RoundParts, options: CallOptions) => Promise<T>,
  ): Promise<T> {
    this.#head.hold();
    try {
      return await this.#jobs.run(kind, async (options) => {
        this.show(null);
        const parts = await this.#parts();
        throwIfAborted(options.signal);
        return work(parts, options);
      });
    } finally {
      if (this.job === null) this.#head.release();
    }
  }

  /** All that a person decided before they asked counts, also what is still on its way to the disk. */
  async #parts(): Promise<RoundParts> {
    await this.#acts;
    await this.#readImports();
    return {
      dataset: this.#dataset,
      settings: this.#settings,
      imports: this.#imports,
      within: this.#within,
      engine: this.engine,
      version: this.#shell.version,
    };
  }

  #datasetChanged(): void {
    this.#head.labelsChanged();
    this.#changed();
  }

  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#acts.then(work, work);
    this.#acts = result.catch(() => {});
    return result;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function datasetOptions(folder: string, window: string, settings: Settings): DatasetOptions {
  const { labelsFile, cacheFolder, include, exclude, respectGitignore, annotator } = settings;
  return { folder, window, labelsFile, cacheFolder, include, exclude, respectGitignore, annotator };
}

function nothingLeft({ within }: RoundParts): string {
  if (within === '')
    return l10n.t('Every readable image here is labeled or skipped, so there is nothing left to select.');
  return l10n.t(
    'Every readable image that matches {0} is labeled or skipped, so there is nothing left to select.',
    within,
  );
}
