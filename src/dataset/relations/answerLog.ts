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

  constructor(paths: Paths) {
    this.#paths = paths;
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
      time: act.time ?? line.time,
      by: act.by ?? line.by ?? '',
      query: act.query,
      anchor,
      same: nodes(act.same),
      different: nodes(act.different),
      unsure: nodes(act.unsure),
      first: this.#statements,
      isActive: false,
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
    return this.all[this.all.findLastIndex(({ first }) => first <= statement)];
  }

  /** As others know an answer. */
  told(answer: KeptAnswer): RelationAnswer {
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
    const [a, b, relation, source]: number[][] = [[], [], [], []];
    for (const answer of this.all) {
      const anchor = answer.isActive ? rows.get(this.#paths.of(answer.anchor)) : undefined;
      if (anchor === undefined) continue;
      for (const [node, value] of statementsOf(answer)) {
        const row = rows.get(this.#paths.of(node));
        if (row === undefined) continue;
        a.push(anchor);
        b.push(row);
        relation.push(value);
        source.push(sourceOf(answer));
      }
    }
    return {
      a: Int32Array.from(a),
      b: Int32Array.from(b),
      relation: Int8Array.from(relation),
      source: Uint8Array.from(source),
    };
  }

  #use(node: number, by: number): void {
    this.#uses[node] = (this.#uses[node] ?? 0) + by;
  }
}

/** How many statements an answer makes. */
export function countOf({ same, different, unsure }: KeptAnswer): number {
  return same.length + different.length + unsure.length;
}

/** What an answer says of its anchor and each of the others, in the order in which its statements are numbered. */
export function* statementsOf({
  same,
  different,
  unsure,
}: KeptAnswer): Generator<readonly [node: number, value: 1 | -1 | 0]> {
  for (const node of same) yield [node, relationValue.same];
  for (const node of different) yield [node, relationValue.different];
  for (const node of unsure) yield [node, relationValue.unsure];
}

/** Number of who answered, in `relationSources`. */
export function sourceOf({ oracle }: Pick<KeptAnswer, 'oracle'>): number {
  return relationSources.indexOf(oracle ?? 'person');
}
