import { groupsThere } from '../../dataset/relations/groupsThere.ts';
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
  of(dataset: Dataset, most: number): PanelRelations['groups'] {
    const groups = groupsThere(dataset, (node) => this.#row(dataset, node) >= 0);
    const shown = groups.slice(0, most).map(({ node, size }) => {
      const rows = this.rowsOf(dataset, node).sort((a, b) => a - b);
      const paths = rows.slice(0, mostPaths).map((row) => dataset.images[row].path);
      return { id: paths[0], size, paths };
    });
    return { count: groups.length, images: groups.reduce((sum, { size }) => sum + size, 0), shown };
  }

  /** The rows of the images that are known to show the same as that of a node, itself among them. */
  rowsOf(dataset: Dataset, node: number): number[] {
    const members = Array.from(dataset.relations.graph.members(node), (member) => this.#row(dataset, member));
    return members.filter((row) => row >= 0);
  }

  #row({ relations, rows }: Dataset, node: number): number {
    if (rows !== this.#rows) this.#rowOf = [];
    this.#rows = rows;
    this.#rowOf[node] ??= rows.get(relations.pathOf(node)) ?? -1;
    return this.#rowOf[node];
  }
}
