import { grown } from './growing.ts';
import { PairIndex } from './pairIndex.ts';
import { relationSources, relationValue } from './statements.ts';

/** A statement on two nodes: `relation` is a number of `relationValue`, `source` one of `relationSources`. */
export interface Statement {
  readonly a: number;
  readonly b: number;
  readonly relation: number;
  readonly source: number;
}

const person = relationSources.indexOf('person');
/** Kinds of source: a person, and whatever is free. Each has its own latest statement on a pair. */
const kinds = 2;

/**
 * Everything that was said, by number, as typed arrays; and which of it counts. Of the statements of one kind of source on
 * a pair the latest counts; what a person said of a pair (not: that they cannot tell) takes the place of what is free.
 * A node is the same as itself whatever is said of it.
 */
export class StatementLog {
  private first = new Int32Array(1024);
  private second = new Int32Array(1024);
  private relations = new Int32Array(1024);
  private sources = new Int32Array(1024);
  /** 1 = taken back. */
  private gone = new Int32Array(1024);
  private pairOf = new Int32Array(1024);
  private readonly pairs = new PairIndex();
  /** By pair and kind: the number of the latest statement that stands; -1 = none. */
  private latest = new Int32Array(1024).fill(-1);
  /** By pair, kind and relation: how often it was said and stands. */
  private said = new Int32Array(2048);
  private statements = 0;
  private isAnyFree = false;

  get count(): number {
    return this.statements;
  }

  /** Whether anything was ever said for free. */
  get hasFree(): boolean {
    return this.isAnyFree;
  }

  /** Makes room for so many statements at once. */
  reserve(count: number): void {
    this.extend(count);
    this.pairs.reserve(count);
  }

  /** Appends a statement; returns its number. It counts from the next `note` or `recount` on. */
  append(a: number, b: number, relation: number, source: number): number {
    const number = this.statements++;
    this.extend(this.statements);
    this.first[number] = a;
    this.second[number] = b;
    this.relations[number] = relation;
    this.sources[number] = source;
    const pair = this.pairs.add(a, b);
    this.pairOf[number] = pair;
    this.latest = grown(this.latest, kinds * (pair + 1), -1);
    this.said = grown(this.said, 2 * kinds * (pair + 1));
    this.isAnyFree ||= source !== person;
    return number;
  }

  /** Takes a statement back, or brings it back: `recount` is due. Returns whether anything changed. */
  setActive(number: number, active: boolean): boolean {
    const gone = active ? 0 : 1;
    if (this.gone[number] === gone) return false;
    this.gone[number] = gone;
    return true;
  }

  /** The statement that was appended last counts, beside those before it. */
  note(number: number): void {
    this.latest[kinds * this.pairOf[number] + (this.isFree(number) ? 1 : 0)] = number;
    if (this.relations[number] !== relationValue.unsure) this.said[this.saidAt(number)]++;
  }

  /** Works out anew which statements count. */
  recount(): void {
    this.latest.fill(-1);
    this.said.fill(0);
    for (let number = 0; number < this.statements; number++) if (this.gone[number] === 0) this.note(number);
  }

  a(number: number): number {
    return this.first[number];
  }

  b(number: number): number {
    return this.second[number];
  }

  relation(number: number): number {
    return this.relations[number];
  }

  source(number: number): number {
    return this.sources[number];
  }

  isFree(number: number): boolean {
    return this.sources[number] !== person;
  }

  /** How often what a statement says was said of its pair by its kind of source. */
  times(number: number): number {
    return this.relations[number] === relationValue.unsure ? 1 : this.said[this.saidAt(number)];
  }

  /** Whether a statement joins or parts its pair. */
  counts(number: number): boolean {
    const at = kinds * this.pairOf[number];
    if (this.relations[number] === relationValue.unsure || this.first[number] === this.second[number])
      return false;
    if (!this.isFree(number)) return this.latest[at] === number;
    return this.latest[at + 1] === number && !this.speaks(this.latest[at]);
  }

  /** Whether any statement stands on this pair, also that nobody can tell. */
  isAsked(a: number, b: number): boolean {
    const at = kinds * this.pairs.find(a, b);
    return at >= 0 && (this.latest[at] >= 0 || this.latest[at + 1] >= 0);
  }

  /** The number of the statement that counts on a pair, of a person before a free one; -1 = none. */
  countingOn(a: number, b: number): number {
    const at = kinds * this.pairs.find(a, b);
    if (at < 0 || a === b) return -1;
    if (this.speaks(this.latest[at])) return this.latest[at];
    return this.speaks(this.latest[at + 1]) ? this.latest[at + 1] : -1;
  }

  /** The statements that count, the most trusted first: said more than once by a person, by a person, free. */
  trusted(): readonly number[] {
    const [twice, once, free]: number[][] = [[], [], []];
    for (let number = 0; number < this.statements; number++) {
      if (this.gone[number] !== 0 || !this.counts(number)) continue;
      if (this.isFree(number)) free.push(number);
      else if (this.times(number) > 1) twice.push(number);
      else once.push(number);
    }
    return twice.concat(once, free);
  }

  private speaks(number: number): boolean {
    return number >= 0 && this.relations[number] !== relationValue.unsure;
  }

  private saidAt(number: number): number {
    const kind = kinds * this.pairOf[number] + (this.isFree(number) ? 1 : 0);
    return 2 * kind + (this.relations[number] === relationValue.same ? 0 : 1);
  }

  private extend(count: number): void {
    this.first = grown(this.first, count);
    this.second = grown(this.second, count);
    this.relations = grown(this.relations, count);
    this.sources = grown(this.sources, count);
    this.gone = grown(this.gone, count);
    this.pairOf = grown(this.pairOf, count);
  }
}
