import { relationSources, relationValue, type Statements } from '../../core/relations/statements.ts';
import type { Paths } from './paths.ts';
import type { Foreign, RelationAct, RelationAnswer } from './types.ts';

/** An answer by node, and whether it counts. */
export interface KeptAnswer extends Pick<RelationAnswer, 'id' | 'time' | 'query' | 'oracle'> {
  readonly by: string;
  readonly anchor: number;
  /** Nodes that the anchor is said to be like, unlike, or neither; the anchor is none of them. */
  readonly same: readonly number[];
  readonly different: readonly number[];
  readonly unsure: readonly number[];
  readonly more?: Foreign['more'];
  /** Number of its first statement; the others follow, in the order of the lists. */
  readonly first: number;
  isActive: boolean;
  /** The line that last changed it. */
  changed: number;
  /** As others know it, as long as no image is renamed. */
  told?: { readonly answer: RelationAnswer; readonly renames: number };
}

type Answered = Extract<RelationAct, { readonly kind: 'relation' }>;

const none: readonly number[] = [];

/** All answers of a journal in order, those that were withdrawn included. */
export class AnswerLog {
  readonly all: KeptAnswer[] = [];
  readonly #paths: Paths;
  readonly #byId = new Map<string, KeptAnswer>();
  /** Of each node: active answers that say what it is, or is not, the same as. */
  readonly #uses: number[] = [];
  #statements = 0;
  #active = 0;

  constructor(paths: Paths) {
    this.#paths = paths;
  }

  /** How many answers count. */
  get active(): number {
    return this.#active;
  }

  find(id: string): KeptAnswer | undefined {
    return this.#byId.get(id);
  }

  /** Keeps a new answer, which does not count yet. */
  add(act: Answered, line: { readonly time: string; readonly by?: string }): KeptAnswer {
    const anchor = this.#paths.intern(act.anchor);
    const nodes = (paths: readonly string[]): readonly number[] =>
      paths.length === 0
        ? none
        : paths.map((path) => this.#paths.intern(path)).filter((node) => node !== anchor);
    const answer: KeptAnswer = {
      id: act.id,
      time: act.time || line.time,
      by: act.by ?? line.by ?? '',
      query: act.query,
      anchor,
      same: nodes(act.same),
      different: nodes(act.different),
      unsure: nodes(act.unsure),
      first: this.#statements,
      isActive: false,
      changed: -1,
      ...(act.oracle && { oracle: act.oracle }),
      ...(act.more && { more: act.more }),
    };
    this.#statements += countOf(answer);
    this.all.push(answer);
    this.#byId.set(answer.id, answer);
    return answer;
  }

  /** True if that changes anything. */
  setActive(answer: KeptAnswer, isActive: boolean): boolean {
    if (answer.isActive === isActive) return false;
    answer.isActive = isActive;
    const by = isActive ? 1 : -1;
    this.#active += by;
    const { anchor, same, different } = answer;
    if (same.length + different.length > 0) this.#use(anchor, by);
    for (const node of same) this.#use(node, by);
    for (const node of different) this.#use(node, by);
    return true;
  }

  /** Whether an active answer says what this node is, or is not, the same as. */
  isAnswered(node: number | undefined): boolean {
    return node !== undefined && (this.#uses[node] ?? 0) > 0;
  }

  /** The answer that a statement is part of. */
  of(statement: number): KeptAnswer | undefined {
    let [low, high] = [0, this.all.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.all[middle].first <= statement) low = middle + 1;
      else high = middle;
    }
    return this.all[low - 1];
  }

  /** The active answers that name a node. */
  about(node: number): readonly KeptAnswer[] {
    return this.all.filter(
      ({ isActive, anchor, same, different, unsure }) =>
        isActive && (anchor === node || [same, different, unsure].some((list) => list.includes(node))),
    );
  }

  /** Whether an answer is what is said here; an image may go by a name that it had before. */
  says(
    answer: KeptAnswer,
    { query, oracle, anchor, same, different, unsure }: Omit<RelationAnswer, 'id' | 'time'>,
  ): boolean {
    const isList = (nodes: readonly number[], paths: readonly string[]): boolean => {
      const others = paths.filter((path) => path !== anchor);
      return (
        others.length === nodes.length && others.every((path, i) => this.#paths.known(path) === nodes[i])
      );
    };
    return (
      answer.query === query &&
      answer.oracle === oracle &&
      answer.anchor === this.#paths.known(anchor) &&
      isList(answer.same, same) &&
      isList(answer.different, different) &&
      isList(answer.unsure, unsure)
    );
  }

  /** As others know an answer. */
  told(answer: KeptAnswer): RelationAnswer {
    const { renames } = this.#paths;
    if (answer.told?.renames !== renames) answer.told = { answer: this.#tell(answer), renames };
    return answer.told.answer;
  }

  #tell(answer: KeptAnswer): RelationAnswer {
    const { id, time, query, oracle } = answer;
    const paths = (nodes: readonly number[]): readonly string[] => nodes.map((node) => this.#paths.of(node));
    return {
      id,
      time,
      query,
      anchor: this.#paths.of(answer.anchor),
      same: paths(answer.same),
      different: paths(answer.different),
      unsure: paths(answer.unsure),
      ...(oracle && { oracle }),
    };
  }

  /** The statements of the active answers by row of a pool. */
  statements(rows: ReadonlyMap<string, number>): Statements {
    const rowOf = this.#paths.rowsIn(rows);
    const said = {
      a: new Int32Array(this.#statements),
      b: new Int32Array(this.#statements),
      relation: new Int8Array(this.#statements),
      source: new Uint8Array(this.#statements),
    };
    let count = 0;
    const say = (answer: KeptAnswer, nodes: readonly number[], value: number): void => {
      const source = sourceOf(answer);
      for (const node of nodes) {
        if (rowOf[node] < 0) continue;
        said.a[count] = rowOf[answer.anchor];
        said.b[count] = rowOf[node];
        said.relation[count] = value;
        said.source[count] = source;
        count++;
      }
    };
    for (const answer of this.all) {
      if (!answer.isActive || rowOf[answer.anchor] < 0) continue;
      say(answer, answer.same, relationValue.same);
      say(answer, answer.different, relationValue.different);
      say(answer, answer.unsure, relationValue.unsure);
    }
    return {
      a: said.a.slice(0, count),
      b: said.b.slice(0, count),
      relation: said.relation.slice(0, count),
      source: said.source.slice(0, count),
    };
  }

  #use(node: number, by: number): void {
    this.#uses[node] = (this.#uses[node] ?? 0) + by;
  }
}

/** How many statements an answer makes; they are numbered in the order of its lists. */
export function countOf({ same, different, unsure }: KeptAnswer): number {
  return same.length + different.length + unsure.length;
}

/** Number of who answered, in `relationSources`. */
export function sourceOf({ oracle }: Pick<KeptAnswer, 'oracle'>): number {
  return relationSources.indexOf(oracle ?? 'person');
}
