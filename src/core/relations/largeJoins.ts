import { relationSources, relationValue, type Statements } from './statements.ts';
import { UnionFind } from './unionFind.ts';

/** An answer of a person by which alone two large groups are one: nothing else that was said is of an image of each. */
export interface LargeJoin {
  readonly a: number;
  readonly b: number;
  /** The images that were known to show the same as `a`, and as `b`, when it was said; each ascending. */
  readonly sides: readonly [Int32Array, Int32Array];
}

/** Images of each side from which a join is large: about what a screen of yeses brings. */
const leastSide = 8;
/** Joins that are kept, the newest: their sides are copied. */
const mostJoins = 20;
const person = relationSources.indexOf('person');

/**
 * The newest answers that alone join two large groups, in the order in which they were said. `sames`: the numbers of the
 * statements by which images show the same, in that order; images of one label are joined before all of them.
 */
export function largeJoinsOf(
  statements: Statements,
  sames: readonly number[],
  labels: Int32Array,
): readonly LargeJoin[] {
  const large: number[] = [];
  joinAll(statements, sames, labels, (i, components, x, y) => {
    const isLarge = Math.min(components.size(x), components.size(y)) >= leastSide;
    if (isLarge && statements.source[i] === person) large.push(i);
  });
  const newest = new Set(large.slice(-mostJoins));
  const joins: LargeJoin[] = [];
  joinAll(statements, newest.size === 0 ? [] : sames, labels, (i, components, x, y) => {
    if (!newest.has(i)) return;
    const sides = [components.members(x), components.members(y)] as const;
    if (!isHeldAgainst(i, sides, statements, labels.length))
      joins.push({ a: statements.a[i], b: statements.b[i], sides });
  });
  return joins;
}

/** Whether anything else was said of an image of each side; that nobody could tell counts where it came later. */
function isHeldAgainst(
  join: number,
  sides: LargeJoin['sides'],
  { a, b, relation }: Statements,
  size: number,
): boolean {
  const sideOf = new Uint8Array(size);
  for (const row of sides[0]) sideOf[row] = 1;
  for (const row of sides[1]) sideOf[row] = 2;
  for (let i = 0; i < a.length; i++) {
    if (sideOf[a[i]] + sideOf[b[i]] !== 3 || i === join) continue;
    if (relation[i] !== relationValue.unsure || i > join) return true;
  }
  return false;
}

/** Joins images in order; `before` is told of each statement that joins two components, which have these roots till then. */
function joinAll(
  { a, b }: Statements,
  sames: readonly number[],
  labels: Int32Array,
  before: (statement: number, components: UnionFind, x: number, y: number) => void,
): void {
  const components = new UnionFind();
  components.grow(labels.length);
  const join = (x: number, y: number): void =>
    components.size(x) < components.size(y) ? components.join(y, x) : components.join(x, y);
  const first = new Map<number, number>();
  for (const [row, label] of labels.entries()) {
    if (label < 0) continue;
    const known = first.get(label);
    if (known === undefined) first.set(label, row);
    else join(components.find(known), row);
  }
  for (const i of sames) {
    const [x, y] = [components.find(a[i]), components.find(b[i])];
    if (x === y) continue;
    before(i, components, x, y);
    join(x, y);
  }
}
