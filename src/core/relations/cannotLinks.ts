import { grown } from './growing.ts';
import { PairIndex } from './pairIndex.ts';

/**
 * Which components are known to differ, by the nodes that stand for them. Each component has a chain of its links; when two
 * are joined the shorter chain is told to the other side again and hung onto the longer one.
 */
export class CannotLinks {
  private readonly linked = new PairIndex();
  private heads = new Int32Array(0);
  private tails = new Int32Array(0);
  private degrees = new Int32Array(0);
  private ends = new Int32Array(1024);
  private nexts = new Int32Array(1024);
  private entries = 0;

  grow(count: number): void {
    this.heads = grown(this.heads, count, -1);
    this.tails = grown(this.tails, count, -1);
    this.degrees = grown(this.degrees, count);
  }

  has(a: number, b: number): boolean {
    return this.linked.find(a, b) >= 0;
  }

  /** Links of a component; those that have become one count more than once. */
  degree(root: number): number {
    return this.degrees[root];
  }

  add(a: number, b: number): void {
    const before = this.linked.count;
    this.linked.add(a, b);
    if (this.linked.count === before) return;
    this.hang(a, b);
    this.hang(b, a);
  }

  /** What `other` differs from, `root` does from now on. `find`: as it is before the two are joined. */
  join(root: number, other: number, find: (node: number) => number): void {
    if (this.heads[other] < 0) return;
    for (let at = this.heads[other]; at >= 0; at = this.nexts[at]) this.linked.add(root, find(this.ends[at]));
    if (this.heads[root] < 0) this.heads[root] = this.heads[other];
    else this.nexts[this.tails[root]] = this.heads[other];
    this.tails[root] = this.tails[other];
    this.degrees[root] += this.degrees[other];
  }

  /** The distinct components that one differs from. */
  of(root: number, find: (node: number) => number): ReadonlySet<number> {
    const found = new Set<number>();
    for (let at = this.heads[root]; at >= 0; at = this.nexts[at]) found.add(find(this.ends[at]));
    return found;
  }

  private hang(root: number, end: number): void {
    const entry = this.entries++;
    this.ends = grown(this.ends, this.entries);
    this.nexts = grown(this.nexts, this.entries);
    this.ends[entry] = end;
    this.nexts[entry] = -1;
    if (this.heads[root] < 0) this.heads[root] = entry;
    else this.nexts[this.tails[root]] = entry;
    this.tails[root] = entry;
    this.degrees[root]++;
  }
}
