import type { KeptAnswer } from './answerLog.ts';

/** The answers that came, went or changed since relations.jsonl was last known to hold them. */
export class RecentAnswers {
  /** Lines that relations.jsonl holds, and the last line that changed an answer. */
  #saved = 0;
  #last = -1;
  #touched: string[] = [];

  get hasAny(): boolean {
    return this.#last >= this.#saved;
  }

  has({ changed }: Pick<KeptAnswer, 'changed'>): boolean {
    return changed >= this.#saved;
  }

  add(answer: KeptAnswer, line: number): void {
    answer.changed = line;
    this.#last = line;
    this.#touched.push(answer.id);
  }

  /** relations.jsonl holds what the first `lines` lines say. */
  saved(lines: number): void {
    this.#saved = lines;
  }

  /** The ids added since the last call; one may come twice. */
  takeTouched(): readonly string[] {
    const touched = this.#touched;
    this.#touched = [];
    return touched;
  }
}
