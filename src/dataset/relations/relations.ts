import { RelationGraph } from '../../core/relations/graph.ts';
import { relationValue, type Statements } from '../../core/relations/statements.ts';
import { atOnce, type Steps } from '../files/slices.ts';
import { AnswerLog, countOf, type KeptAnswer, sourceOf } from './answerLog.ts';
import { Paths } from './paths.ts';
import { RecentAnswers } from './recentAnswers.ts';
import type { DatasetRelations, RelationAct, RelationAnswer } from './types.ts';

/** What is known of labels. */
interface Labels {
  /** The label that somebody gave each path; labels that follow from relations are none. */
  given(): Iterable<readonly [path: string, label: string]>;
  /** How many paths have a label that follows. */
  readonly implied: number;
}

type Classes = readonly { readonly name: string }[];

const answersPerStep = 128;

/** The relations of a journal as its lines are folded: answers, labels and what follows from both. Costs nothing until the first answer. */
export class Relations implements DatasetRelations {
  eliminate = false;
  version = 0;
  readonly #paths = new Paths();
  readonly #log = new AnswerLog(this.#paths);
  /** Since relations.jsonl was last written. */
  readonly recent = new RecentAnswers();
  readonly #labels: Labels;
  readonly #line: () => number;
  /** Number of the class that each node was given; undefined = none. */
  #given: (number | undefined)[] = [];
  /** Nodes by number of the class that they were given. */
  #uses: number[] = [];
  #classes: string[] = [];
  #classNumbers = new Map<string, number>();
  #graph: RelationGraph | undefined;
  /** The closed list as of the last `settling`. */
  #listed: Classes = [];
  /** Nodes that were given a label, or lost one, or changed their name; all, where the graph is a new one. */
  #changed = new Set<number>();
  #isSettled = true;
  #told: { readonly version: number; readonly answers: readonly RelationAnswer[] } | undefined;

  /** `line`: the number of the line that is being folded. */
  constructor(labels: Labels, line: () => number) {
    this.#labels = labels;
    this.#line = line;
  }

  get implied(): number {
    return this.#labels.implied;
  }

  get answers(): readonly RelationAnswer[] {
    if (this.#told?.version !== this.version) {
      const active = this.#log.all.filter(({ isActive }) => isActive);
      this.#told = { version: this.version, answers: active.map((answer) => this.#log.told(answer)) };
    }
    return this.#told.answers;
  }

  get graph(): RelationGraph {
    return this.#graph ?? atOnce(this.#building());
  }

  nodeOf(path: string): number | undefined {
    return this.#paths.find(path);
  }

  pathOf(node: number): string {
    return this.#paths.of(node);
  }

  answerOf(statement: number): string {
    return this.#log.of(statement)?.id ?? '';
  }

  statements(rows: ReadonlyMap<string, number>): Statements {
    return this.#log.statements(rows);
  }

  /** The answer with this id, withdrawn or not. */
  find(id: string): KeptAnswer | undefined {
    return this.#log.find(id);
  }

  /** How many answers were not withdrawn. */
  get size(): number {
    return this.#log.active;
  }

