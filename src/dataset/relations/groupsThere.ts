import type { Dataset } from '../types.ts';

/** A group without a name. */
interface Group {
  /** Its first node, whether or not its image is there. */
  readonly node: number;
  /** Its images that are there. */
  readonly size: number;
}

/** The groups without a name of which two or more images are there, the largest first. `isThere`: whether that of a node is. */
export function groupsThere(
  { relations, rows }: Pick<Dataset, 'relations' | 'rows'>,
  isThere = (node: number): boolean => rows.has(relations.pathOf(node)),
): readonly Group[] {
  const { graph } = relations;
  const groups = Array.from(graph.groups(), (node) => {
    let size = 0;
    for (const member of graph.members(node)) if (isThere(member)) size++;
    return { node, size };
  });
  return groups.filter(({ size }) => size > 1).sort((a, b) => b.size - a.size);
}
