/**
 * Keeps the k largest of the values offered to it, ties to the lowest item. A binary heap with the weakest on top:
 * offering n values costs O(n log k), and little more than a comparison each once the heap holds good ones.
 */
export class TopK {
  private readonly values: Float64Array;
  private readonly items: Int32Array;
  private count = 0;

  constructor(k: number) {
    this.values = new Float64Array(k);
    this.items = new Int32Array(k);
  }

  offer(value: number, item: number): void {
    if (this.count < this.values.length) {
      this.put(this.count++, value, item);
      this.rise(this.count - 1);
    } else if (this.count > 0 && this.isWeaker(0, value, item)) {
      this.put(0, value, item);
      this.sink();
    }
  }

  /** The items kept, best first. */
  ranked(): Int32Array {
    const order = Array.from({ length: this.count }, (_, slot) => slot);
    order.sort((a, b) => this.values[b] - this.values[a] || this.items[a] - this.items[b]);
    return Int32Array.from(order, (slot) => this.items[slot]);
  }

  /** Whether the entry in `slot` ranks below (value, item). */
  private isWeaker(slot: number, value: number, item: number): boolean {
    return this.values[slot] < value || (this.values[slot] === value && this.items[slot] > item);
  }

  private put(slot: number, value: number, item: number): void {
    this.values[slot] = value;
    this.items[slot] = item;
  }

  private rise(start: number): void {
    const value = this.values[start];
    const item = this.items[start];
    let slot = start;
    while (slot > 0) {
      const parent = (slot - 1) >> 1;
      if (this.isWeaker(parent, value, item)) break;
      this.put(slot, this.values[parent], this.items[parent]);
      slot = parent;
    }
    this.put(slot, value, item);
  }

  private sink(): void {
    const value = this.values[0];
    const item = this.items[0];
    let slot = 0;
    for (let child = 1; child < this.count; child = 2 * slot + 1) {
      const right = child + 1;
      if (right < this.count && this.isWeaker(right, this.values[child], this.items[child])) child = right;
      if (!this.isWeaker(child, value, item)) break;
      this.put(slot, this.values[child], this.items[child]);
      slot = child;
    }
    this.put(slot, value, item);
  }
}
