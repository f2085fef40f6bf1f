import type { Dataset } from '../../dataset/types.ts';
import type { PanelRelations } from '../../protocol/relationsPanel.ts';

/** Images of a group that are shown of it. */
const mostPaths = 9;

/** Finds the groups without a name among the images that are there. */
export class PanelGroups {
  #rows: Dataset['rows'] | undefined;
  /** By node; absent = not looked up yet, -1 = its image is not there. */
  #rowOf: number[] = [];

  /** The largest of them, at most `most`. */
  of({ relations, rows, images }: Dataset, most: number): PanelRelations['groups'] {
    const { graph } = relations;
    if (rows !== this.#rows) this.#rowOf = [];
    this.#rows = rows;
    const rowOf = (node: number): number => {
      this.#rowOf[node] ??= rows.get(relations.pathOf(node)) ?? -1;
      return this.#rowOf[node];
    };
    const rowsOf = (node: number): number[] => {
      const found: number[] = [];
      for (const member of graph.members(node)) if (rowOf(member) >= 0) found.push(rowOf(member));
      return found;
    };
    const groups = Array.from(graph.groups(), (node) => ({ node, size: rowsOf(node).length }))
      .filter(({ size }) => size > 1)
      .sort((a, b) => b.size - a.size);
    const shown = groups.slice(0, most).map(({ node, size }) => {
      const first = rowsOf(node)
        .sort((a, b) => a - b)
        .slice(0, mostPaths);
      const paths = first.map((row) => images[row].path);
      return { id: paths[0], size, paths };
    });
    return { count: groups.length, images: groups.reduce((sum, { size }) => sum + size, 0), shown };
  }
}
