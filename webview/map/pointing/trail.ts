type Place = readonly [x: number, y: number];

/** Places on the line that are nearer to the last one are left out. */
const nearest = 1.5;

/** Where a pointer has been since it was pressed. */
export class PointerTrail {
  readonly #first: Place;
  readonly #line: number[];
  #last: Place;

  constructor(first: Place) {
    this.#first = first;
    this.#last = first;
    this.#line = [...first];
  }

  /** How far a place is from the first one. */
  distanceTo([x, y]: Place): number {
    return Math.hypot(x - this.#first[0], y - this.#first[1]);
  }

  /** Goes on to a place; returns how far that is from the last one. */
  go(place: Place): Place {
    const [dx, dy] = [place[0] - this.#last[0], place[1] - this.#last[1]];
    this.#last = place;
    const [lineX, lineY] = this.#line.slice(-2);
    if (Math.hypot(place[0] - lineX, place[1] - lineY) >= nearest) this.#line.push(...place);
    return [dx, dy];
  }

  /** x0, y0, x1, y1, ... */
  get line(): readonly number[] {
    return this.#line;
  }

  /** The corners of the rectangle between the first and the last place. */
  get rectangle(): readonly number[] {
    const [x0, y0] = this.#first;
    const [x1, y1] = this.#last;
    return [x0, y0, x1, y0, x1, y1, x0, y1];
  }
}
