import type { Unreadable } from '../protocol/engine.ts';

/** The images of a folder that cannot be read, each with the reason. */
export class UnreadableImages {
  readonly #changed: () => void;
  #list: readonly Unreadable[] = [];

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get list(): readonly Unreadable[] {
    return this.#list;
  }

  /** Takes the whole list, as it was found when all images were read. */
  replace(found: readonly Unreadable[]): void {
    this.#list = found;
    this.#changed();
  }

  /** Images that turned out unreadable while they were looked at. */
  add(found: readonly Unreadable[]): void {
    const known = new Map(this.#list.map((entry) => [entry.path, entry]));
    if (found.every(({ path }) => known.has(path))) return;
    for (const entry of found) known.set(entry.path, entry);
    this.replace([...known.values()]);
  }
}
