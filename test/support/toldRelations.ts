import type { KnownRelations } from '../../src/core/relations/components.ts';

/** A relation graph that is told its components instead of working them out. */
export function toldRelations({
  groups = [],
  different = [],
  excluded = [],
}: {
  readonly groups?: readonly (readonly number[])[];
  /** Pairs of rows. */
  readonly different?: readonly (readonly [number, number])[];
  /** Pairs of a row and a class. */
  readonly excluded?: readonly (readonly [number, number])[];
} = {}): KnownRelations {
  const groupOf = (row: number): readonly number[] => groups.find((rows) => rows.includes(row)) ?? [row];
  const component = (row: number): number => groupOf(row)[0];
  return {
    component,
    groups: () => groups.map((rows) => rows[0]),
    members: groupOf,
    different: (row) => [
      ...new Set(
        different.flatMap(([a, b]) => {
          if (component(a) === component(row)) return [component(b)];
          return component(b) === component(row) ? [component(a)] : [];
        }),
      ),
    ],
    excludedClasses: (row) =>
      excluded.filter(([a]) => component(a) === component(row)).map(([, name]) => name),
  };
}