  /** The answers that were not withdrawn, in order. */
  *active(): Generator<KeptAnswer> {
    for (const answer of this.#log.all) if (answer.isActive) yield answer;
  }

  /** As others know an answer. */
  told(answer: KeptAnswer): RelationAnswer {
    return this.#log.told(answer);
  }

  /** Whether an answer is what is said here. */
  says(answer: KeptAnswer, said: Omit<RelationAnswer, 'id' | 'time'>): boolean {
    return this.#log.says(answer, said);
  }

  /** The images of an answer, the anchor first. */
  imagesOf({ anchor, same, different, unsure }: KeptAnswer): readonly string[] {
    return [anchor, ...same, ...different, ...unsure].map((node) => this.#paths.of(node));
  }

  /** Whether an answer that counts says what this image is, or is not, the same as. */
  isAnswered(path: string): boolean {
    return this.#log.isAnswered(this.#paths.find(path));
  }

  /** Takes in an answer. Undefined if that with its id counts already. */
  answer(
    act: Extract<RelationAct, { readonly kind: 'relation' }>,
    line: { readonly time: string; readonly by?: string },
  ): KeptAnswer | undefined {
    const known = this.#log.find(act.id);
    if (known?.isActive === true) return undefined;
    if (known === undefined && this.#graph === undefined) atOnce(this.#building());
    const answer = known ?? this.#log.add(act, line);
    if (known === undefined && this.#graph !== undefined) tell(this.#graph, answer);
    this.setActive(answer, true);
    return answer;
  }

  /** Lets an answer count, or no longer. */
  setActive(answer: KeptAnswer, isActive: boolean): void {
    if (!this.#log.setActive(answer, isActive)) return;
    this.recent.add(answer, this.#line());
    for (let i = 0; i < countOf(answer); i++) this.#graph?.setActive(answer.first + i, isActive);
    this.#unsettle();
  }

  setEliminate(on: boolean): void {
    if (this.eliminate === on) return;
    this.eliminate = on;
    this.#graph = undefined;
    this.#unsettle();
  }

  /** Somebody gave this path a label; '' = none any more. */
  give(path: string, label: string): void {
    if (this.#graph === undefined) return;
    const node = label === '' ? this.#paths.find(path) : this.#paths.intern(path);
    if (node === undefined) return;
    const before = this.#given[node];
    const after = label === '' ? undefined : this.#classOf(label);
    if (before === after) return;
    this.#note(node, after);
    this.#graph.setLabel(node, after ?? -1);
    this.#unsettle();
  }

  /** The image goes by another name from now on. */
  rename(from: string, to: string): void {
    const node = this.#paths.rename(from, to);
    if (node === undefined) return;
    this.#changed.add(node);
    for (const answer of this.#log.about(node)) this.recent.add(answer, this.#line());
    this.#unsettle();
  }

  /** Brings everything up to date; `classes` is the closed list. Returns the paths whose label may follow from something else now. */
  *settling(classes: Classes): Steps<readonly string[]> {
    this.#listed = classes;
    if (this.#graph !== undefined && this.eliminate && !this.#isClosed(classes)) this.#graph = undefined;
    if (this.#isSettled && this.#graph !== undefined) return [];
    if (this.#log.all.length === 0 && this.#graph === undefined) return [];
    this.#isSettled = true;
    const graph = this.#graph ?? (yield* this.#building());
    const nodes = new Set([...this.#changed, ...(yield* graph.settling())]);
    this.#changed.clear();
    this.version++;
    return Array.from(nodes, (node) => this.#paths.of(node));
  }

  /** The label that follows for this path as of the last `settling`; '' = none, or it was given one. */
  follows(path: string): string {
    const node = this.#paths.find(path);
    if (node === undefined || this.#graph === undefined || this.#given[node] !== undefined) return '';
    const label = this.#graph.label(node);
    return label < 0 ? '' : this.#classes[label];
  }

  #unsettle(): void {
    this.#isSettled = false;
    this.version++;
  }

  #note(node: number, after: number | undefined): void {
    const before = this.#given[node];
    if (before !== undefined) this.#uses[before]--;
    if (after !== undefined) this.#uses[after] = (this.#uses[after] ?? 0) + 1;
    this.#given[node] = after;
    this.#changed.add(node);
  }

  #classOf(name: string): number {
    const known = this.#classNumbers.get(name);
    if (known !== undefined) return known;
    const number = this.#classes.push(name) - 1;
    this.#classNumbers.set(name, number);
    if (this.eliminate) this.#graph?.setEliminate(true, this.#classes.length);
    return number;
  }

  /** Whether the classes that have a number are those of the closed list, which is all that are listed or used. */
  #isClosed(classes: Classes): boolean {
    const listed = new Set(classes.map(({ name }) => name));
    if (![...listed].every((name) => this.#classNumbers.has(name))) return false;
    return this.#classes.every((name, number) => listed.has(name) || (this.#uses[number] ?? 0) > 0);
  }

  /** Makes the graph anew; between two steps, somebody who wants it at once may have made it. */
  *#building(): Steps<RelationGraph> {
    this.#classes = [];
    this.#classNumbers = new Map();
    this.#given = [];
    this.#uses = [];
    for (const { name } of this.#listed) this.#classOf(name);
    for (const [path, label] of this.#labels.given())
      this.#note(this.#paths.intern(path), this.#classOf(label));
    const graph = new RelationGraph({ eliminate: this.eliminate, classCount: this.#classes.length });
    for (const [node, label] of this.#given.entries()) if (label !== undefined) graph.setLabel(node, label);
    let count = 0;
    for (const answer of this.#log.all) {
      if (++count % answersPerStep === 0) yield;
      if (this.#graph !== undefined) return this.#graph;
      tell(graph, answer);
      if (!answer.isActive)
        for (let i = 0; i < countOf(answer); i++) graph.setActive(answer.first + i, false);
    }
    for (let node = 0; node < this.#paths.size; node++) this.#changed.add(node);
    this.#graph = graph;
    return graph;
  }
}

function tell(graph: RelationGraph, answer: KeptAnswer): void {
  const source = sourceOf(answer);
  const a = answer.anchor;
  for (const b of answer.same) graph.add({ a, b, relation: relationValue.same, source });
  for (const b of answer.different) graph.add({ a, b, relation: relationValue.different, source });
  for (const b of answer.unsure) graph.add({ a, b, relation: relationValue.unsure, source });
}
