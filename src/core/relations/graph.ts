import { Closure } from './closure.ts';
import { type Conflict, Refusal } from './conflict.ts';
import { eliminatedClasses } from './elimination.ts';
import { grown } from './growing.ts';
import { type Link, Prover } from './proof.ts';
import { type Statement, StatementLog } from './statementLog.ts';
import { type Relation, relationValue, type Statements } from './statements.ts';

/** What a statement has come to. */
const fate = { idle: 0, applied: 1, refused: 2 } as const;

/** So many statements are applied in one step of `settling`. */
const statementsPerStep = 2048;

/**
 * What is known of which images show the same. Its state is a function of the statements that stand, in their order, the
 * labels, and whether the list of classes is closed; not of how it came about. Built in this order of trust: labels, what a
 * person said more than once, what a person said, what is free; whatever contradicts what was built before it is kept as a
 * conflict and does not apply. Nodes are numbers from 0 on; classes too.
 */
export class RelationGraph {
  private readonly log = new StatementLog();
  private labels = new Int32Array(0);
  private nodes = 0;
  private closure = new Closure();
  private fates = new Int32Array(1024);
  /** Refused statements, ascending. */
  private refused: number[] = [];
  private eliminate: boolean;
  private classCount: number;
  private isStale = false;
  /** How often something was said, taken back or named. */
  private changes = 0;
  /** By root, while the list of classes is closed. */
  private eliminated: Int32Array | undefined;
  private prover: Prover | undefined;
  private told: readonly Conflict[] | undefined;
  /** Labels at the last `settle`, and whether others than those of `gains` may differ from them. */
  private settled = new Int32Array(0);
  private isUnsettled = false;

  /** `eliminate`: the list of `classCount` classes is closed, so that what differs from all but one is of that one. */
  constructor(options: { readonly eliminate?: boolean; readonly classCount?: number } = {}) {
    this.eliminate = options.eliminate ?? false;
    this.classCount = options.classCount ?? 0;
  }

  /** Adds a statement of two nodes, and returns its number: 0, 1, 2, … */
  add({ a, b, relation, source }: Statement): number {
    this.grow(Math.max(a, b) + 1);
    const before = this.isStale ? -1 : this.log.countingOn(a, b);
    const number = this.log.append(a, b, relation, source);
    this.fates = grown(this.fates, number + 1);
    this.forget();
    if (this.isStale) return number;
    this.log.note(number);
    if ((before < 0 && relation === relationValue.unsure) || a === b) return number;
    this.isStale = before < 0 ? !this.applyNew(number) : !this.confirm(number, before);
    return number;
  }

  /** Adds the statements and labels of nodes 0, 1, 2, …, at once. */
  load({ a, b, relation, source }: Statements, labels: Int32Array): void {
    this.isStale = true;
    this.forget();
    this.grow(labels.length);
    this.log.reserve(a.length);
    for (let i = 0; i < a.length; i++) {
      this.grow(Math.max(a[i], b[i]) + 1);
      this.log.append(a[i], b[i], relation[i], source[i]);
    }
    this.fates = grown(this.fates, this.log.count);
    for (const [node, label] of labels.entries()) this.setLabel(node, label);
  }

  /** Takes a statement back, or brings it back. */
  setActive(statement: number, active: boolean): void {
    if (this.log.setActive(statement, active)) this.isStale = true;
    this.forget();
  }

  /** The class that was given to a node; -1 = none. What follows from relations is not given. */
  setLabel(node: number, label: number): void {
    if (label < 0 && node >= this.nodes) return;
    this.grow(node + 1);
    const before = this.labels[node];
    if (before === label) return;
    this.labels[node] = label;
    this.forget();
    if (!this.isStale && (before >= 0 || !this.closure.label(node, label))) this.isStale = true;
  }

  /** Whether the list of classes is closed, and how many there are. */
  setEliminate(eliminate: boolean, classCount: number): void {
    if (eliminate === this.eliminate && classCount === this.classCount) return;
    this.eliminate = eliminate;
    this.classCount = classCount;
    this.isUnsettled = true;
    this.forget();
  }

  /** Brings everything up to date; returns the nodes whose `label` may differ from what it was at the last `settle`, ascending. */
  settle(): Int32Array {
    return ended(this.settling());
  }

