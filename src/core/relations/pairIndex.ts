import { grown } from './growing.ts';

/**
 * Numbers unordered pairs of nodes 0, 1, 2, … as they come: open addressing in typed arrays, for a million pairs as objects
 * or keys of a Map cost more than everything else that a graph does.
 */
export class PairIndex {
  private slots = new Int32Array(1024).fill(-1);
  /** By number: the smaller node, then the larger one. */
  private nodes = new Int32Array(1024);
  private pairs = 0;

  /** Pairs met so far. */
  get count(): number {
    return this.pairs;
  }

  /** The number of a pair; -1 = not met yet. */
  find(a: number, b: number): number {
    return this.slots[this.slotOf(Math.min(a, b), Math.max(a, b))];
  }

  /** The number of a pair; the next one if it is new. */
  add(a: number, b: number): number {
    const [low, high] = a < b ? [a, b] : [b, a];
    const slot = this.slotOf(low, high);
    if (this.slots[slot] >= 0) return this.slots[slot];
    const number = this.pairs++;
    this.nodes = grown(this.nodes, 2 * this.pairs);
    this.nodes[2 * number] = low;
    this.nodes[2 * number + 1] = high;
    this.slots[slot] = number;
    if (2 * this.pairs > this.slots.length) this.spread(4 * this.slots.length);
    return number;
  }

  /** Makes room for so many pairs more. */
  reserve(count: number): void {
    const wanted = this.pairs + count;
    let length = this.slots.length;
    while (length < 2 * wanted) length *= 2;
    if (length > this.slots.length) this.spread(length);
    this.nodes = grown(this.nodes, 2 * wanted);
  }

  /** The slot that holds the pair, or the free one where it belongs. */
  private slotOf(low: number, high: number): number {
    const { slots, nodes } = this;
    const mask = slots.length - 1;
    let mixed = Math.imul(low, 0x9e3779b1) ^ Math.imul(high + 0x7f4a7c15, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
    let slot = (mixed ^ (mixed >>> 13)) & mask;
    for (let at = slots[slot]; at >= 0; at = slots[slot]) {
      if (nodes[2 * at] === low && nodes[2 * at + 1] === high) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private spread(length: number): void {
    this.slots = new Int32Array(length).fill(-1);
    for (let i = 0; i < this.pairs; i++)
      this.slots[this.slotOf(this.nodes[2 * i], this.nodes[2 * i + 1])] = i;
  }
}
