import type { Settings } from '../core/settings.ts';
import type { Act, Dataset, DatasetOptions, UndoResult } from '../dataset/types.ts';

/** What settings say of a folder's dataset. `window`: whose undo it is. */
export function datasetOptions(folder: string, window: string, settings: Settings): DatasetOptions {
  const { labelsFile, cacheFolder, include, exclude, respectGitignore, annotator } = settings;
  return { folder, window, labelsFile, cacheFolder, include, exclude, respectGitignore, annotator };
}

export interface SessionDatasetHost {
  readonly openDataset: (options: DatasetOptions) => Promise<Dataset>;
  /** The dataset has changed. */
  readonly changed: () => void;
}

/** The dataset of a session: acts happen in the order they were asked for, and it can be opened anew elsewhere. */
export class SessionDataset {
  readonly #host: SessionDatasetHost;
  #options: DatasetOptions;
  #dataset: Dataset;
  #stopListening: () => void;
  #acts: Promise<unknown> = Promise.resolve();
  #scan: Promise<void> = Promise.resolve();
  #nextScan: Promise<void> | undefined;

  private constructor(host: SessionDatasetHost, options: DatasetOptions, dataset: Dataset) {
    this.#host = host;
    this.#options = options;
    this.#dataset = dataset;
    this.#stopListening = dataset.onChange(host.changed);
  }

  /** Lists the images; rejects if the folder cannot be read. */
  static async open(options: DatasetOptions, host: SessionDatasetHost): Promise<SessionDataset> {
    return new SessionDataset(host, options, await host.openDataset(options));
  }

  get now(): Dataset {
    return this.#dataset;
  }

  /** Resolves when all that was asked for is done. */
  get settled(): Promise<unknown> {
    return this.#acts;
  }

  /** One undo unit, on disk when this resolves. */
  act(acts: readonly Act[]): Promise<void> {
    return this.#inOrder(() => this.#dataset.act(acts));
  }
  undo(): Promise<UndoResult | undefined> {
    return this.#inOrder(() => this.#dataset.undo());
  }
  redo(): Promise<UndoResult | undefined> {
    return this.#inOrder(() => this.#dataset.redo());
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

  /** Opens the dataset anew if it lies elsewhere now, or lists other images. Rejects if it, or its last save before, fails. */
  reopen(options: DatasetOptions): Promise<void> {
    return this.#inOrder(async () => {
      if (JSON.stringify(options) === JSON.stringify(this.#options)) return;
      const next = await this.#host.openDataset(options);
      const before = this.#dataset;
      this.#stopListening();
      this.#options = options;
      this.#dataset = next;
      this.#stopListening = next.onChange(this.#host.changed);
      this.#host.changed();
      await before.close();
    });
  }

  async close(): Promise<void> {
    await this.#acts.catch(() => {});
    this.#stopListening();
    await this.#dataset.close();
  }

  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#acts.then(work, work);
    this.#acts = result.catch(() => {});
    return result;
  }
}
