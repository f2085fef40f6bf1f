/**
 * Undo moves the cursor, and to where is known only when the host has answered. Keys that are pressed meanwhile wait
 * for that, so that each of them means what a person saw coming.
 */
export class Turning {
  #isTurning = false;
  readonly #waiting: (() => void)[] = [];

  /** Does something now, or as soon as nothing is being taken back. */
  run(work: () => void): void {
    if (this.#isTurning) this.#waiting.push(work);
    else work();
  }

  /** Takes something back; what comes meanwhile waits until `turn` has settled. */
  hold(turn: () => Promise<void>): void {
    this.run(() => {
      this.#isTurning = true;
      void turn().finally(() => this.#release());
    });
  }

  #release(): void {
    this.#isTurning = false;
    while (!this.#isTurning) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      next();
    }
  }
}
