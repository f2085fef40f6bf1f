import type { ImageFile } from '../dataset/types.ts';
import type { Unreadable } from '../protocol/engine.ts';

/** The images of a folder that cannot be read, each with the reason. */
export class UnreadableImages {
  readonly #changed: () => void;
  readonly #image: (path: string) => ImageFile | undefined;
  #list: readonly Unreadable[] = [];
  /** Size and time of each file when it could not be read. */
  #states: ReadonlyMap<string, string> = new Map();

  constructor(changed: () => void, image: (path: string) => ImageFile | undefined) {
    this.#changed = changed;
    this.#image = image;
  }

  get list(): readonly Unreadable[] {
    return this.#list;
  }

  /** Takes the whole list, as it was found when all images were read. */
  replace(found: readonly Unreadable[]): void {
    this.#list = found;
    this.#states = new Map(found.map(({ path }) => [path, this.#stateOf(path)]));
    this.#changed();
  }

  /** Images that turned out unreadable while they were looked at. */
  add(found: readonly Unreadable[]): void {
    const known = new Map(this.#list.map((entry) => [entry.path, entry]));
    if (found.every(({ path }) => known.has(path))) return;
    for (const entry of found) known.set(entry.path, entry);
    this.replace([...known.values()]);
  }

  /** The images may be others now: files that were written anew are no longer said to be unreadable. */
  recheck(): void {
    const same = this.#list.filter(({ path }) => this.#states.get(path) === this.#stateOf(path));
    if (same.length < this.#list.length) this.#list = same;
  }

  #stateOf(path: string): string {
    const { size, mtimeMs } = this.#image(path) ?? {};
    return `${size}|${mtimeMs}`;
  }
}
