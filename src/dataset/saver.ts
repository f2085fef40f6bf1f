const pauseMs = 150;
const longestWaitMs = 2000;

/**
 * Saves in the first pause after it is asked to, at the latest two seconds after the first request, once for many
 * requests, and never twice at the same time: while somebody labels quickly, saves are few and no key waits for one.
 */
export class Saver {
  readonly #save: () => Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isDirty = false;
  #lastMs = 0;
  /** When what is dirty must be saved; undefined = nothing is. */
  #deadline: number | undefined;

  /** `save` tells of its failures itself: nobody waits for a save that was only requested. */
  constructor(save: () => Promise<void>) {
    this.#save = save;
  }

  /** Asks for a save; a file that takes long to write is written less often. */
  request(): void {
    this.#isDirty = true;
    const now = performance.now();
    this.#deadline ??= now + Math.max(longestWaitMs, 20 * this.#lastMs);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => void this.now().catch(() => undefined),
      Math.max(0, Math.min(Math.max(pauseMs, 4 * this.#lastMs), this.#deadline - now)),
    );
  }

  /** Resolves when everything requested so far is saved. After a failure it is still to be saved. */
  async now(): Promise<void> {
    this.#cancel();
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

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#deadline = undefined;
  }
}
