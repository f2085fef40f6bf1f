import { CannotLinks } from './cannotLinks.ts';
import { grown } from './growing.ts';
import { UnionFind } from './unionFind.ts';

/**
 * What follows from statements that do not contradict one another: same and same is same, same and different is different,
 * different and different is unknown (ALGORITHMS 6.7). A class is a node that no image is, joined to the images that have
 * it, and different from every other class. Whatever contradicts what was told before is refused.
 */
export class Closure {
  private readonly components = new UnionFind();
  private readonly links = new CannotLinks();
  /** Class by root; -1 = none. */
  private classes = new Int32Array(0);
  /** A node of the component of each class; -1 = none. */
  private owners = new Int32Array(0);
  private gains: number[] = [];
  readonly find = (node: number): number => this.components.find(node);

  get nodes(): number {
    return this.components.count;
  }

  grow(count: number): void {
    if (count <= this.nodes) return;
    this.components.grow(count);
    this.links.grow(count);
    this.classes = grown(this.classes, count, -1);
  }

  /** Two images show the same; false = that contradicts what is known, and nothing changes. */
  same(a: number, b: number): boolean {
    const [x, y] = [this.find(a), this.find(b)];
    if (x === y) return true;
    if (this.differ(x, y)) return false;
    this.join(x, y);
    return true;
  }

  /** Two images do not show the same; false = that contradicts what is known. */
  different(a: number, b: number): boolean {
    const [x, y] = [this.find(a), this.find(b)];
    if (x === y) return false;
    if (!this.areOther(x, y)) this.links.add(x, y);
    return true;
  }

  /** An image is of a class; false = that contradicts what is known. */
  label(node: number, label: number): boolean {
    this.owners = grown(this.owners, label + 1, -1);
    const root = this.find(node);
    if (this.classes[root] >= 0) return this.classes[root] === label;
    const owner = this.owners[label];
    if (owner >= 0) return this.same(node, owner);
    this.gain(root);
    this.classes[root] = label;
    this.owners[label] = node;
    return true;
  }

  /** Whether two components are known to differ. */
  differ(x: number, y: number): boolean {
    return this.areOther(x, y) || this.links.has(x, y);
  }

  /** The class of a component; -1 = none. */
  classOf(root: number): number {
    return this.classes[root];
  }

  /** The component of a class; -1 = no image has it. */
  rootOf(label: number): number {
    const owner = this.owners[label] ?? -1;
    return owner < 0 ? -1 : this.find(owner);
  }

  /** Class numbers that were met are below this. */
  get classBound(): number {
    return this.owners.length;
  }

  size(root: number): number {
    return this.components.size(root);
  }

  first(root: number): number {
    return this.components.first(root);
  }

  members(root: number): Int32Array {
    return this.components.members(root);
  }

  /** The components that one was told to differ from, itself or through its members; where both have a class, maybe not. */
  differentFrom(root: number): ReadonlySet<number> {
    return this.links.of(root, this.find);
  }

  /** The images that have come to a class since this was asked last. */
  takeGains(): readonly number[] {
    const { gains } = this;
    this.gains = [];
    return gains;
  }

  /** Whether two components are of two classes, which need not be told to differ. */
  private areOther(x: number, y: number): boolean {
    const [a, b] = [this.classes[x], this.classes[y]];
    return a >= 0 && b >= 0 && a !== b;
  }

  private join(x: number, y: number): void {
    const [a, b] = [this.classes[x], this.classes[y]];
    if (a >= 0 && b < 0) this.gain(y);
    if (b >= 0 && a < 0) this.gain(x);
    const [root, other] = this.weight(x) >= this.weight(y) ? [x, y] : [y, x];
    this.links.join(root, other, this.find);
    this.components.join(root, other);
    this.classes[root] = Math.max(a, b);
  }

  /** What it costs to move a component into another one: its nodes, and its links. */
  private weight(root: number): number {
    return this.components.size(root) + this.links.degree(root);
  }

  private gain(root: number): void {
    for (const node of this.components.members(root)) this.gains.push(node);
  }
}
