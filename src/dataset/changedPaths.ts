/** Changes remembered at least. */
const remembered = 10_000;

/** Which paths changed, for any number of readers who ask each at their own time. */
export class ChangedPaths {
  /** Changes that are forgotten. */
  #forgotten = 0;
  #paths: string[] = [];

  /** The present moment, to ask `since` it later. */
  get mark(): number {
    return this.#forgotten + this.#paths.length;
  }

  /** The paths that changed since then, some perhaps more than once; undefined = any of them may have. */
  since(mark: number): readonly string[] | undefined {
    return mark < this.#forgotten ? undefined : this.#paths.slice(mark - this.#forgotten);
  }

  add(paths: readonly string[]): void {
    for (const path of paths) this.#paths.push(path);
    if (this.#paths.length <= 2 * remembered) return;
    const old = this.#paths.length - remembered;
    this.#paths = this.#paths.slice(old);
    this.#forgotten += old;
  }
}
