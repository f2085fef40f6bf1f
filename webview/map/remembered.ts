/** Tells whether anything of what something depends on is another than the last time. */
export class Remembered {
  #parts: readonly unknown[] | undefined;

  isNew(...parts: readonly unknown[]): boolean {
    const before = this.#parts;
    this.#parts = parts;
    return before?.length !== parts.length || parts.some((part, i) => part !== before[i]);
  }
}