  /** `settle` in steps, between which anything else may be done. */
  *settling(): Generator<void, Int32Array, void> {
    yield* this.rebuilding();
    this.refresh();
    const gains = this.closure.takeGains();
    const candidates =
      this.isUnsettled || this.eliminate
        ? Int32Array.from({ length: this.nodes }, (_, node) => node)
        : Int32Array.from(gains).sort();
    this.settled = grown(this.settled, this.nodes, -1);
    const changed = candidates.filter((node) => this.settled[node] !== this.label(node));
    for (const node of changed) this.settled[node] = this.label(node);
    this.isUnsettled = false;
    return changed;
  }

  /** The class of a node, given or implied; -1 = none. */
  label(node: number): number {
    this.refresh();
    return node < this.nodes ? this.labelOf(this.closure.find(node)) : -1;
  }

  /** The smallest node of the component of a node. */
  component(node: number): number {
    this.refresh();
    return node < this.nodes ? this.closure.first(this.closure.find(node)) : node;
  }

  /** Images in the component of a node. */
  size(node: number): number {
    this.refresh();
    return node < this.nodes ? this.closure.size(this.closure.find(node)) : 1;
  }

  /** The nodes of the component of a node, ascending. */
  members(node: number): Int32Array {
    this.refresh();
    return node < this.nodes ? this.closure.members(this.closure.find(node)) : Int32Array.of(node);
  }

  /** What two nodes are to each other, as far as it follows. */
  relation(a: number, b: number): Exclude<Relation, 'unsure'> | 'unknown' {
    this.refresh();
    if (a === b) return 'same';
    if (Math.max(a, b) >= this.nodes) return 'unknown';
    const [x, y] = [this.closure.find(a), this.closure.find(b)];
    if (x === y) return 'same';
    if (this.closure.differ(x, y)) return 'different';
    const [p, q] = [this.labelOf(x), this.labelOf(y)];
    if (p < 0 || q < 0) return 'unknown';
    return p === q ? 'same' : 'different';
  }

  /** Whether a statement stands on exactly these two, also that nobody can tell. */
  isAsked(a: number, b: number): boolean {
    this.refresh();
    return this.log.isAsked(a, b);
  }

  /** The components of two and more images without a class, the largest first, each by its smallest node. */
  groups(): Int32Array {
    this.refresh();
    const found: number[] = [];
    for (let node = 0; node < this.nodes; node++) {
      const root = this.closure.find(node);
      if (this.closure.first(root) === node && this.closure.size(root) > 1 && this.labelOf(root) < 0)
        found.push(node);
    }
    return Int32Array.from(found.sort((a, b) => this.size(b) - this.size(a) || a - b));
  }

  /** The components that are known to differ from that of a node, each by its smallest node, ascending. */
  different(node: number): Int32Array {
    this.refresh();
    if (node >= this.nodes) return new Int32Array(0);
    const root = this.closure.find(node);
    const found = new Set(this.closure.differentFrom(root));
    const own = this.labelOf(root);
    if (own >= 0) for (const [other, label] of this.labeledRoots()) if (label !== own) found.add(other);
    return Int32Array.from(found, (other) => this.closure.first(other)).sort();
  }

  /** The classes that a node is known not to be of, ascending. */
  excludedClasses(node: number): Int32Array {
    this.refresh();
    if (node >= this.nodes) return new Int32Array(0);
    const root = this.closure.find(node);
    const own = this.labelOf(root);
    const found = new Set<number>();
    if (own >= 0) for (const [, label] of this.labeledRoots()) found.add(label);
    for (const other of this.closure.differentFrom(root)) found.add(this.labelOf(other));
    found.delete(own);
    found.delete(-1);
    return Int32Array.from(found).sort();
  }

  /** What was said and does not apply, in the order in which it was said. */
  get conflicts(): readonly Conflict[] {
    this.refresh();
    this.told ??= this.refused.map(
      (statement) => new Refusal(statement, this.log, (a, b) => this.proof(a, b) ?? []),
    );
    return this.told;
  }

  /** The shortest chain of links that proves `relation(a, b)`; undefined = unknown, or it follows from elimination only. */
  proof(a: number, b: number): readonly Link[] | undefined {
    this.refresh();
    if (a === b) return [];
    if (Math.max(a, b) >= this.nodes) return undefined;
    this.prover ??= new Prover({
      log: this.log,
      closure: this.closure,
      applies: (statement) => this.fates[statement] === fate.applied,
      given: (node) => this.labels[node],
    });
    const isSame = this.closure.find(a) === this.closure.find(b);
    return this.prover.chain(a, b, isSame ? 'same' : 'different');
  }

  /** A statement, by its number, as it was said. */
  statement(number: number): Statement & { readonly times: number } {
    const { log } = this;
    this.refresh();
    return {
      a: log.a(number),
      b: log.b(number),
      relation: log.relation(number),
      source: log.source(number),
      times: log.times(number),
    };
  }

