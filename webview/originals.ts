import type { Picture } from '../src/protocol/panel.ts';

/** Addresses that are remembered: those of what was looked at last. */
const remembered = 40;

/** Addresses of the images themselves, asked for when they are shown. */
export class Originals {
  readonly #ask: (path: string) => Promise<Picture>;
  readonly #onArrival: () => void;
  readonly #pictures = new Map<string, Picture | undefined>();

  constructor(ask: (path: string) => Promise<Picture>, onArrival: () => void) {
    this.#ask = ask;
    this.#onArrival = onArrival;
  }

  /** Undefined: not known yet. */
  get(path: string): Picture | undefined {
    return this.#pictures.get(path);
  }

  /** Asks for an image unless it is known. */
  want(path: string): void {
    if (this.#pictures.has(path)) return;
    this.#pictures.set(path, undefined);
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
