import type { Conflict } from './conflict.ts';
import { type LargeJoin, largeJoinsOf } from './largeJoins.ts';
import { PairIndex } from './pairIndex.ts';
import { relationValue, type Statements } from './statements.ts';

/** What was said of the images of a pool, beyond what follows from it. */
export interface Evidence {
  /** Per row, with how many others it was said to show the same. */
  readonly confirmations: Uint16Array;
  /** Share of the answers that are taken to be wrong. */
  readonly errorRate: number;
  /** Joins of two large groups that hang on one answer, the newest. */
  readonly joins: readonly LargeJoin[];
}

/** Before anything shows it, one answer of so many is taken to be wrong. */
const usualTrials = 50;
/** What is looked at closely is wrong more often than the rest. */
const highestRate = 0.1;

/** Reads from the statements how often an answer that could be held against others turned out wrong. */
export function evidenceOf(
  statements: Statements,
  labels: Int32Array,
  conflicts: readonly Pick<Conflict, 'statement'>[],
): Evidence {
  const { a, b, relation } = statements;
  const pairs = new PairIndex();
  pairs.reserve(a.length);
  /** By number of the pair: what was said of it last, of pairs in the order in which they came up. */
  const said = new Int32Array(a.length);
  let repeats = 0;
  let errors = conflicts.length;
  for (let i = 0; i < a.length; i++) {
    if (relation[i] === relationValue.unsure) continue;
    const known = pairs.count;
    const pair = pairs.add(a[i], b[i]);
    if (pair < known) {
      repeats++;
      if (relation[said[pair]] !== relation[i]) errors++;
    }
    said[pair] = i;
  }
  const refused = new Set(conflicts.map(({ statement }) => statement));
  const confirmations = new Uint16Array(labels.length);
  const joined = new Joined(labels);
  let agreeing = 0;
  const sames: number[] = [];
  for (const i of said.subarray(0, pairs.count)) {
    if (relation[i] !== relationValue.same || refused.has(i)) continue;
    sames.push(i);
    confirmations[a[i]]++;
    confirmations[b[i]]++;
    if (!joined.join(a[i], b[i])) agreeing++;
  }
  const trials = agreeing + repeats + conflicts.length;
  const errorRate = Math.min(highestRate, (errors + 1) / (2 * trials + usualTrials));
  return { confirmations, errorRate, joins: largeJoinsOf(statements, sames, labels) };
}

/** Which rows are joined, images of one label from the start. */
class Joined {
  private readonly parents: Int32Array;

  constructor(labels: Int32Array) {
    const first = new Map<number, number>();
    this.parents = labels.map((label, row) => {
      if (label < 0) return row;
      const known = first.get(label) ?? row;
      first.set(label, known);
      return known;
    });
  }

  /** False = they were joined before. */
  join(a: number, b: number): boolean {
    const [x, y] = [this.find(a), this.find(b)];
    this.parents[x] = y;
    return x !== y;
  }

  private find(row: number): number {
    const { parents } = this;
    let at = row;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }
}
