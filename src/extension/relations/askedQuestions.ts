import type { Question } from './question.ts';
import type { QuestionQueue } from './questionQueue.ts';

/** An answer that counts now. */
export interface GivenAnswer {
  readonly id: string;
  readonly anchor: string;
  readonly same: readonly string[];
  readonly different: readonly string[];
  readonly unsure: readonly string[];
}

/** As many answers are remembered with their questions, to ask these again if they are taken back. */
const mostAsked = 500;
/** Where there are 100,000 answers, only the last ones can be new. */
const newest = 50;
const longAgo = 1000;

/** Sees which questions were answered, and which answers were taken back, here or by somebody else. */
export class AskedQuestions {
  readonly #asked = new Map<string, Question>();
  #passed: Set<string> | undefined;

  /** `answers`: all that count now, the newest last. */
  follow(answers: readonly GivenAnswer[], queue: QuestionQueue): void {
    for (const id of this.#gone(answers)) {
      const question = this.#asked.get(id);
      this.#asked.delete(id);
      this.#passed?.delete(id);
      if (question) queue.ask(question);
    }
    this.#passed ??= new Set(answers.slice(-longAgo).map(({ id }) => id));
    for (const answer of answers.slice(-newest)) {
      if (this.#passed.has(answer.id)) continue;
      this.#passed.add(answer.id);
      const question = queue.answered(answer);
      if (question) this.#asked.set(answer.id, question);
      const [oldest] = this.#asked.keys();
      if (this.#asked.size > mostAsked) this.#asked.delete(oldest);
    }
  }

  /** The question of an answer does not come back when that is taken back. */
  forget(answer: string): void {
    this.#asked.delete(answer);
  }

  #gone(answers: readonly GivenAnswer[]): readonly string[] {
    const gone = new Set(this.#asked.keys());
    for (let at = answers.length - 1; at >= 0 && gone.size > 0; at--) gone.delete(answers[at].id);
    return [...gone];
  }
}
