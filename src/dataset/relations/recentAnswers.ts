/** The answers that came, went or changed since relations.jsonl was last known to hold them. */
export class RecentAnswers {
  /** The line that last changed each, by id. */
  readonly #lines = new Map<string, number>();
  #touched: string[] = [];

  get hasAny(): boolean {
    return this.#lines.size > 0;
  }

  has(id: string): boolean {
    return this.#lines.has(id);
  }

  add(id: string, line: number): void {
    this.#lines.set(id, line);
    this.#touched.push(id);
  }

  /** relations.jsonl holds what the first `lines` lines say. */
  saved(lines: number): void {
    for (const [id, line] of this.#lines) if (line < lines) this.#lines.delete(id);
  }

  /** The ids added since the last call; one may come twice. */
  takeTouched(): readonly string[] {
    const touched = this.#touched;
    this.#touched = [];
    return touched;
  }
}
