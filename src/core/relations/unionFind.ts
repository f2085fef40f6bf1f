import { grown } from './growing.ts';

/** Nodes joined into components, as typed arrays: union by weight, path halving, and a ring through each component. */
export class UnionFind {
  private parents = new Int32Array(0);
  private sizes = new Int32Array(0);
  private firsts = new Int32Array(0);
  /** The next member of the component, in a ring. */
  private rings = new Int32Array(0);
  private nodes = 0;

  /** Nodes it knows. */
  get count(): number {
    return this.nodes;
  }

  /** Makes nodes known, each by itself. */
  grow(count: number): void {
    if (count <= this.nodes) return;
    this.parents = grown(this.parents, count);
    this.sizes = grown(this.sizes, count);
    this.firsts = grown(this.firsts, count);
    this.rings = grown(this.rings, count);
    for (let node = this.nodes; node < count; node++) {
      this.parents[node] = this.firsts[node] = this.rings[node] = node;
      this.sizes[node] = 1;
    }
    this.nodes = count;
  }

  /** What stands for the component of a node; another one after each union. */
  find(node: number): number {
    const { parents } = this;
    let at = node;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  size(root: number): number {
    return this.sizes[root];
  }

  /** The smallest node of a component. */
  first(root: number): number {
    return this.firsts[root];
  }

  /** Joins two components: `root` stands for both from now on. */
  join(root: number, other: number): void {
    this.parents[other] = root;
    this.sizes[root] += this.sizes[other];
    this.firsts[root] = Math.min(this.firsts[root], this.firsts[other]);
    const next = this.rings[root];
    this.rings[root] = this.rings[other];
    this.rings[other] = next;
  }

  /** The nodes of a component, ascending. */
  members(root: number): Int32Array {
    const members = new Int32Array(this.sizes[root]);
    let node = root;
    for (let i = 0; i < members.length; i++) {
      members[i] = node;
      node = this.rings[node];
    }
    return members.sort();
  }
}
