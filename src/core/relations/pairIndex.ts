import { grown } from './growing.ts';

/**
 * Numbers unordered pairs of nodes 0, 1, 2, … as they come: open addressing in typed arrays, for a million pairs as objects
 * or keys of a Map cost more than everything else that a graph does.
 */
export class PairIndex {
  private slots = new Int32Array(1024).fill(-1);
  private low = new Int32Array(512);
  private high = new Int32Array(512);
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
    this.low = grown(this.low, this.pairs);
    this.high = grown(this.high, this.pairs);
    this.low[number] = low;
    this.high[number] = high;
    this.slots[slot] = number;
    if (2 * this.pairs > this.slots.length) this.spread();
    return number;
  }

  /** The slot that holds the pair, or the free one where it belongs. */
  private slotOf(low: number, high: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    let mixed = Math.imul(low, 0x9e3779b1) ^ Math.imul(high + 0x7f4a7c15, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
    let slot = (mixed ^ (mixed >>> 13)) & mask;
    for (let at = slots[slot]; at >= 0 && (this.low[at] !== low || this.high[at] !== high); at = slots[slot])
      slot = (slot + 1) & mask;
    return slot;
  }

  private spread(): void {
    this.slots = new Int32Array(4 * this.slots.length).fill(-1);
    for (let i = 0; i < this.pairs; i++) this.slots[this.slotOf(this.low[i], this.high[i])] = i;
  }
}
