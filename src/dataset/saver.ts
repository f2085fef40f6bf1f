const shortestDelayMs = 150;

/** Saves soon after it is asked to, once for many requests, and never twice at the same time. */
export class Saver {
  readonly #save: () => Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isDirty = false;
  #lastMs = 0;

  /** `save` tells of its failures itself: nobody waits for a save that was only requested. */
  constructor(save: () => Promise<void>) {
    this.#save = save;
  }

  /** Asks for a save; a file that takes long to write is written less often. */
  request(): void {
    this.#isDirty = true;
    this.#timer ??= setTimeout(
      () => void this.now().catch(() => undefined),
      Math.max(shortestDelayMs, 4 * this.#lastMs),
    );
  }

  /** Resolves when everything requested so far is saved. After a failure it is still to be saved. */
  async now(): Promise<void> {
    this.cancel();
    while (this.#running !== undefined) await this.#running.catch(() => undefined);
    if (!this.#isDirty) return;
    this.#isDirty = false;
    const start = performance.now();
    this.#running = this.#save().finally(() => {
      this.#running = undefined;
      this.#lastMs = performance.now() - start;
    });
    try {
      await this.#running;
    } catch (error) {
      this.#isDirty = true;
      throw error;
    }
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
