/** How long points take from where they are to where they belong, in milliseconds. */
const duration = 280;
/** More points are moved at once: each frame arranges them anew. */
const most = 150_000;

/** Points (N x 2) on their way to new places. */
export class Motion {
  #from: Float32Array | undefined;
  #to: Float32Array = new Float32Array(0);
  #since: number | undefined;

  get isMoving(): boolean {
    return this.#from !== undefined;
  }

  /** Sets off; false = they are to be drawn at once where they belong. */
  start(from: Float32Array, to: Float32Array): boolean {
    const isSkipped = from.length !== to.length || to.length / 2 > most || prefersStillness();
    this.#from = isSkipped ? undefined : from;
    this.#to = to;
    this.#since = undefined;
    return !isSkipped;
  }

  /** Where the points are in a frame; what had no place before, or will have none, is there or gone at once. */
  at(now: number): Float32Array {
    const from = this.#from;
    this.#since ??= now;
    const share = (now - this.#since) / duration;
    if (from === undefined || share >= 1) {
      this.#from = undefined;
      return this.#to;
    }
    return this.#to.map((to, i) => (Number.isNaN(from[i]) ? to : from[i] + share * (to - from[i])));
  }
}

function prefersStillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
