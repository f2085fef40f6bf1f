import { randomUUID } from 'node:crypto';
import { UserError } from '../core/errors.ts';
import type { Settings } from '../core/settings.ts';
import type { ReportProgress } from '../core/types.ts';
import { datasetPaths } from '../dataset/paths.ts';
import type { Act, Dataset, DatasetOptions, DatasetPaths, UndoResult } from '../dataset/types.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Unreadable } from '../protocol/engine.ts';
import type { Banner, PanelJob } from '../protocol/panel.ts';
import type { CallOptions } from '../protocol/rpc.ts';
import { embedFolder, type RoundParts, selectBatch } from './round.ts';

/** What a session needs from the shell around it. */
export interface SessionShell {
  readonly version: string;
  readonly settings: (folder: string) => Settings;
  readonly openDataset: (options: DatasetOptions) => Promise<Dataset>;
  readonly engine: (settings: Settings) => EngineClient;
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
  #job: PanelJob | null = null;
  #controller: AbortController | undefined;
  #banner: Banner | null = null;
  #unreadable: readonly Unreadable[] = [];
  #acts: Promise<unknown> = Promise.resolve();
  #scan: Promise<void> = Promise.resolve();
  #nextScan: Promise<void> | undefined;
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
    this.#stopListening = dataset.onChange(() => this.#changed());
  }

  /** Where the files of a folder lie, before it is open. */
  static paths(folder: string, shell: Pick<SessionShell, 'settings'>): DatasetPaths {
    return datasetPaths(datasetOptions(folder, '', shell.settings(folder)));
  }

  /** Opens the folder's dataset, which lists its images. `window`: what an earlier session of the same tab was called. */
  static async open(folder: string, shell: SessionShell, window: string = randomUUID()): Promise<Session> {
    const settings = shell.settings(folder);
    const dataset = await shell.openDataset(datasetOptions(folder, window, settings));
    return new Session(folder, window, shell, settings, dataset);
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
    return this.#job;
  }
  get banner(): Banner | null {
    return this.#banner;
  }
  get unreadable(): readonly Unreadable[] {
    return this.#unreadable;
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
      this.#noteUnreadable((await embedFolder(parts, options)).unreadable, true);
      const batch = await selectBatch(parts, options);
      const nothingLeft =
        'Every readable image here is labeled or skipped, so there is nothing left to select.';
      if (batch === null) this.show({ kind: 'info', message: nothingLeft });
    });
  }

  /** Ends the running job; what it has written stays. False if none runs. */
  cancel(): boolean {
    this.#controller?.abort();
    return this.#controller !== undefined;
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
    const before = datasetOptions(this.folder, this.window, this.#settings);
    this.#settings = this.#shell.settings(this.folder);
    const after = datasetOptions(this.folder, this.window, this.#settings);
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    await this.#inOrder(async () => {
      const next = await this.#shell.openDataset(after);
      this.#stopListening();
      await this.#dataset.close();
      this.#dataset = next;
      this.#stopListening = next.onChange(() => this.#changed());
    });
    this.#changed();
  }

  async close(): Promise<void> {
    this.cancel();
    await this.#acts.catch(() => {});
    this.#stopListening();
    this.#listeners.clear();
    await this.#dataset.close();
  }

  async #run(
    kind: PanelJob['kind'],
    work: (parts: RoundParts, options: CallOptions) => Promise<void>,
  ): Promise<void> {
    if (this.#controller)
      throw new UserError(
        'locked',
        `A job is already running on ${this.folder}; wait for it, or cancel it first.`,
      );
    const controller = new AbortController();
    this.#controller = controller;
    this.#setJob({ kind, progress: null });
    this.show(null);
    try {
      const parts = {
        dataset: this.#dataset,
        settings: this.#settings,
        engine: this.engine,
        version: this.#shell.version,
      };
      await work(parts, {
        signal: controller.signal,
        onProgress: calmly((progress) => {
          if (this.#controller === controller) this.#setJob({ kind, progress });
        }),
      });
    } finally {
      this.#controller = undefined;
      this.#setJob(null);
    }
  }

  #setJob(job: PanelJob | null): void {
    this.#job = job;
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

const calmMs = 100;

/** Passes on at most ten reports a second, but every first and last one of a phase. */
function calmly(report: ReportProgress): ReportProgress {
  let phase = '';
  let toldAt = 0;
  return (progress) => {
    const now = Date.now();
    if (progress.phase === phase && progress.done < progress.total && now - toldAt < calmMs) return;
    phase = progress.phase;
    toldAt = now;
    report(progress);
  };
}

function datasetOptions(folder: string, window: string, settings: Settings): DatasetOptions {
  const { labelsFile, cacheFolder, include, exclude, respectGitignore, annotator } = settings;
  return { folder, window, labelsFile, cacheFolder, include, exclude, respectGitignore, annotator };
}
