import type { Picture } from '../src/protocol/panel.ts';

/** Addresses that are remembered: those of what was looked at last. */
const remembered = 40;

/** Addresses of the images themselves, asked for when they are shown. */
export class Originals {
  readonly #ask: (path: string) => Promise<Picture>;
  readonly #onArrival: () => void;
  readonly #pictures = new Map<string, Picture | undefined>();
  /** Those that may have been written anew since they were asked for. */
  readonly #stale = new Set<string>();
  #paths: readonly string[] | undefined;

  constructor(ask: (path: string) => Promise<Picture>, onArrival: () => void) {
    this.#ask = ask;
    this.#onArrival = onArrival;
  }

  /** Undefined: not known yet. */
  get(path: string): Picture | undefined {
    return this.#pictures.get(path);
  }

  /** Takes in the images that the host tells: with another list, those that are shown are asked for again. */
  follow(paths: readonly string[]): void {
    if (paths === this.#paths) return;
    this.#paths = paths;
    for (const path of this.#pictures.keys()) this.#stale.add(path);
  }

  /** Asks for an image unless it is known; what is known of it stands until there is an answer. */
  want(path: string): void {
    const isStale = this.#stale.delete(path);
    if (this.#pictures.has(path) && !isStale) return;
    this.#pictures.set(path, this.#pictures.get(path));
    for (const oldest of this.#pictures.keys())
      if (this.#pictures.size > remembered) this.#pictures.delete(oldest);
    this.#ask(path).then(
      (picture) => {
        this.#pictures.set(path, picture);
        this.#onArrival();
      },
      () => this.#pictures.delete(path), // Asked for again when it is shown again.
    );
  }
}
