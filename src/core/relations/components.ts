import type { Pool } from '../selectors/selector.ts';

/** What learning asks of a relation graph, whose nodes are the rows of the pool. */
export interface KnownRelations {
  /** Representatives of components of two images or more without a class. */
  groups(): ArrayLike<number>;
  /** Rows of the component of a row, ascending. */
  members(row: number): ArrayLike<number>;
  /** Representatives of the components that are known to differ from that of a row, classes left out. */
  different(row: number): ArrayLike<number>;
  /** Classes that a row cannot be of. */
  excludedClasses(row: number): ArrayLike<number>;
  component(row: number): number;
}

/**
 * The similarity graph G (ALGORITHMS 6.1) as lists: images of one component are the same, those of two components that
 * differ are not, of all else nothing is known. Component 0..classes.length - 1 are the classes, the others have no name yet.
 */
export interface Components {
  /** Class number of each of the first components. */
  readonly classes: Int32Array;
  /** Rows of each component, ascending. */
  readonly members: readonly Int32Array[];
  /** Pairs of components without a name, or of one and a class, that are known to differ. Two classes always do. */
  readonly different: readonly (readonly [number, number])[];
  /** Rows in no component that are known to differ from component c, by c. */
  readonly outsiders: readonly Int32Array[];
  /** Whether anything at all was told: one image with a class is enough, or two that differ. */
  readonly isAnythingKnown: boolean;
}

/**
 * The components among the rows of a pool that `isKnown`: those that take part and have an embedding. What was said of others stays
 * in the graph and is left out here. The labels are the propagated ones.
 */
export async function componentsOf(
  { labels, labeled, size }: Pool,
  graph: KnownRelations,
  isKnown: (row: number) => boolean,
  pause: () => Promise<void>,
): Promise<Components> {
  const byClass = new Map<number, number[]>();
  for (const row of labeled)
    if (isKnown(row)) {
      const rows = byClass.get(labels[row]);
      if (rows === undefined) byClass.set(labels[row], [row]);
      else rows.push(row);
    }
  const classes = Int32Array.from(byClass.keys()).sort();
  const members = Array.from(classes, (name) => Int32Array.from(byClass.get(name) ?? []));
  const numberOf = new Map<number, number>();
  for (const group of Array.from(graph.groups())) {
    const rows = Int32Array.from(graph.members(group)).filter(
      (row) => row < size && labels[row] < 0 && isKnown(row),
    );
    if (rows.length < 2) continue;
    numberOf.set(graph.component(group), members.length);
    members.push(rows);
  }
  await pause();

  const positionOf = new Map(Array.from(classes, (name, position) => [name, position]));
  /** The components that a row without a class differs from. */
  const differing = (row: number): readonly number[] =>
    [
      ...Array.from(graph.excludedClasses(row), (name) => positionOf.get(name) ?? -1),
      ...Array.from(graph.different(row), (other) => numberOf.get(graph.component(other)) ?? -1),
    ].filter((component) => component >= 0);
  const different: [number, number][] = [];
  for (let c = classes.length; c < members.length; c++)
    for (const other of differing(members[c][0])) if (other < c) different.push([other, c]);
  const outsiders = members.map((): number[] => []);
  let isAnythingKnown = members.length > 0;
  for (let row = 0; row < size; row++) {
    if (row % rowsPerPause === 0) await pause();
    if (labels[row] >= 0 || !isKnown(row) || numberOf.has(graph.component(row))) continue;
    for (const component of differing(row)) outsiders[component].push(row);
    isAnythingKnown ||= graph.different(row).length > 0;
  }
  const lists = outsiders.map((rows) => Int32Array.from(rows));
  return { classes, members, different, outsiders: lists, isAnythingKnown };
}

/** Rows whose relations are looked up between two pauses. */
const rowsPerPause = 4096;

/** The components without the named rows: what was said of those is as if it had never been said. */
export function without(components: Components, held: ReadonlySet<number>): Components {
  const others = (rows: Int32Array): Int32Array => rows.filter((row) => !held.has(row));
  const { members, outsiders } = components;
  return { ...components, members: members.map(others), outsiders: outsiders.map(others) };
}
