import { UserError } from '../core/errors.ts';
import type { FolderPredictions } from './folderPredictions.ts';

/** So many labels more, or fewer, and the head is fitted again. */
const manyLabels = 10;
/** A head that takes long is fitted more seldom: labeling has the machine for so many times as long. */
const restPerFit = 4;

export interface BackgroundHeadHost {
  /** Predictions of the images as they are labeled now; undefined: there is nothing to predict from. */
  readonly predict: (signal: AbortSignal) => Promise<FolderPredictions | undefined>;
  readonly labeled: () => number;
  /** There are new predictions, or none any more. */
  readonly changed: () => void;
  /** For the log: a person asked for nothing here, so nothing is said to them. */
  readonly failed: (error: unknown) => void;
}

/**
 * Keeps the predictions of a folder fresh while a person labels. One fit at a time; it waits while a job runs and makes
 * way for one that starts, and what it said last stays until there is something newer.
 */
export class BackgroundHead {
  readonly #host: BackgroundHeadHost;
  #latest: FolderPredictions | undefined;
  #labeledThen = 0;
  #restUntil = 0;
  #isDue = false;
  #isHeld = false;
  #isClosed = false;
  #controller: AbortController | undefined;

  constructor(host: BackgroundHeadHost) {
    this.#host = host;
  }

  get latest(): FolderPredictions | undefined {
    return this.#latest;
  }

  /** Something the predictions depend on has changed: fits again, as soon as nothing else runs. */
  refresh(): void {
    this.#isDue = true;
    void this.#fit();
  }

  /** Someone looks: fits if nothing is known yet, or other labels are there than the last time. */
  ensure(): void {
    if (this.#latest === undefined || this.#host.labeled() !== this.#labeledThen) this.refresh();
  }

  /** An act was done: fits again if enough has been labeled since the last time. */
  labelsChanged(): void {
    const isMuch = Math.abs(this.#host.labeled() - this.#labeledThen) >= manyLabels;
    if (isMuch && performance.now() >= this.#restUntil) this.refresh();
  }

  /** A job begins: the fit in work is given up, to be done again when the job is over. */
  hold(): void {
    this.#isHeld = true;
    this.#controller?.abort();
  }

  release(): void {
    this.#isHeld = false;
    void this.#fit();
  }

  close(): void {
    this.#isClosed = true;
    this.#controller?.abort();
  }

  async #fit(): Promise<void> {
    if (!this.#isDue || this.#isHeld || this.#isClosed || this.#controller) return;
    const controller = new AbortController();
    this.#controller = controller;
    this.#isDue = false;
    this.#labeledThen = this.#host.labeled();
    const started = performance.now();
    try {
      const found = await this.#host.predict(controller.signal);
      if (found !== this.#latest && !controller.signal.aborted) {
        this.#latest = found;
        this.#host.changed();
      }
    } catch (error) {
      const isCancelled = error instanceof UserError && error.code === 'cancelled';
      if (!isCancelled && !this.#isClosed) this.#host.failed(error);
    } finally {
      this.#controller = undefined;
      this.#restUntil = performance.now() + restPerFit * (performance.now() - started);
      if (controller.signal.aborted) this.#isDue = true;
      void this.#fit();
    }
  }
}
