import type { Closure } from './closure.ts';
import type { StatementLog } from './statementLog.ts';
import { type Relation, relationValue } from './statements.ts';

/** One thing that was said, as a link of a chain: a statement, read from `a` to `b`, or the class that a node was given. */
export type Link =
  | {
      readonly kind: 'statement';
      readonly statement: number;
      readonly a: number;
      readonly b: number;
      readonly relation: Exclude<Relation, 'unsure'>;
      /** How often it was said. */
      readonly times: number;
      /** A number of `relationSources`. */
      readonly source: number;
    }
  | { readonly kind: 'label'; readonly node: number; readonly label: number };

/** What a chain is made of. */
export interface Evidence {
  readonly log: StatementLog;
  readonly closure: Closure;
  /** Statements that count and do not contradict. */
  applies(statement: number): boolean;
  /** The class that a node was given; -1 = none. */
  given(node: number): number;
}

/** In place of a statement: a label led from one node to the next. */
const byLabel = -1;

/**
 * Finds the shortest chains of statements and labels that prove what two nodes are to each other, by breadth-first search
 * over what applies; of equally short ones always the same. Holds as long as the evidence does not change.
 *
 * A state is a node and whether something different has been passed; the class of a component is one more node, the hub.
 */
export class Prover {
  private readonly evidence: Evidence;
  private readonly hub: number;
  /** Statements by node, in order: those of node i are edges[starts[i]] .. edges[starts[i + 1] - 1]. */
  private readonly starts: Int32Array;
  private readonly edges: Int32Array;
  /** By state: the state before it, what led from there, and the search that met it. */
  private readonly before: Int32Array;
  private readonly through: Int32Array;
  private readonly met: Int32Array;
  private searches = 0;
  private queue: number[] = [];

  constructor(evidence: Evidence) {
    this.evidence = evidence;
    this.hub = evidence.closure.nodes;
    const states = 2 * (this.hub + 1);
    this.before = new Int32Array(states);
    this.through = new Int32Array(states);
    this.met = new Int32Array(states);
    this.starts = new Int32Array(this.hub + 1);
    this.edges = this.incidence();
  }

  /** The shortest chain from a to b that proves the relation; undefined = it does not follow. */
  chain(a: number, b: number, relation: Exclude<Relation, 'unsure'>): readonly Link[] | undefined {
    const { closure } = this.evidence;
    const parts = relation === 'different';
    const target = parts ? this.parted(b) : b;
    const [from, to] = [closure.find(a), closure.find(b)];
    if (parts === (from === to)) return undefined;
    this.searches++;
    this.queue = [];
    this.reach(a, a, byLabel);
    for (let i = 0; i < this.queue.length && this.met[target] !== this.searches; i++)
      this.leave(this.queue[i], from, to);
    return this.met[target] === this.searches ? this.links(target) : undefined;
  }

  /** The same node, with something different behind. */
  private parted(node: number): number {
    return this.hub + 1 + node;
  }

  private nodeOf(state: number): number {
    return state % (this.hub + 1);
  }

  private leave(state: number, from: number, to: number): void {
    const { log, closure, given } = this.evidence;
    const node = this.nodeOf(state);
    const isParted = state > this.hub;
    const inLayer = (other: number): number => (isParted ? this.parted(other) : other);
    if (node === this.hub) {
      for (const member of closure.members(isParted ? to : from))
        if (given(member) >= 0) this.reach(inLayer(member), state, byLabel);
      return;
    }
    for (let e = this.starts[node]; e < this.starts[node + 1]; e++) {
      const statement = this.edges[e];
      const other = log.a(statement) === node ? log.b(statement) : log.a(statement);
      if (log.relation(statement) === relationValue.same) this.reach(inLayer(other), state, statement);
      else if (!isParted && from !== to && closure.find(other) === to)
        this.reach(this.parted(other), state, statement);
    }
    if (given(node) < 0) return;
    this.reach(inLayer(this.hub), state, byLabel);
    // Two classes differ by themselves, so that the step between them is not a link and is taken at once.
    if (!isParted && from !== to && closure.classOf(to) >= 0 && closure.classOf(to) !== closure.classOf(from))
      this.reach(this.parted(this.hub), this.hub, byLabel);
  }

  private reach(state: number, before: number, through: number): void {
    if (this.met[state] === this.searches) return;
    this.met[state] = this.searches;
    this.before[state] = before;
    this.through[state] = through;
    this.queue.push(state);
  }

  /** The links that led to a state, from the start on. */
  private links(end: number): readonly Link[] {
    const { given } = this.evidence;
    const links: Link[] = [];
    for (let state = end; this.before[state] !== state; state = this.before[state]) {
      const [a, b] = [this.nodeOf(this.before[state]), this.nodeOf(state)];
      const statement = this.through[state];
      if (statement !== byLabel) links.push(statementLink(this.evidence.log, statement, a, b));
      else if (a !== b) {
        const node = a === this.hub ? b : a;
        links.push({ kind: 'label', node, label: given(node) });
      }
    }
    return links.reverse();
  }

  private incidence(): Int32Array {
    const { log, applies } = this.evidence;
    const { starts } = this;
    for (let s = 0; s < log.count; s++)
      if (applies(s)) {
        starts[log.a(s) + 1]++;
        starts[log.b(s) + 1]++;
      }
    for (let i = 0; i < this.hub; i++) starts[i + 1] += starts[i];
    const edges = new Int32Array(starts[this.hub]);
    const ends = starts.slice();
    for (let s = 0; s < log.count; s++)
      if (applies(s)) {
        edges[ends[log.a(s)]++] = s;
        edges[ends[log.b(s)]++] = s;
      }
    return edges;
  }
}

/** A statement as a link that is read from a to b. */
function statementLink(log: StatementLog, statement: number, a: number, b: number): Link {
  return {
    kind: 'statement',
    statement,
    a,
    b,
    relation: log.relation(statement) === relationValue.same ? 'same' : 'different',
    times: log.times(statement),
    source: log.source(statement),
  };
}