  private labelOf(root: number): number {
    const label = this.closure.classOf(root);
    return label >= 0 ? label : (this.eliminated?.[root] ?? -1);
  }

  /** The components that have a class, by their roots. */
  private labeledRoots(): ReadonlyMap<number, number> {
    const found = new Map<number, number>();
    for (let label = 0; label < this.closure.classBound; label++)
      if (this.closure.rootOf(label) >= 0) found.set(this.closure.rootOf(label), label);
    for (const [root, label] of this.eliminated?.entries() ?? []) if (label >= 0) found.set(root, label);
    return found;
  }

  private grow(count: number): void {
    if (count <= this.nodes) return;
    this.labels = grown(this.labels, count, -1);
    this.closure.grow(count);
    this.nodes = count;
  }

  /** What was worked out on demand holds no longer. */
  private forget(): void {
    this.changes++;
    this.eliminated = undefined;
    this.prover = undefined;
    this.told = undefined;
  }

  private refresh(): void {
    if (this.isStale) ended(this.rebuilding());
    if (this.eliminate) this.eliminated ??= eliminatedClasses(this.closure, this.classCount);
  }

  /** Builds everything anew where that is due; left where others did so between two steps, or changed what it is built of. */
  private *rebuilding(): Generator<void, void, void> {
    if (!this.isStale) return;
    const { changes } = this;
    const isOver = (): boolean => !this.isStale || changes !== this.changes;
    this.log.recount();
    yield;
    if (isOver()) return;
    const trusted = this.log.trusted();
    function* allFit(fits: (number: number) => boolean): Generator<void, boolean, void> {
      let count = 0;
      for (const number of trusted) {
        if (++count % statementsPerStep === 0) yield;
        if (isOver() || !fits(number)) return false;
      }
      return true;
    }
    const isSame = (number: number): boolean => this.log.relation(number) === relationValue.same;
    // What does not contradict comes to the same in any order, and joining first leaves fewer components to tell apart.
    this.begin();
    const isFitting =
      (yield* allFit((number) => !isSame(number) || this.apply(number))) &&
      (yield* allFit((number) => isSame(number) || this.apply(number)));
    if (!isFitting && !isOver()) {
      this.begin();
      yield* allFit((number) => this.apply(number) || true);
      if (!isOver()) this.refused.sort((a, b) => a - b);
    }
    if (isOver()) return;
    this.isStale = false;
    this.isUnsettled = true;
  }

  /** Nothing is known but the labels that were given. */
  private begin(): void {
    this.closure = new Closure();
    this.closure.grow(this.nodes);
    this.fates.fill(fate.idle);
    this.refused = [];
    for (let node = 0; node < this.nodes; node++)
      if (this.labels[node] >= 0) this.closure.label(node, this.labels[node]);
  }

  private apply(number: number): boolean {
    const { log, closure } = this;
    const [a, b] = [log.a(number), log.b(number)];
    const fits = log.relation(number) === relationValue.same ? closure.same(a, b) : closure.different(a, b);
    this.fates[number] = fits ? fate.applied : fate.refused;
    if (!fits) this.refused.push(number);
    return fits;
  }

  /**
   * Applies the statement added last, on a pair on which none counted, where that comes to the same as building everything
   * anew. What contradicts nothing may be applied at any time: what was applied still is, and what was refused still is.
   * What contradicts is refused if it is the least trusted of all, else it might have to stand before what it contradicts.
   */
  private applyNew(number: number): boolean {
    if (this.apply(number)) return true;
    const isLast = this.log.isFree(number) || (this.log.times(number) === 1 && !this.log.hasFree);
    if (!isLast) this.refused.pop();
    return isLast;
  }

  /** The same said once more of a pair moves it up among what is trusted: that matters only where something is refused. */
  private confirm(number: number, before: number): boolean {
    const { log, fates } = this;
    const isSame = log.relation(number) === log.relation(before) && log.isFree(number) === log.isFree(before);
    if (!isSame || this.refused.length > 0) return false;
    fates[before] = fate.idle;
    fates[number] = fate.applied;
    return true;
  }
}

/** The graph of statements on the rows of a pool, with the classes given to them (-1 = none). */
export function graphOf(
  statements: Statements,
  labels: Int32Array,
  options: { readonly eliminate: boolean; readonly classCount: number },
): RelationGraph {
  const graph = new RelationGraph(options);
  graph.load(statements, labels);
  graph.settle();
  return graph;
}

function ended<T>(steps: Generator<void, T, void>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
