import type { Picture } from '../../src/protocol/panel.ts';

/** Asks the host for pictures; rejects when the signal fires. */
export type AskPictures = (paths: readonly string[], signal: AbortSignal) => Promise<readonly Picture[]>;

const atOnce = 2;
const perRequest = 24;
const remembered = 6000;

/** Addresses of thumbnails, asked for only while someone looks at the images. */
export class Thumbnails {
  readonly #ask: AskPictures;
  readonly #onArrival: (paths: readonly string[]) => void;
  readonly #known = new Map<string, Picture>();
  /** Known paths that need not be asked for again. */
  readonly #fresh = new Set<string>();
  readonly #asked = new Map<string, AbortController>();
  #wanted: readonly string[] = [];
  #running = 0;
  #arrivals = 0;

  constructor(ask: AskPictures, onArrival: (paths: readonly string[]) => void) {
    this.#ask = ask;
    this.#onArrival = onArrival;
  }

  get(path: string): Picture | undefined {
    return this.#known.get(path);
  }

  /** Grows whenever `get` may answer otherwise than before. */
  get arrivals(): number {
    return this.#arrivals;
  }

  /** What is looked at now, most urgent first; requests for anything else are given up. */
  want(paths: readonly string[]): void {
    this.#wanted = paths;
    if (this.#asked.size > 0) {
      const wanted = new Set(paths);
      const useful = new Set<AbortController>();
      for (const [path, controller] of this.#asked) if (wanted.has(path)) useful.add(controller);
      for (const controller of this.#asked.values()) if (!useful.has(controller)) controller.abort();
    }
    this.#next();
  }

  /** The images may be others now: each is asked for again when it is looked at, and shown as it was until then. */
  refresh(): void {
    this.#fresh.clear();
  }

  #next(): void {
    while (this.#running < atOnce) {
      const paths = this.#wanted.filter((path) => !this.#fresh.has(path) && !this.#asked.has(path));
      if (paths.length === 0) return;
      void this.#request(paths.slice(0, perRequest));
    }
  }

  async #request(paths: readonly string[]): Promise<void> {
    const controller = new AbortController();
    for (const path of paths) this.#asked.set(path, controller);
    this.#running++;
    let isAnswered = true;
    try {
      const pictures = await this.#ask(paths, controller.signal);
      for (const [i, picture] of pictures.entries()) this.#remember(paths[i], picture);
    } catch (error) {
      if (controller.signal.aborted) isAnswered = false;
      else {
        const reason = error instanceof Error ? error.message : String(error);
        for (const path of paths) this.#remember(path, { kind: 'unreadable', reason });
      }
    } finally {
      this.#running--;
      for (const path of paths) this.#asked.delete(path);
      this.#next();
      if (isAnswered) this.#onArrival(paths);
    }
  }

  #remember(path: string, picture: Picture): void {
    this.#arrivals++;
    this.#known.set(path, picture);
    this.#fresh.add(path);
    if (this.#known.size <= remembered) return;
    const [oldest] = this.#known.keys();
    this.#known.delete(oldest);
    this.#fresh.delete(oldest);
  }
}
