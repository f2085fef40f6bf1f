import type { GivenAnswer } from './askedQuestions.ts';
import type { Question } from './question.ts';

/** What is known now: questions are held against it before they are shown. */
export interface Known {
  /** Whether an image is there and can be asked about. */
  isOpen(path: string): boolean;
  /** Whether it follows what two images are to each other, or somebody was asked. */
  isKnown(a: string, b: string): boolean;
  /** Whether there is a contradiction; by its id, if one is named. */
  isConflict(id: string): boolean;
}

/** The questions that wait to be asked, the first one now. */
export class QuestionQueue {
  #list: readonly Question[] = [];
  /** Questions that stay when others are found: those that came back, and those that a person asked for. */
  readonly #pinned = new Set<string>();
  /** Questions that a person wanted to see later, by their ids. */
  readonly #late = new Set<string>();

  /** Another list whenever anything in it changes. */
  get list(): readonly Question[] {
    return this.#list;
  }

  /** Takes what was found in place of what waits, but for the question that is looked at and those that are to stay. */
  take(fresh: readonly Question[]): void {
    const before = new Map(this.#list.map((one) => [nameOf(one), one]));
    const stays = this.#list.filter((one, place) => place === 0 || this.#pinned.has(one.id));
    const late = this.#list.filter((one) => this.#late.has(one.id) && !stays.includes(one));
    const kept = new Set([...stays, ...late]);
    const rest = fresh.map((one) => before.get(nameOf(one)) ?? one).filter((one) => !kept.has(one));
    this.#list = [...stays, ...rest, ...late];
  }

  /** Puts a question in front, and keeps it. */
  ask(question: Question): void {
    const rest = this.#list.filter((one) => nameOf(one) !== nameOf(question));
    this.#pinned.add(question.id);
    this.#list = [question, ...rest];
  }

  /** Another question first; this one comes last. */
  postpone(id: string): void {
    const question = this.#list.find((one) => one.id === id);
    if (question === undefined) return;
    this.#pinned.delete(id);
    this.#late.add(id);
    this.#list = [...this.#list.filter((one) => one !== question), question];
  }

  /** Takes the question out that this answers. */
  answered({ anchor, same, different, unsure }: GivenAnswer): Question | undefined {
    const about = [...same, ...different, ...unsure];
    const question = this.#list.find(
      (one) => one.anchor === anchor && about.every((path) => one.candidates.includes(path)),
    );
    if (question === undefined) return undefined;
    this.#pinned.delete(question.id);
    this.#late.delete(question.id);
    this.#list = this.#list.filter((one) => one !== question);
    return question;
  }

  /** Takes away what need not be asked, or cannot be. */
  check(known: Known): void {
    const checked = this.#list.flatMap((question) => narrowed(question, known));
    const isSame = checked.length === this.#list.length && checked.every((one, i) => one === this.#list[i]);
    if (!isSame) this.#list = checked;
  }
}

function nameOf({ kind, anchor, candidates }: Question): string {
  return JSON.stringify([kind, anchor, ...candidates.toSorted()]);
}

function narrowed(question: Question, known: Known): readonly Question[] {
  const { anchor, purpose, conflict } = question;
  if (!known.isOpen(anchor)) return [];
  if (purpose === 'settle' && !known.isConflict(conflict)) return [];
  // What is to be settled or checked is known: that is why it is asked.
  const isNew = (path: string): boolean =>
    purpose === 'settle' || purpose === 'check' || !known.isKnown(anchor, path);
  const candidates = question.candidates.filter((path) => known.isOpen(path) && isNew(path));
  // Another question brings more than one that has lost most of what it was chosen for.
  if (candidates.length === 0 || candidates.length * 2 < question.whole) return [];
  return [candidates.length === question.candidates.length ? question : { ...question, candidates }];
}
