import type { Picture } from '../../src/protocol/panel.ts';

/** Asks the host for pictures; rejects when the signal fires. */
export type AskPictures = (paths: readonly string[], signal: AbortSignal) => Promise<readonly Picture[]>;

const atOnce = 2;
const perRequest = 24;
const remembered = 6000;

/** Addresses of thumbnails, asked for only while someone looks at the images. */
export class Thumbnails {
  readonly #ask: AskPictures;
  readonly #onArrival: () => void;
  readonly #known = new Map<string, Picture>();
  readonly #asked = new Map<string, AbortController>();
  #wanted: readonly string[] = [];
  #running = 0;

  constructor(ask: AskPictures, onArrival: () => void) {
    this.#ask = ask;
    this.#onArrival = onArrival;
  }

  get(path: string): Picture | undefined {
    return this.#known.get(path);
  }

  /** What is looked at now, most urgent first; requests for anything else are given up. */
  want(paths: readonly string[]): void {
    this.#wanted = paths;
    const wanted = new Set(paths);
    for (const controller of new Set(this.#asked.values())) {
      const isUseful = [...this.#asked].some(([path, of]) => of === controller && wanted.has(path));
      if (!isUseful) controller.abort();
    }
    this.#next();
  }

  /** Forgets everything: the images are others now. */
  clear(): void {
    this.#known.clear();
  }

  #next(): void {
    while (this.#running < atOnce) {
      const paths = this.#wanted.filter((path) => !this.#known.has(path) && !this.#asked.has(path));
      if (paths.length === 0) return;
      void this.#request(paths.slice(0, perRequest));
    }
  }

  async #request(paths: readonly string[]): Promise<void> {
    const controller = new AbortController();
    for (const path of paths) this.#asked.set(path, controller);
    this.#running++;
    try {
      const pictures = await this.#ask(paths, controller.signal);
      for (const [i, picture] of pictures.entries()) this.#remember(paths[i], picture);
    } catch (error) {
      if (!controller.signal.aborted) {
        const reason = error instanceof Error ? error.message : String(error);
        for (const path of paths) this.#remember(path, { kind: 'unreadable', reason });
      }
    } finally {
      this.#running--;
      for (const path of paths) this.#asked.delete(path);
      this.#onArrival();
      this.#next();
    }
  }

  #remember(path: string, picture: Picture): void {
    this.#known.set(path, picture);
    if (this.#known.size <= remembered) return;
    const [oldest] = this.#known.keys();
    this.#known.delete(oldest);
  }
}
