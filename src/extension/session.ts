import { randomUUID } from 'node:crypto';
import type { Settings } from '../core/settings.ts';
import type { Imports } from '../core/types.ts';
import { readImports } from '../dataset/imports.ts';
import { datasetPaths } from '../dataset/paths.ts';
import type {
  Act,
  BatchManifest,
  Dataset,
  DatasetOptions,
  DatasetPaths,
  UndoResult,
} from '../dataset/types.ts';
import type { EngineClient } from '../engine/client.ts';
import type { AdviseResult, Unreadable } from '../protocol/engine.ts';
import type { KeyBindings } from '../protocol/keys.ts';
import type { Banner, PanelChoices, PanelJob } from '../protocol/panel.ts';
import type { CallOptions } from '../protocol/rpc.ts';
import type { SimulateResult } from '../protocol/simulate.ts';
import { Choices } from './choices.ts';
import type { Among } from './clusters/among.ts';
import type { FolderPredictions } from './folderPredictions.ts';
import { PanelKeys } from './panelKeys.ts';
import { reviewFolder } from './review/reviewJob.ts';
import { embeddingsName, type RoundParts } from './roundParts.ts';
import { datasetOptions, SessionDataset } from './sessionDataset.ts';
import { SessionJobs } from './sessionJobs.ts';
import { SessionViews } from './sessionViews.ts';
import { ShownBatch } from './shownBatch.ts';
import type { SimulationPlan } from './simulation.ts';
import { UnreadableImages } from './unreadableImages.ts';

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
  readonly #opened: SessionDataset;
  readonly #jobs: SessionJobs;
  readonly #choices: Choices;
  readonly #keys: PanelKeys;
  readonly #batch: ShownBatch;
  readonly #unreadable = new UnreadableImages(
    () => this.#changed(),
    (path) => this.dataset.image(path),
  );
  readonly #listeners = new Set<() => void>();
  /** What views show besides the images and their labels. */
  readonly views: SessionViews;
  #settings: Settings;
  #imports: Imports = {};
  #banner: Banner | null = null;

  private constructor(
    folder: string,
    window: string,
    shell: SessionShell,
    settings: Settings,
    opened: SessionDataset,
  ) {
    this.folder = folder;
    this.window = window;
    this.#shell = shell;
    this.#settings = settings;
    this.#opened = opened;
    this.#batch = new ShownBatch(() => opened.now);
    this.#choices = new Choices({
      settings: () => this.#settings,
      saveSettings: (changes) => shell.saveSettings(folder, changes),
      changed: () => this.#changed(),
    });
    this.#keys = new PanelKeys(settings.keys, (banner) => this.show(banner));
    const parts = (): Promise<RoundParts> => this.#parts();
    const changed = (): void => this.#changed();
    this.views = new SessionViews({
      session: this,
      embeddings: () => embeddingsName({ settings: this.#settings, imports: this.#imports }),
      parts,
      changed,
      note: shell.note,
    });
    this.#jobs = new SessionJobs({
      folder,
      parts,
      views: this.views,
      unreadable: this.#unreadable,
      advised: (advice) => {
        this.#choices.advice = advice;
      },
      show: (banner) => this.show(banner),
      changed,
    });
  }

  /** Where the files of a folder lie, before it is open. */
  static paths(folder: string, shell: Pick<SessionShell, 'settings'>): DatasetPaths {
    return datasetPaths(datasetOptions(folder, '', shell.settings(folder)));
  }

  /** Opens the folder's dataset, which lists its images. `window`: what an earlier session of the same tab was called. */
  static async open(folder: string, shell: SessionShell, window: string = randomUUID()): Promise<Session> {
    const settings = shell.settings(folder);
    const opened = await SessionDataset.open(datasetOptions(folder, window, settings), {
      openDataset: shell.openDataset,
      changed: () => session.#datasetChanged(),
    });
    const session = new Session(folder, window, shell, settings, opened);
    // What is wrong with it is told to who asks for a job.
    await session.#readImports().catch(shell.note);
    session.#keys.tellFault();
    return session;
  }

  get dataset(): Dataset {
    return this.#opened.now;
  }
  get settings(): Settings {
    return this.#settings;
  }
  get engine(): EngineClient {
    return this.#shell.engine(this.#settings);
  }
  get job(): PanelJob | null {
    return this.#jobs.running;
  }
  /** What single keys of the panel do. */
  get keys(): KeyBindings {
    return this.#keys.bindings;
  }
  /** What is wrong with the setting that changes keys, in a sentence. */
  get keysFault(): string | undefined {
    return this.#keys.fault;
  }
  get banner(): Banner | null {
    return this.#banner;
  }
  get unreadable(): readonly Unreadable[] {
    return this.#unreadable.list;
  }
  /** What a model says of the images, kept fresh in the background. */
  get predictions(): FolderPredictions | undefined {
    return this.views.head.latest;
  }
  /** Files of the person's own that stand in for the encoder, the head and the clusters, as they were last read. */
  get imports(): Imports {
    return this.#imports;
  }
  /** What was advised last, until it is answered. */
  get advice(): AdviseResult | null {
    return this.#choices.advice;
  }
  /** Only images that match this glob are chosen; '' = all. */
  get within(): string {
    return this.#choices.within;
  }
  /** Only these images are chosen; undefined = all. */
  get among(): Among | undefined {
    return this.#choices.among;
  }

  /** The batch that the panel shows: the last one, or an earlier one that a person went back to. */
  get batch(): BatchManifest | undefined {
    return this.#batch.now;
  }

  /** Goes to a batch by its id, until another one is selected. Rejects with a sentence if its manifest cannot be read. */
  async showBatch(id: string): Promise<void> {
    await this.#batch.show(id);
    this.#changed();
  }

  /** Called after every change of anything a panel shows. Returns the way to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** One undo unit, on disk when this resolves. Acts happen in the order they were asked for, and wait for no job. */
  async act(acts: readonly Act[]): Promise<void> {
    this.#keys.check(acts);
    await this.#opened.act(acts);
  }
  undo(): Promise<UndoResult | undefined> {
    return this.#opened.undo();
  }
  redo(): Promise<UndoResult | undefined> {
    return this.#opened.redo();
  }

  /** Embeds what is not embedded yet. */
  embed(): Promise<void> {
    return this.#jobs.embed();
  }
  /** Embeds what is missing, then chooses and records the next batch, taking the labels given so far into account. */
  selectNextBatch(): Promise<void> {
    return this.#jobs.selectNextBatch();
  }
  /** Embeds what is missing, then says which strategy fits now and whether to go on. */
  advise(): Promise<void> {
    return this.#jobs.advise();
  }
  /** Embeds what is missing, then has strategies choose, of which none is recorded. */
  compare(selectors: readonly string[]): Promise<void> {
    return this.#jobs.compare(selectors);
  }
  /** The batch of the n-th strategy compared becomes the next one, as it is. */
  async takeCompared(n: number): Promise<void> {
    await this.#opened.settled;
    await this.views.comparison.take(n, this.dataset);
    this.views.head.refresh();
  }
  /** Tries strategies on images whose classes are known. */
  simulate(plan: SimulationPlan): Promise<SimulateResult> {
    return this.#jobs.simulate(plan);
  }
  /** Reviews images and labels as they are now; embeds nothing. `views.review` then has what was found. */
  async runReview(): Promise<void> {
    this.views.review.take(await this.#jobs.run('review', reviewFolder));
  }
  /** Chooses a batch again from what its manifest says. Rejects with `input-differs`, and what it is, if others come out. */
  replay(id: string): Promise<void> {
    return this.#jobs.replay(id);
  }
  /** Ends the running job; what it has written stays. False if none runs. */
  cancel(): boolean {
    return this.#jobs.cancel();
  }

  /** Chooses the strategy that was advised, or only takes the advice away. */
  answerAdvice(answer: 'use' | 'dismiss'): Promise<void> {
    return this.#choices.answerAdvice(answer);
  }

  /** Changes how the next batch is chosen. Rejects with a `usage` error for a value out of range. */
  choose(changes: Partial<PanelChoices>): Promise<void> {
    return this.#choices.choose(changes);
  }

  /** The next batch is chosen from these images only; null = from all. */
  chooseAmong(among: Among | null): void {
    this.#choices.among = among ?? undefined;
  }

  /** Work that a person waits for and that is no job: predictions give way to it. Beside a job, it waits for the engine. */
  ask<T>(work: (parts: RoundParts) => Promise<T>, options: CallOptions): Promise<T> {
    return this.#jobs.ask(work, options);
  }

  /** Someone looks at the images: sees to it that there are predictions. */
  ensurePredictions(): void {
    this.views.head.ensure();
  }

  /** A file was imported, or is used no longer: predictions follow. */
  async refreshImports(): Promise<void> {
    await this.#readImports();
    this.views.head.refresh();
  }

  /** Says something in the panels of this folder; null takes it away. */
  show(banner: Banner | null): void {
    this.#banner = banner;
    this.#changed();
  }

  /** An image turned out unreadable while it was looked at. */
  addUnreadable(found: readonly Unreadable[]): void {
    this.#unreadable.add(found);
  }

  /** Looks at the disk again: images, and what other writers did to the labels. */
  rescan(): Promise<void> {
    return this.#opened.rescan();
  }

  /** Reads the settings again; opens the dataset anew if they say that it lies elsewhere or lists other images. */
  async reload(): Promise<void> {
    const before = this.#settings;
    this.#settings = this.#shell.settings(this.folder);
    await this.#opened.reopen(datasetOptions(this.folder, this.window, this.#settings));
    const { head, encoder, executionProvider, keys } = this.#settings;
    this.#keys.read(keys);
    const isOther = encoder !== before.encoder || executionProvider !== before.executionProvider;
    if (head !== before.head || isOther) this.views.head.refresh();
    this.#changed();
  }

  async close(): Promise<void> {
    this.cancel();
    this.views.close();
    this.#listeners.clear();
    await this.#opened.close();
  }

  /** Another program may have changed which files are imported. */
  async #readImports(): Promise<void> {
    const imports = await readImports(this.dataset.paths.home);
    if (JSON.stringify(imports) === JSON.stringify(this.#imports)) return;
    this.#imports = imports;
    this.#changed();
  }

  /** All that a person decided before they asked counts, also what is still on its way to the disk. */
  async #parts(): Promise<RoundParts> {
    await this.#opened.settled;
    await this.#readImports();
    return {
      dataset: this.dataset,
      settings: this.#settings,
      imports: this.#imports,
      within: this.within,
      among: this.among,
      engine: this.engine,
      version: this.#shell.version,
    };
  }

  #datasetChanged(): void {
    this.#batch.follow();
    this.#unreadable.recheck();
    this.views.datasetChanged();
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
